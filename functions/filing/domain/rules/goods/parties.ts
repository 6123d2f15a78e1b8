import { rule } from '../../../../shared/reference/rule.ts';
import { partyFindings } from '../../active-party.ts';
import type { GoodsRule } from './rule.ts';

/** R24: goods are filed for a merchant in force; a producer that is named must be in force too. */
export const parties = rule<GoodsRule>(
  {
    id: 'R24',
    name: '商品的经营户和生产商有效',
    looksAt: 'merchant and producer of goods: registered and in force',
    severity: ['DANGER'],
  },
  (form, { merchant, producer }) => [
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
  ],
);
