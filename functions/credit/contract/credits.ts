import { z } from 'zod';
import { Grade, Handling } from '../../events/credit.ts';
import { EntityKind } from '../../events/entity.ts';
import { READING_ROLES } from '../../shared/auth/caller.ts';
import { contract } from '../../shared/http/contract.ts';
import { concepts } from '../../shared/kernel/concepts.ts';
import { date } from '../../shared/kernel/fields.ts';
import { named } from '../../shared/kernel/named.ts';
import { GradeHandling } from '../domain/handling.ts';
import { ADVICE_ACTION_NAMES, MISSING_NAMES } from '../domain/names.ts';
import { DatedContribution, ScoringCause } from '../domain/standing.ts';

const CreditJson = z.object({
  entityId: z.string().meta({ title: '主体编号' }),
  name: z.string().meta({ title: '名称' }),
  kind: EntityKind.meta({ title: '种类' }),
  filingNumber: z.string().optional().meta({ title: '备案编号' }),
  asOf: z.iso.date().meta({ title: '截至日期' }),
  score: z.int().min(0).max(100).meta({ title: '信用分' }),
  grade: Grade.meta({ title: '信用等级' }),
  handling: Handling.meta({ description: 'what the grade means for the way this platform handles the entity' }),
  scorecardVersion: z.string().meta({ title: '评分卡版本' }),
  contributions: z.array(DatedContribution).meta({ title: '计分明细' }),
  reasons: z
    .array(z.object({ indicator: z.string(), points: z.int(), reason: z.string() }))
    .max(4)
    .meta({ description: 'principal reasons, by points lost' }),
  missing: z
    .array(z.object({ code: named(MISSING_NAMES), message: z.string() }))
    .meta({ description: 'what stands between the entity and the next better grade' }),
  outlook: z
    .array(
      z.object({
        from: z.iso.date().meta({ title: '起' }),
        score: z.int().meta({ title: '信用分' }),
        grade: Grade.meta({ title: '信用等级' }),
        scorecardVersion: z.string().meta({ title: '评分卡版本' }),
      }),
    )
    .meta({ description: 'how score and grade go on from today by themselves if no other fact comes, as terms end' }),
  advice: z
    .array(
      z.object({
        action: named(ADVICE_ACTION_NAMES).meta({ title: '办理事项' }),
        indicator: z.string().meta({ title: '指标' }),
        eventId: z.string().optional().meta({ title: '信用信息编号' }),
        points: z.int().meta({ description: 'by how much the score would be higher on asOf' }),
        from: z.iso.date().optional().meta({ title: '起' }),
        until: z.iso.date().optional().meta({ title: '止' }),
        message: z.string().meta({ title: '说明' }),
      }),
    )
    .meta({ description: 'what the entity can do from today to raise its score' }),
  history: z
    .array(
      z.object({
        at: z.string().meta({ title: '时间' }),
        score: z.int().meta({ title: '信用分' }),
        grade: Grade.meta({ title: '信用等级' }),
        scorecardVersion: z.string().meta({ title: '评分卡版本' }),
        contributions: z
          .array(DatedContribution.pick({ indicator: true, eventId: true, points: true }))
          .meta({ title: '计分明细' }),
        cause: ScoringCause,
      }),
    )
    .meta({ description: 'changes of score or grade up to asOf as they were found then, newest first, at most 50' }),
});

concepts({ Credit: CreditJson });

export type CreditJson = z.input<typeof CreditJson>;

export const creditsApi = contract({
  getCredit: {
    method: 'GET',
    path: '/v1/entities/{id}/credit',
    summary:
      'Score and grade of an entity on a day, by the scorecard of that day, with every contribution; with Accept: text/html a page to print 信用报告',
    roles: READING_ROLES,
    query: z.object({ asOf: date('评分日期').optional() }),
    success: { status: 200, schema: CreditJson },
    produces: ['text/html'],
    problems: [],
  },
  getGradeHandling: {
    method: 'GET',
    path: '/v1/grades/handling',
    summary: 'How this platform handles whoever has a grade',
    roles: READING_ROLES,
    success: { status: 200, schema: GradeHandling },
    problems: [],
  },
});
