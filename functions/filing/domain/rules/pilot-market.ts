import { danger, review } from '../../../shared/kernel/finding.ts';
import { market } from '../reference.ts';
import type { IntakeRule } from './rule.ts';

/**
 * A merchant files in the district of its market. Where the pilot's first day has not been announced, filing goes ahead
 * and says so: the announcement concerns declaring, not registering.
 */
export const pilotMarket: IntakeRule = (submission, { districtId, today }) => {
  if (submission.kind !== 'merchant') return [];
  const pointer = '/entity/marketId';
  const row = market(submission.entity.marketId);
  if (!row || row.districtId !== districtId) {
    const where = row ? `${row.name}（${row.districtId}）` : submission.entity.marketId;
    return [
      danger(
        'MARKET_OF_OTHER_DISTRICT',
        pointer,
        `市场“${where}”不在本区县（${districtId}）；请到市场所在区县的服务中心备案`,
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
};
