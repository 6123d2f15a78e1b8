import { danger, says } from '../../../shared/kernel/finding.ts';
import { rule } from '../../../shared/reference/rule.ts';
import type { IntakeRule } from './rule.ts';

/** The customs credit tier is one of the decree in force on the day. */
export const creditTier = rule<IntakeRule>(
  {
    name: '海关信用等级适用',
    looksAt: 'the customs credit tier, against the decree in force on the day',
    threshold: ['customsCreditTiers'],
    source: '海关总署令第251号；第282号',
    severity: ['DANGER'],
  },
  (submission, { today, lists }) => {
    if (submission.kind !== 'tradeOperator') return [];
    const tier = submission.entity.customsCreditTier;
    const tiers = [...lists.customsCreditTiers.values()];
    if (tiers.some((row) => row.code === tier)) return [];
    return [
      danger(
        'CREDIT_TIER_NOT_IN_FORCE',
        '/entity/customsCreditTier',
        says(
          `海关信用等级“${tier}”在 ${today} 不适用`,
          `请改为 ${tiers.map((row) => `${row.code}（${row.name}）`).join('、')} 之一`,
        ),
        tiers[0]?.legalBasis,
      ),
    ];
  },
);
