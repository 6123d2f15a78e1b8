import { danger } from '../../../shared/kernel/finding.ts';
import { creditTiersOn } from '../reference.ts';
import type { IntakeRule } from './rule.ts';

/** The customs credit tier is one of the decree in force on the day: 海关总署令第251号 to 2026-03-31, then 第282号. */
export const creditTier: IntakeRule = (submission, { today }) => {
  if (submission.kind !== 'tradeOperator') return [];
  const tier = submission.entity.customsCreditTier;
  const tiers = creditTiersOn(today);
  if (tiers.some((row) => row.code === tier)) return [];
  return [
    danger(
      'CREDIT_TIER_NOT_IN_FORCE',
      '/entity/customsCreditTier',
      `海关信用等级“${tier}”在 ${today} 不适用；请改为 ${tiers.map((row) => `${row.code}（${row.name}）`).join('、')} 之一`,
      tiers[0]?.legalBasis,
    ),
  ];
};
