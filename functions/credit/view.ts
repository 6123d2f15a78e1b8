import type { z } from 'zod';
import type { CreditEventJson } from './contract.ts';
import { dateOf } from './domain/day.ts';
import type { CreditEvent } from './domain/event.ts';
import type { Assessment, Missing } from './domain/score.ts';
import type { PastStanding } from './domain/standing.ts';

export const creditEventView = ({
  districtId: _district,
  recordedBy: _by,
  ...event
}: CreditEvent): z.input<typeof CreditEventJson> => event;

export const pastStandingView = ({ at, score, grade, scorecardVersion, cause }: PastStanding) => ({
  at,
  score,
  grade,
  scorecardVersion,
  cause,
});

export const assessmentView = (assessment: Assessment) => ({
  score: assessment.score,
  grade: assessment.grade,
  scorecardVersion: assessment.scorecardVersion,
  contributions: assessment.contributions.map((contribution) => ({
    ...contribution,
    inForceFrom: dateOf(contribution.inForceFrom),
    inForceUntil: dateOf(contribution.inForceUntil),
  })),
  reasons: [...assessment.reasons],
  missing: assessment.missing.map((one) => ({ code: one.code, message: missingMessage(one) })),
});

function missingMessage(missing: Missing): string {
  if (missing.code === 'SCORE') return `距上一等级还差 ${missing.points} 分，可通过加分项提升，或待扣分届满`;
  if (missing.code === 'HISTORY') return `备案时间不足，自 ${dateOf(missing.from)} 起满足上一等级的要求`;
  return `有失信记录在计入期内，至 ${dateOf(missing.until)} 届满；符合条件的可申请信用修复`;
}
