import { danger, review, says } from '../../../shared/kernel/finding.ts';
import { TRIAL } from '../../../shared/kernel/identifier.ts';
import { rule } from '../../../shared/reference/rule.ts';
import type { IntakeRule } from './rule.ts';

/**
 * A merchant files in the district of its market. Where the pilot's first day has not been announced, filing goes ahead
 * and says so: the announcement concerns declaring, not registering.
 */
export const pilotMarket = rule<IntakeRule>(
  {
    name: '试点市场',
    looksAt: 'the market of a merchant: of the district, its pilot begun',
    threshold: ['markets'],
    severity: ['DANGER', 'REVIEW'],
  },
  (submission, { districtId, today, lists }) => {
    if (submission.kind !== 'merchant') return [];
    const pointer = '/entity/marketId';
    const row = lists.markets.get(submission.entity.marketId);
    // What is no market at all is told by `known-codes.ts`.
    if (!row) return [];
    // The trial district has no market of its own.
    if (row.districtId !== districtId && districtId !== TRIAL) {
      const where = `${row.name}（${row.districtId}）`;
      return [
        danger(
          'MARKET_OF_OTHER_DISTRICT',
          pointer,
          says(`市场“${where}”不在本区县（${districtId}）`, '请到市场所在区县的服务中心备案'),
        ),
      ];
    }
    const { effectiveFrom } = row;
    if (effectiveFrom !== null && effectiveFrom <= today) return [];
    return [
      review(
        'PILOT_NOT_EFFECTIVE',
        pointer,
        `${row.name}的试点生效日${effectiveFrom ? `为 ${effectiveFrom}` : '尚待属地海关公布'}；可以备案，生效前不能以 1039 申报`,
        row.legalBasis,
      ),
    ];
  },
);
