import { z } from 'zod';
import { date, id, text } from '../../shared/kernel/fields.ts';
import { dayOf } from './day.ts';
import type { Fact } from './fact.ts';
import { Severity } from './severity.ts';

/** The document by which an authority, or the centre itself, established a fact. */
export const Source = z.strictObject({
  authority: text('认定机关', 100),
  documentNumber: text('文书号', 100),
  documentDate: date('文书日期'),
});

export type Source = z.infer<typeof Source>;

/** What is asked for to record a fact. */
export const CreditEventRequest = z.strictObject({
  entityId: id('主体', 'entity'),
  indicator: text('指标', 60),
  occurredOn: date('发生日期'),
  source: Source,
  /** The class the authority gave the fact, where it is not the scorecard's. */
  severity: Severity.optional().meta({ title: '失信类别' }),
});

export type CreditEventRequest = z.infer<typeof CreditEventRequest>;

/**
 * - `RECORDED`: counts through its term.
 * - `DISPUTED`: objected to; suspended until decided, unless it is a veto.
 * - `REVOKED`: the objection was right; it never counted.
 * - `REPAIRED`: ended before its term.
 */
export const CREDIT_EVENT_STATUSES = ['RECORDED', 'DISPUTED', 'REVOKED', 'REPAIRED'] as const;

export const CreditEvent = z.object({
  id: z.string(),
  districtId: z.string(),
  entityId: z.string(),
  indicator: z.string(),
  occurredOn: z.string(),
  source: Source,
  severity: Severity.optional(),
  status: z.enum(CREDIT_EVENT_STATUSES),
  recordedAt: z.string(),
  recordedBy: z.string(),
});

export type CreditEvent = z.infer<typeof CreditEvent>;

/** The fact that an event is. */
export const factOf = (event: CreditEvent): Fact => ({
  eventId: event.id,
  indicator: event.indicator,
  occurredOn: dayOf(event.occurredOn),
  severity: event.severity,
});
