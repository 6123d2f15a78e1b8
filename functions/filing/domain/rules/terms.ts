import { addDays } from '../../../shared/kernel/calendar.ts';
import { danger, review } from '../../../shared/kernel/finding.ts';
import { termsOf } from '../entity.ts';
import type { IntakeRule } from './rule.ts';

/** Days before the end of a term in which the reviewer is told. Designed for this project. */
const NOTICE_DAYS = 30;

/** R12: a licence or lease that has ended blocks; one about to end is for the reviewer to weigh. */
export const terms: IntakeRule = (submission, { today }) =>
  termsOf(submission).flatMap(({ label, pointer, until }) => {
    if (until < today) {
      return [danger('TERM_EXPIRED', pointer, `${label}已于 ${until} 届满（办理日 ${today}）；请续期后填写新的止期`)];
    }
    if (until > addDays(today, NOTICE_DAYS)) return [];
    return [
      review(
        'TERM_EXPIRING',
        pointer,
        `${label}将于 ${until} 届满，不足 ${NOTICE_DAYS} 天；备案有效期随之结束，请提醒续期`,
      ),
    ];
  });
