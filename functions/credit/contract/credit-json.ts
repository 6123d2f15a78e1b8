import type { z } from 'zod';
import { etagOf } from '../../shared/http/schemas.ts';
import type { Taking } from '../../shared/human-task/taking.ts';
import type { Lists } from '../../shared/reference/lists/index.ts';
import type { Stored } from '../../shared/table/aggregate.ts';
import { dateOf } from '../domain/day.ts';
import type { CreditEvent } from '../domain/event.ts';
import { handlingOf } from '../domain/handling.ts';
import type { Objection } from '../domain/objection.ts';
import type { ScorecardRecord } from '../domain/publication.ts';
import type { Repair } from '../domain/repair.ts';
import type { Assessment, Missing } from '../domain/score.ts';
import { datedContributions, type KeptStanding } from '../domain/standing.ts';
import type { CreditEventJson } from './events.ts';
import type { ScorecardJson } from './scorecards.ts';

export function creditEventToJson(
  { data, version }: Pick<Stored<CreditEvent>, 'data' | 'version'>,
  taking?: Taking,
): z.input<typeof CreditEventJson> {
  const {
    districtId: _districtId,
    recordedBy: _recordedBy,
    taskToken: _taskToken,
    taskExecution: _taskExecution,
    objection,
    repair,
    ...event
  } = data;
  return {
    ...event,
    ...(objection && { objection: objectionView(objection) }),
    ...(repair && { repair: repairView(repair) }),
    etag: etagOf(version),
    ...(taking && { taking }),
  };
}

const objectionView = ({ by: _by, decision, ...shown }: Objection) => ({
  ...shown,
  ...(decision && { decision: withoutDecider(decision) }),
});

const repairView = ({ by: _by, decision, ...shown }: Repair) => ({
  ...shown,
  ...(decision && { decision: withoutDecider(decision) }),
});

const withoutDecider = <D extends { by: string }>({ by: _by, ...shown }: D) => shown;

export const scorecardToJson = ({
  card,
  status,
  simulatedBy,
  publishedAt,
}: Omit<ScorecardRecord, 'author'>): z.input<typeof ScorecardJson> => ({
  ...card,
  status,
  ...(simulatedBy !== undefined && { simulatedBy }),
  ...(publishedAt !== undefined && { publishedAt }),
});

/** @param events all events of the entity */
export const pastStandingToJson = ({ at, data }: KeptStanding, events: readonly CreditEvent[]) => ({
  at,
  score: data.score,
  grade: data.grade,
  scorecardVersion: data.scorecardVersion,
  contributions: Object.entries(data.points).map(([key, points]) => {
    const event = events.find(({ id }) => id === key);
    return event ? { indicator: event.indicator, eventId: key, points } : { indicator: key, points };
  }),
  cause: data.cause,
});

export const assessmentToJson = (assessment: Assessment, lists: Lists) => ({
  score: assessment.score,
  grade: assessment.grade,
  handling: handlingOf(assessment.grade, lists),
  scorecardVersion: assessment.scorecardVersion,
  contributions: datedContributions(assessment),
  reasons: [...assessment.reasons],
  missing: assessment.missing.map((one) => ({ code: one.code, message: missingMessage(one) })),
});

function missingMessage(missing: Missing): string {
  if (missing.code === 'SCORE') return `距上一等级还差 ${missing.points} 分，可通过加分项提升，或待扣分届满`;
  if (missing.code === 'HISTORY') return `备案时间不足，自 ${dateOf(missing.from)} 起满足上一等级的要求`;
  return `有失信记录在计入期内，至 ${dateOf(missing.until)} 届满；符合条件的可申请信用修复`;
}
