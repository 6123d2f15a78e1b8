import { review, says } from '../../../shared/kernel/finding.ts';
import { rule } from '../../../shared/reference/rule.ts';
import type { IntakeRule } from './rule.ts';

/** A payee collects for a merchant or a buyer; one that names neither cannot be matched to a trade. */
export const payeeOwner = rule<IntakeRule>(
  { name: '收汇人所属', looksAt: 'whom a payee collects for', severity: ['REVIEW'] },
  (submission) => {
    if (submission.kind !== 'payee') return [];
    const { payeeType, merchantId, buyerId } = submission.entity;
    const [field, label, owner] =
      payeeType === 'SOLE_TRADER'
        ? (['merchantId', '所属经营户', merchantId] as const)
        : (['buyerId', '所属采购商', buyerId] as const);
    if (owner !== undefined) return [];
    return [
      review(
        'PAYEE_WITHOUT_OWNER',
        `/entity/${field}`,
        says(`收汇人没有填写${label}，收汇时无法与交易核对`, '请核实后补填'),
      ),
    ];
  },
);
