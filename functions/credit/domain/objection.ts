import { z } from 'zod';
import { concepts } from '../../shared/kernel/concepts.ts';
import { text } from '../../shared/kernel/fields.ts';
import { danger, type Finding } from '../../shared/kernel/finding.ts';
import { named } from '../../shared/kernel/named.ts';
import type { RowOf } from '../../shared/reference/lists/index.ts';
import { type Day, dateOf, dayInChina, dayOf } from './day.ts';
import { OBJECTION_DECISION_NAMES, OBJECTION_OUTCOME_NAMES } from './names.ts';
import type { FactIndicator } from './scorecard.ts';
import { addWorkingDays } from './working-days.ts';

type Terms = RowOf<'creditTerms'>;

export const ObjectionRequest = z.strictObject({
  reasons: z.array(text('异议理由', 500)).min(1).max(20).meta({ title: '异议理由' }),
});

export type ObjectionRequest = z.infer<typeof ObjectionRequest>;

export const ObjectionDecisionRequest = z.strictObject({
  decision: named(OBJECTION_DECISION_NAMES).meta({
    title: '决定',
    description: 'UPHOLD keeps the fact, REVOKE annuls it',
  }),
  reasons: z.array(text('理由', 500)).min(1).max(20).meta({ title: '理由' }),
});

concepts({ ObjectionRequest, ObjectionDecisionRequest });

export type ObjectionDecisionRequest = z.infer<typeof ObjectionDecisionRequest>;

/** An objection 异议 to a recorded fact, and how it was decided. */
export const Objection = z.object({
  at: z.string(),
  by: z.string(),
  reasons: z.array(z.string()),
  /** `YYYY-MM-DD` */
  decideBy: z.string(),
  /** When the term passed without a decision, ISO 8601. */
  overdueAt: z.string().optional(),
  decision: z
    .object({
      outcome: named(OBJECTION_OUTCOME_NAMES),
      at: z.string(),
      by: z.string(),
      reasons: z.array(z.string()),
      letter: z.string().optional().meta({ description: 'the letter to the party 决定书, a paragraph a line' }),
    })
    .optional(),
});

export type Objection = z.infer<typeof Objection>;

export const objection = ({ reasons }: ObjectionRequest, by: string, at: string, terms: Terms): Objection => ({
  at,
  by,
  reasons,
  decideBy: dateOf(addWorkingDays(dayInChina(at), terms.objectionWorkingDays)),
});

/** The last day on which a fact may be objected to. */
export const objectionUntil = (recordedOn: Day, { toObjectWorkingDays }: Terms): Day =>
  addWorkingDays(recordedOn, toObjectWorkingDays);

/** Whatever speaks against objecting to a fact on a day. */
export function objectionFindings(
  recordedAt: string,
  indicator: FactIndicator,
  today: string,
  terms: Terms,
): Finding[] {
  if (indicator.effect === 'BONUS') {
    return [danger('BONUS', '', `“${indicator.name}”是加分项，没有可提出异议的失信事实`)];
  }
  const last = objectionUntil(dayInChina(recordedAt), terms);
  if (dayOf(today) <= last) return [];
  return [
    danger(
      'OBJECTION_LATE',
      '',
      `异议期为记录后 ${terms.toObjectWorkingDays} 个工作日，已于 ${dateOf(last)} 届满；事实已纠正的，可申请信用修复`,
    ),
  ];
}
