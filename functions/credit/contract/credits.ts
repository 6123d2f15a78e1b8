import { z } from 'zod';
import { Grade, Handling } from '../../events/credit.ts';
import { EntityKind } from '../../events/entity.ts';
import { contract } from '../../shared/http/contract.ts';
import { date } from '../../shared/kernel/fields.ts';
import { GradeHandling } from '../domain/handling.ts';
import { DatedContribution, ScoringCause } from '../domain/standing.ts';
import { EVERYONE } from './roles.ts';

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
        cause: ScoringCause,
      }),
    )
    .meta({ description: 'changes of score or grade up to asOf as they were found then, newest first, at most 50' }),
});

export type CreditJson = z.input<typeof CreditJson>;

export const creditsApi = contract({
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
});
