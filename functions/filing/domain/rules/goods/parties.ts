import { partyFindings } from '../active-party.ts';
import type { GoodsRule } from './rule.ts';

/** R24: goods are filed for a merchant in force; a producer that is named must be in force too. */
export const parties: GoodsRule = (form, { merchant, producer }) => [
  ...partyFindings(
    { pointer: '/merchantId', label: '所属经营户', entityId: form.merchantId, kind: 'merchant' },
    merchant,
  ),
  ...(form.producerId === undefined
    ? []
    : partyFindings(
        { pointer: '/producerId', label: '生产商', entityId: form.producerId, kind: 'producer' },
        producer,
      )),
];
