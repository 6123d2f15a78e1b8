import { z } from 'zod';
import { concepts } from '../../shared/kernel/concepts.ts';
import { date, id, text } from '../../shared/kernel/fields.ts';
import { answered, Waiting } from '../../shared/kernel/human-task.ts';
import { named } from '../../shared/kernel/named.ts';
import { dayInChina, dayOf } from './day.ts';
import type { Fact } from './fact.ts';
import { CREDIT_EVENT_STATUS_NAMES } from './names.ts';
import { Objection, type ObjectionDecisionRequest } from './objection.ts';
import { Repair, type RepairDecisionRequest } from './repair.ts';
import { Severity } from './severity.ts';
import { Source, SourceRequest } from './source.ts';

/** What is asked for to record a fact. */
export const CreditEventRequest = z.strictObject({
  entityId: id('主体', 'entity'),
  indicator: text('指标', 60),
  occurredOn: date('发生日期'),
  source: SourceRequest,
  /** The class the authority gave the fact, where it is not the scorecard's. */
  severity: Severity.optional().meta({ title: '失信类别' }),
  /** What shows the fact beside the document: where it is kept, what it says. */
  evidence: text('证据', 1000).optional(),
});

concepts({ CreditEventRequest });

export type CreditEventRequest = z.infer<typeof CreditEventRequest>;

/**
 * - `RECORDED`: counts through its term.
 * - `DISPUTED`: objected to; suspended until decided, unless it is a veto.
 * - `REVOKED`: the objection was right; it never counted.
 * - `REPAIR_REQUESTED`: counts until the repair is granted.
 * - `REPAIRED`: ended before its term.
 */
export const CreditEvent = z.object({
  id: z.string(),
  districtId: z.string(),
  entityId: z.string(),
  indicator: z.string(),
  occurredOn: z.string(),
  source: Source,
  severity: Severity.optional(),
  evidence: z.string().optional(),
  status: named(CREDIT_EVENT_STATUS_NAMES),
  recordedAt: z.string(),
  recordedBy: z.string(),
  objection: Objection.optional(),
  repair: Repair.optional(),
  /** Of the first layout, in which the record kept the human task of the open appeal; never shown. */
  ...Waiting.shape,
});

export type CreditEvent = z.infer<typeof CreditEvent>;

export const disputed = (event: CreditEvent, objection: Objection): CreditEvent => ({
  ...event,
  status: 'DISPUTED',
  objection,
});

/** An objection decided by someone at an instant: the fact counts again, or never did. */
export function objectionDecided(
  event: CreditEvent,
  { decision, reasons }: ObjectionDecisionRequest,
  by: string,
  at: string,
): CreditEvent {
  if (!event.objection) throw new Error(`there is no objection to ${event.id}`);
  const outcome = decision === 'UPHOLD' ? 'UPHELD' : 'REVOKED';
  return {
    ...answered(event),
    status: decision === 'UPHOLD' ? 'RECORDED' : 'REVOKED',
    objection: { ...event.objection, decision: { outcome, at, by, reasons } },
  };
}

export const repairRequested = (event: CreditEvent, repair: Repair): CreditEvent => ({
  ...event,
  status: 'REPAIR_REQUESTED',
  repair,
});

/** A repair decided by someone at an instant: the fact ends, or counts on. */
export function repairDecided(
  event: CreditEvent,
  { decision, reasons, source }: RepairDecisionRequest,
  by: string,
  at: string,
): CreditEvent {
  if (!event.repair) throw new Error(`there is no repair of ${event.id}`);
  const outcome = decision === 'GRANT' ? 'GRANTED' : 'REFUSED';
  return {
    ...answered(event),
    status: decision === 'GRANT' ? 'REPAIRED' : 'RECORDED',
    repair: { ...event.repair, decision: { outcome, at, by, reasons, ...(source === undefined ? {} : { source }) } },
  };
}

/** The facts that events are: all but those that were revoked. */
export const factsOf = (events: readonly CreditEvent[]): Fact[] =>
  events.filter((event) => event.status !== 'REVOKED').map(factOf);

function factOf({ id: eventId, indicator, occurredOn, severity, objection, repair }: CreditEvent): Fact {
  const day = (instant: string | undefined) => (instant === undefined ? undefined : dayInChina(instant));
  return {
    eventId,
    indicator,
    occurredOn: dayOf(occurredOn),
    severity,
    suspendedFrom: day(objection?.at),
    suspendedUntil: day(objection?.decision?.at),
    endedOn: day(repair?.decision?.outcome === 'GRANTED' ? repair.decision.at : undefined),
  };
}
