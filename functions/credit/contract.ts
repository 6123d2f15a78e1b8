import { z } from 'zod';
import { Grade, Handling } from '../events/credit.ts';
import { EntityKind } from '../events/entity.ts';
import { contract } from '../shared/http/contract.ts';
import { accepted, ListQuery, listOf } from '../shared/http/schemas.ts';
import { date, id } from '../shared/kernel/fields.ts';
import { CREDIT_EVENT_STATUSES, CreditEvent, CreditEventRequest } from './domain/event.ts';
import { GradeHandling } from './domain/handling.ts';
import { Objection, ObjectionDecisionRequest, ObjectionRequest } from './domain/objection.ts';
import { ScorecardRecord } from './domain/publication.ts';
import { Repair, RepairDecisionRequest, RepairRequest } from './domain/repair.ts';
import { CreditRunProgress, Mover } from './domain/run.ts';
import { Scorecard } from './domain/scorecard.ts';
import { Cause, DatedContribution } from './domain/standing.ts';

const EVERYONE = ['clerk', 'reviewer', 'operator', 'agency', 'merchant', 'agent'] as const;
/** Who speaks for an entity: itself, or the centre's counter for it. */
const FOR_ENTITY = ['merchant', 'agent', 'clerk'] as const;
const DECIDERS = ['reviewer', 'operator'] as const;

/** A recorded fact; who acted on it stays inside. */
export const CreditEventJson = CreditEvent.omit({ districtId: true, recordedBy: true, taskToken: true }).extend({
  objection: Objection.omit({ by: true })
    .extend({ decision: Objection.shape.decision.unwrap().omit({ by: true }).optional() })
    .optional(),
  repair: Repair.omit({ by: true })
    .extend({ decision: Repair.shape.decision.unwrap().omit({ by: true }).optional() })
    .optional(),
});

const CreditEventAccepted = { status: 202, schema: accepted(z.enum(CREDIT_EVENT_STATUSES)) } as const;
const RunAccepted = { status: 202, schema: accepted(CreditRunProgress.shape.status) } as const;

const CreditJson = z.object({
  entityId: z.string(),
  name: z.string(),
  kind: EntityKind,
  asOf: z.iso.date(),
  score: z.int().min(0).max(100),
  grade: Grade,
  handling: Handling.meta({ description: 'what the grade means for the way this platform handles the entity' }),
  scorecardVersion: z.string(),
  contributions: z.array(DatedContribution),
  reasons: z
    .array(z.object({ indicator: z.string(), points: z.int(), reason: z.string() }))
    .max(4)
    .meta({ description: 'principal reasons, by points lost' }),
  missing: z
    .array(z.object({ code: z.enum(['SCORE', 'HISTORY', 'RECORD']), message: z.string() }))
    .meta({ description: 'what stands between the entity and the next better grade' }),
  outlook: z
    .array(
      z.object({
        from: z.iso.date(),
        score: z.int(),
        grade: Grade,
        scorecardVersion: z.string(),
      }),
    )
    .meta({ description: 'how score and grade go on from today by themselves if no other fact comes, as terms end' }),
  advice: z
    .array(
      z.object({
        action: z.enum(['OBJECT', 'REPAIR', 'EARN']),
        indicator: z.string(),
        eventId: z.string().optional(),
        points: z.int().meta({ description: 'by how much the score would be higher on asOf' }),
        from: z.iso.date().optional(),
        until: z.iso.date().optional(),
        message: z.string(),
      }),
    )
    .meta({ description: 'what the entity can do from today to raise its score' }),
  history: z
    .array(
      z.object({
        at: z.string(),
        score: z.int(),
        grade: Grade,
        scorecardVersion: z.string(),
        contributions: z.array(DatedContribution.pick({ indicator: true, eventId: true, points: true })),
        cause: Cause,
      }),
    )
    .meta({ description: 'changes of score or grade up to asOf as they were found then, newest first, at most 50' }),
});

export type CreditReport = z.input<typeof CreditJson>;

const GradeCounts = z.array(z.object({ grade: Grade, entities: z.int() }));

const Psi = z.number().nullable().meta({
  description: 'population stability index against the previous month; null where one of the months has no run',
});

export const CreditStatisticsJson = z.object({
  month: z.string(),
  runs: z
    .array(z.object({ districtId: z.string(), runId: z.string(), startedAt: z.string() }))
    .meta({ description: 'the last finished run of each district in the month, which the figures are of' }),
  entities: z.int(),
  grades: GradeCounts,
  scores: z.array(z.object({ from: z.int(), to: z.int(), entities: z.int() })),
  kinds: z.array(z.object({ kind: EntityKind, grades: GradeCounts })),
  stability: z.object({
    previousMonth: z.string(),
    scores: Psi,
    indicators: z.array(
      z.object({
        indicator: z.string(),
        entities: z
          .object({ none: z.int(), one: z.int(), more: z.int() })
          .meta({ description: 'entities by facts of the indicator in force' }),
        psi: Psi,
      }),
    ),
  }),
  discrimination: z
    .object({ available: z.literal(false), reason: z.string() })
    .meta({ description: 'KS and Gini need labelled outcomes; there are none yet' }),
});

export const ScorecardJson = z.object({
  ...Scorecard.shape,
  status: ScorecardRecord.shape.status,
  simulatedBy: z.string().optional().meta({ description: 'the run that simulated it' }),
  publishedAt: z.string().optional(),
});

export const creditApi = contract({
  recordCreditEvent: {
    method: 'POST',
    path: '/v1/credit-events',
    summary: 'Records a fact about a filed entity, which is then scored again',
    roles: ['clerk', 'reviewer', 'operator', 'agency'],
    body: CreditEventRequest,
    success: CreditEventAccepted,
    problems: ['DUPLICATE'],
    idempotent: true,
  },
  getCreditEvent: {
    method: 'GET',
    path: '/v1/credit-events/{id}',
    summary: 'A recorded fact, with its objection and repair',
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
  objectToCreditEvent: {
    method: 'POST',
    path: '/v1/credit-events/{id}/objection',
    summary: 'Objects to a fact, which is suspended until decided; a veto goes on counting',
    roles: FOR_ENTITY,
    body: ObjectionRequest,
    success: CreditEventAccepted,
    problems: ['WRONG_STATE'],
  },
  decideObjection: {
    method: 'POST',
    path: '/v1/credit-events/{id}/objection/decision',
    summary: 'Upholds the fact or revokes it, by someone who neither recorded it nor objected to it',
    roles: DECIDERS,
    body: ObjectionDecisionRequest,
    success: CreditEventAccepted,
    problems: ['WRONG_STATE'],
  },
  requestRepair: {
    method: 'POST',
    path: '/v1/credit-events/{id}/repair',
    summary: 'Applies for the repair of a fact after the minimum term of its class',
    roles: FOR_ENTITY,
    body: RepairRequest,
    success: CreditEventAccepted,
    problems: ['WRONG_STATE'],
  },
  decideRepair: {
    method: 'POST',
    path: '/v1/credit-events/{id}/repair/decision',
    summary: 'Grants the repair on a document of the authority that established the fact, or refuses it',
    roles: DECIDERS,
    body: RepairDecisionRequest,
    success: CreditEventAccepted,
    problems: ['WRONG_STATE'],
  },
  getCredit: {
    method: 'GET',
    path: '/v1/entities/{id}/credit',
    summary:
      'Score and grade of an entity on a day, by the scorecard of that day, with every contribution; with Accept: text/html a page to print 信用报告',
    roles: EVERYONE,
    query: z.object({ asOf: date('评分日期').optional() }),
    success: { status: 200, schema: CreditJson },
    produces: ['text/html'],
    problems: [],
  },
  getGradeHandling: {
    method: 'GET',
    path: '/v1/grades/handling',
    summary: 'How this platform handles whoever has a grade',
    roles: EVERYONE,
    success: { status: 200, schema: GradeHandling },
    problems: [],
  },
  getCreditStatistics: {
    method: 'GET',
    path: '/v1/credit-statistics',
    summary:
      "Grades and scores in a month, and how far they moved from the month before: the caller's district or city",
    roles: EVERYONE,
    query: z.object({
      month: z
        .string()
        .regex(/^\d{4}-(0[1-9]|1[0-2])$/)
        .optional()
        .meta({ title: '月份', example: '2026-03', description: 'this month where absent' }),
      districtId: ListQuery.shape.districtId,
    }),
    success: { status: 200, schema: CreditStatisticsJson },
    problems: [],
  },
  listScorecards: {
    method: 'GET',
    path: '/v1/scorecards',
    summary: 'The scorecards by the day they take effect, latest first; drafts are shown to the city only',
    roles: EVERYONE,
    success: { status: 200, schema: listOf(ScorecardJson) },
    problems: [],
  },
  getScorecard: {
    method: 'GET',
    path: '/v1/scorecards/{version}',
    summary: 'A scorecard',
    roles: EVERYONE,
    success: { status: 200, schema: ScorecardJson },
    problems: [],
  },
  draftScorecard: {
    method: 'POST',
    path: '/v1/scorecards',
    summary: 'Drafts a new version of the scorecard',
    roles: ['operator'],
    body: Scorecard,
    success: { status: 201, schema: ScorecardJson },
    problems: ['DUPLICATE'],
    idempotent: true,
  },
  simulateScorecard: {
    method: 'POST',
    path: '/v1/scorecards/{version}/simulation',
    summary: 'Compares a draft with the cards in effect over every entity, as of a day; the run shows who would move',
    roles: ['operator'],
    query: z.object({ asOf: date('模拟日期').optional() }),
    success: RunAccepted,
    problems: ['WRONG_STATE'],
  },
  publishScorecard: {
    method: 'POST',
    path: '/v1/scorecards/{version}/publication',
    summary: 'Publishes a simulated draft, by someone other than its author; it takes effect on a later day',
    roles: ['operator'],
    success: { status: 200, schema: ScorecardJson },
    problems: ['WRONG_STATE', 'RULE_VIOLATION'],
  },
  startCreditRun: {
    method: 'POST',
    path: '/v1/credit-runs',
    summary: "Scores every entity of the caller's scope again: its district, or all for the city",
    roles: DECIDERS,
    success: RunAccepted,
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
  listCreditRunMovers: {
    method: 'GET',
    path: '/v1/credit-runs/{id}/movers',
    summary: 'Of a simulation: who would get another grade, by name, some at a time; follow nextCursor to the end',
    roles: ['operator'],
    query: ListQuery.pick({ cursor: true }),
    success: { status: 200, schema: listOf(Mover) },
    problems: [],
  },
});

export type CreditApi = typeof creditApi;
