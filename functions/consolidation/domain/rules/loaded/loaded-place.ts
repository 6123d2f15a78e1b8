import { type Finding, review, says } from '../../../../shared/kernel/finding.ts';
import { rule } from '../../../../shared/reference/rule.ts';

/** R22: goods are packed in the market's district. */
export const loadedPlace = rule(
  {
    id: 'R22',
    name: '市场外实装',
    looksAt: 'the district of packing of a packing list, against the district of the consolidation',
    severity: ['REVIEW'],
  },
  (districtId: string, packingDistrict: string): Finding[] =>
    packingDistrict === districtId
      ? []
      : [
          review(
            'PACKED_OUTSIDE_MARKET',
            '/packingDistrict',
            says(`装箱地 ${packingDistrict} 不在市场所在区县 ${districtId}`, '请备妥市场采购证明供复核'),
          ),
        ],
);
