import { addDays } from '../../../shared/kernel/calendar.ts';
import { danger, review, says } from '../../../shared/kernel/finding.ts';
import { rule } from '../../../shared/reference/rule.ts';
import { termsOf } from '../entity.ts';
import type { IntakeRule } from './rule.ts';

/** R12: a licence or lease that has ended blocks; one about to end is for the reviewer to weigh. */
export const terms = rule<IntakeRule>(
  {
    id: 'R12',
    name: '执照、租期届满',
    looksAt: 'the last days of licence and lease',
    threshold: ['filingTerms.expiringDays'],
    severity: ['DANGER', 'REVIEW'],
  },
  (submission, { today, lists: { filingTerms } }) =>
    termsOf(submission).flatMap(({ label, pointer, until }) => {
      if (until < today) {
        return [
          danger(
            'TERM_EXPIRED',
            pointer,
            says(`${label}已于 ${until} 届满（办理日 ${today}）`, '请续期后填写新的止期'),
          ),
        ];
      }
      if (until > addDays(today, filingTerms.expiringDays)) return [];
      return [
        review(
          'TERM_EXPIRING',
          pointer,
          `${label}将于 ${until} 届满，不足 ${filingTerms.expiringDays} 天；备案有效期随之结束，请提醒续期`,
        ),
      ];
    }),
);
