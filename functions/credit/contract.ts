import { z } from 'zod';
import { contract } from '../shared/http/contract.ts';
import { accepted, ListQuery, listOf } from '../shared/http/schemas.ts';
import { date, id } from '../shared/kernel/fields.ts';
import { CREDIT_EVENT_STATUSES, CreditEventRequest, Source } from './domain/event.ts';
import { CreditRunProgress } from './domain/run.ts';
import { GRADES, Scorecard } from './domain/scorecard.ts';
import { Severity } from './domain/severity.ts';
import { Cause } from './domain/standing.ts';

const EVERYONE = ['clerk', 'reviewer', 'operator', 'agency', 'merchant', 'agent'] as const;

export const CreditEventJson = z.object({
  id: z.string(),
  entityId: z.string(),
  indicator: z.string(),
  occurredOn: z.iso.date(),
  source: Source,
  severity: Severity.optional(),
  status: z.enum(CREDIT_EVENT_STATUSES),
  recordedAt: z.string(),
});

const CreditJson = z.object({
  entityId: z.string(),
  asOf: z.iso.date(),
  score: z.int().min(0).max(100),
  grade: z.enum(GRADES),
  scorecardVersion: z.string(),
  contributions: z.array(
    z.object({
      indicator: z.string(),
      eventId: z.string(),
      points: z.int(),
      inForceFrom: z.iso.date(),
      inForceUntil: z.iso.date().meta({ description: 'last day on which the fact counts' }),
      reason: z.string(),
    }),
  ),
  reasons: z
    .array(z.object({ indicator: z.string(), points: z.int(), reason: z.string() }))
    .max(4)
    .meta({ description: 'principal reasons, by points lost' }),
  missing: z
    .array(z.object({ code: z.enum(['SCORE', 'HISTORY', 'RECORD']), message: z.string() }))
    .meta({ description: 'what stands between the entity and the next better grade' }),
  history: z
    .array(
      z.object({
        at: z.string(),
        score: z.int(),
        grade: z.enum(GRADES),
        scorecardVersion: z.string(),
        cause: Cause,
      }),
    )
    .meta({ description: 'changes of score or grade up to asOf, newest first, at most 100' }),
});

export const creditApi = contract({
  recordCreditEvent: {
    method: 'POST',
    path: '/v1/credit-events',
    summary: 'Records a fact about a filed entity, which is then scored again',
    roles: ['clerk', 'reviewer', 'operator', 'agency'],
    body: CreditEventRequest,
    success: { status: 202, schema: accepted(z.enum(CREDIT_EVENT_STATUSES)) },
    problems: ['DUPLICATE'],
    idempotent: true,
  },
  getCreditEvent: {
    method: 'GET',
    path: '/v1/credit-events/{id}',
    summary: 'A recorded fact',
    roles: EVERYONE,
    success: { status: 200, schema: CreditEventJson },
    problems: [],
  },
  listCreditEvents: {
    method: 'GET',
    path: '/v1/credit-events',
    summary: 'Recorded facts by time of change, newest first; merchants and agents see their own',
    roles: EVERYONE,
    query: ListQuery.extend({
      status: z.enum(CREDIT_EVENT_STATUSES).optional().meta({ title: '状态' }),
      entityId: id('主体', 'entity').optional(),
    }),
    success: { status: 200, schema: listOf(CreditEventJson) },
    problems: [],
  },
  getCredit: {
    method: 'GET',
    path: '/v1/entities/{id}/credit',
    summary: 'Score and grade of an entity on a day, by the scorecard of that day, with every contribution',
    roles: EVERYONE,
    query: z.object({ asOf: date('评分日期').optional() }),
    success: { status: 200, schema: CreditJson },
    problems: [],
  },
  listScorecards: {
    method: 'GET',
    path: '/v1/scorecards',
    summary: 'The scorecards, newest first',
    roles: EVERYONE,
    success: { status: 200, schema: listOf(Scorecard) },
    problems: [],
  },
  startCreditRun: {
    method: 'POST',
    path: '/v1/credit-runs',
    summary: "Scores every entity of the caller's scope again: its district, or all for the city",
    roles: ['reviewer', 'operator'],
    success: { status: 202, schema: accepted(CreditRunProgress.shape.status) },
    problems: [],
    idempotent: true,
  },
  getCreditRun: {
    method: 'GET',
    path: '/v1/credit-runs/{id}',
    summary: 'A run and how far it is',
    roles: ['clerk', 'reviewer', 'operator', 'agency'],
    success: { status: 200, schema: CreditRunProgress },
    problems: [],
  },
});
