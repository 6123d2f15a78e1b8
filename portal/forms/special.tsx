import type { FieldComponent } from './context.ts';
import { DocumentsField } from './documents-field.tsx';
import { partyField } from './party-field.tsx';

/** Fields that every form shows in a way of their own, by their name in the contract. */
export const SPECIAL: Readonly<Record<string, FieldComponent>> = {
  merchantId: partyField('merchant'),
  buyerId: partyField('buyer'),
  tradeOperatorId: partyField('tradeOperator'),
  relatedTradeOperatorIds: partyField('tradeOperator'),
  consolidatorId: partyField('consolidator'),
  producerId: partyField('producer'),
  warehouseIds: partyField('warehouse'),
  documents: DocumentsField,
};
