import { review } from '../../../shared/kernel/finding.ts';
import { customsOffice } from '../reference.ts';
import type { IntakeRule } from './rule.ts';

/** The table of customs offices is known to be out of date: a code outside it is for the reviewer to confirm. */
export const knownCustomsOffice: IntakeRule = (submission) =>
  submission.kind !== 'tradeOperator' || customsOffice(submission.entity.customsOffice) !== undefined
    ? []
    : [
        review(
          'UNKNOWN_CUSTOMS_OFFICE',
          '/entity/customsOffice',
          `主管海关“${submission.entity.customsOffice}”不在本系统的关区代码表内；请对照海关备案回执确认`,
        ),
      ];
