import { review, says } from '../../../shared/kernel/finding.ts';
import { rule } from '../../../shared/reference/rule.ts';
import { linksOf, phoneOf } from '../identity.ts';
import { maskedPhone } from '../masking.ts';
import type { Submission } from '../submission.ts';
import type { PhoneHolder, Screening, ScreeningRule } from './rule.ts';

export const SHARED_PHONE = 'SHARED_PHONE';

/**
 * R27: one phone for several identities in a district may mean one hand behind them. A payee shares its merchant's or
 * buyer's phone rightly, and one organisation may file under several kinds.
 */
export const sharedPhone = rule<ScreeningRule>(
  {
    id: 'R27',
    name: '电话被多个主体使用',
    looksAt: 'the phone of a form, against those of other identities in the district',
    severity: ['REVIEW'],
  },
  (submission, { entityId, identity, phoneHolders }) => {
    const others = phoneHolders.filter(isAnotherHand(submission, { entityId, identity }));
    if (others.length === 0) return [];
    const pointer = submission.kind === 'buyer' ? '/entity/phone' : '/entity/contact/phone';
    return [
      review(
        SHARED_PHONE,
        pointer,
        says(
          `联系电话“${maskedPhone(phoneOf(submission))}”已用于另 ${others.length} 个主体的备案（${others
            .slice(0, 5)
            .map((holder) => holder.filingId)
            .join('、')}）`,
          '请核实是否由同一人控制',
        ),
      ),
    ];
  },
);

/** Whether a holder of the filing's phone is neither of its identity, nor its owner, nor what belongs to it. */
export function isAnotherHand(submission: Submission, self: Pick<Screening, 'entityId' | 'identity'>) {
  const owners = new Set(submission.kind === 'payee' ? linksOf(submission).map((link) => link.entityId) : []);
  return (holder: PhoneHolder): boolean =>
    holder.identity !== self.identity && !owners.has(holder.entityId) && !holder.belongsTo.includes(self.entityId);
}
