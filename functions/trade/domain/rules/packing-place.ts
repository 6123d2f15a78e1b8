import { review } from '../../../shared/kernel/finding.ts';
import { rule } from '../../../shared/reference/rule.ts';
import { REVIEWED } from '../remedies.ts';
import { type Rule, vouchersOf } from '../submission.ts';

/** R22: goods packed outside the market's district have a proof that they were bought in the market. */
export const packingPlace = rule<Rule>(
  {
    id: 'R22',
    name: '市场外装箱',
    looksAt: 'the district of packing, without a proof that the goods were bought in the market',
    severity: ['REVIEW'],
  },
  ({ request, filed }) => {
    const { packingDistrict } = request;
    const market = filed.merchant?.districtId;
    const proved = vouchersOf(request).some(({ type }) => type === 'MARKET_PROOF');
    return packingDistrict === undefined || packingDistrict === market || proved
      ? []
      : [
          review(
            'PACKED_OUTSIDE_MARKET',
            '/packingDistrict',
            `装箱地 ${packingDistrict} 不在市场所在区县 ${market ?? ''}，且没有市场采购证明；${REVIEWED}，补充证明后重新登记可免复核`,
          ),
        ];
  },
);
