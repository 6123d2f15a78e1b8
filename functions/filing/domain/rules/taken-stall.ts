import { danger, type Finding, says } from '../../../shared/kernel/finding.ts';
import { stallText } from '../../../shared/kernel/stall.ts';
import { rule } from '../../../shared/reference/rule.ts';
import type { Submission } from '../submission.ts';
import type { Screening } from './rule.ts';

/** A stall stands for one merchant in force at a time. */
export const takenStall = rule(
  {
    id: 'R12',
    name: '摊位已被使用',
    looksAt: 'the stall of a merchant, against those of other merchants in force',
    severity: ['DANGER'],
  },
  (submission: Submission, { stallHolder }: Pick<Screening, 'stallHolder'>): Finding[] =>
    submission.kind !== 'merchant' || stallHolder === undefined
      ? []
      : [
          danger(
            'STALL_TAKEN',
            '/entity/stall',
            says(
              `摊位“${stallText(submission.entity.stall)}”已由备案 ${stallHolder.filingNumber} 的经营户使用`,
              '请核对摊位号，或待原备案注销后再办理',
            ),
          ),
        ],
);
