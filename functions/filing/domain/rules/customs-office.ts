import { review, says } from '../../../shared/kernel/finding.ts';
import { rule } from '../../../shared/reference/rule.ts';
import type { IntakeRule } from './rule.ts';

/** The table of customs offices is known to be out of date: a code outside it is for the reviewer to confirm. */
export const knownCustomsOffice = rule<IntakeRule>(
  {
    name: '关区代码',
    looksAt: 'the customs office, against a list known to be out of date',
    threshold: ['customsOffices'],
    severity: ['REVIEW'],
  },
  (submission, { lists }) =>
    submission.kind !== 'tradeOperator' || lists.customsOffices.has(submission.entity.customsOffice)
      ? []
      : [
          review(
            'UNKNOWN_CUSTOMS_OFFICE',
            '/entity/customsOffice',
            says(`主管海关“${submission.entity.customsOffice}”不在本系统的关区代码表内`, '请对照海关备案回执确认'),
          ),
        ],
);
