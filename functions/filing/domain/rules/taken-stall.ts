import type { Finding } from '../../../shared/kernel/finding.ts';
import { danger } from '../../../shared/kernel/finding.ts';
import { stallText } from '../entity.ts';
import type { Submission } from '../submission.ts';
import type { Screening } from './rule.ts';

/** A stall stands for one merchant in force at a time (R12: a merchant without a valid stall). */
export const takenStall = (submission: Submission, { stallHolder }: Pick<Screening, 'stallHolder'>): Finding[] =>
  submission.kind !== 'merchant' || stallHolder === undefined
    ? []
    : [
        danger(
          'STALL_TAKEN',
          '/entity/stall',
          `摊位“${stallText(submission.entity.stall)}”已由备案 ${stallHolder.filingNumber} 的经营户使用；请核对摊位号，或待原备案注销后再办理`,
        ),
      ];
