import { z } from 'zod';
import { concepts } from '../../shared/kernel/concepts.ts';
import { date, text } from '../../shared/kernel/fields.ts';
import { danger, type Finding, says } from '../../shared/kernel/finding.ts';
import { named } from '../../shared/kernel/named.ts';
import type { RowOf } from '../../shared/reference/lists/index.ts';
import { addMonths, dateOf, dayInChina, dayOf } from './day.ts';
import { REPAIR_DECISION_NAMES, REPAIR_OUTCOME_NAMES } from './names.ts';
import type { FactIndicator } from './scorecard.ts';
import { boundsOf, SEVERITY_BASIS, type Severity, type SeverityTerms } from './severity.ts';
import { Source, SourceRequest } from './source.ts';
import { addWorkingDays } from './working-days.ts';

export const RepairRequest = z.strictObject({
  correctedOn: date('纠正日期'),
  correction: text('纠正情况', 1000),
  /** The public commitment 公开承诺 that the law asks for. */
  commitment: text('公开承诺', 1000),
});

export type RepairRequest = z.infer<typeof RepairRequest>;

export const RepairDecisionRequest = z.strictObject({
  decision: named(REPAIR_DECISION_NAMES).meta({ title: '决定' }),
  reasons: z.array(text('理由', 500)).min(1).max(20).meta({ title: '理由' }),
  /** The document by which the authority that established the fact agrees to its repair. */
  source: SourceRequest.optional().meta({ title: '同意修复的文书' }),
});

concepts({ RepairRequest, RepairDecisionRequest });

export type RepairDecisionRequest = z.infer<typeof RepairDecisionRequest>;

/** An application for repair 信用修复, and how it was decided; after a refusal another may follow. */
export const Repair = z.object({
  ...RepairRequest.shape,
  at: z.string(),
  by: z.string(),
  /** `YYYY-MM-DD` */
  decideBy: z.string(),
  /** When the term passed without a decision, ISO 8601. */
  overdueAt: z.string().optional(),
  decision: z
    .object({
      outcome: named(REPAIR_OUTCOME_NAMES),
      at: z.string(),
      by: z.string(),
      reasons: z.array(z.string()),
      source: Source.optional(),
      letter: z.string().optional().meta({ description: 'the letter to the party 决定书, a paragraph a line' }),
    })
    .optional(),
});

export type Repair = z.infer<typeof Repair>;

export const repair = (
  request: RepairRequest,
  by: string,
  at: string,
  { repairWorkingDays }: RowOf<'creditTerms'>,
): Repair => ({
  ...request,
  at,
  by,
  decideBy: dateOf(addWorkingDays(dayInChina(at), repairWorkingDays)),
});

/** The fact that is to be repaired. */
interface Repairable {
  readonly occurredOn: string;
  readonly severity?: Severity | undefined;
}

/** The first day on which the repair of a fact may be applied for, `YYYY-MM-DD`. */
export const repairFrom = (
  fact: Repairable,
  indicator: Exclude<FactIndicator, { effect: 'BONUS' }>,
  terms: SeverityTerms,
): string =>
  dateOf(addMonths(dayOf(fact.occurredOn), boundsOf(fact.severity ?? indicator.severity, terms).minimumMonths));

/** Whatever speaks against applying for the repair of a fact on a day. */
export function repairFindings(
  fact: Repairable,
  indicator: FactIndicator,
  request: RepairRequest,
  today: string,
  terms: SeverityTerms,
): Finding[] {
  if (indicator.effect === 'BONUS') return [danger('BONUS', '', `“${indicator.name}”是加分项，无需修复`)];
  const findings: Finding[] = [];
  const { name, minimumMonths, legalBasis } = boundsOf(fact.severity ?? indicator.severity, terms);
  const earliest = repairFrom(fact, indicator, terms);
  if (today < earliest) {
    findings.push(
      danger(
        'REPAIR_EARLY',
        '',
        `${name}自 ${fact.occurredOn} 起满 ${minimumMonths} 个月方可修复，请自 ${earliest} 起申请`,
        legalBasis,
      ),
    );
  }
  if (request.correctedOn < fact.occurredOn || request.correctedOn > today) {
    findings.push(
      danger(
        'CORRECTION_DATE',
        '/correctedOn',
        says(
          `纠正日期 ${request.correctedOn} 须在事实发生日 ${fact.occurredOn} 与今天 ${today} 之间`,
          '尚未纠正的，请先纠正',
        ),
        legalBasis,
      ),
    );
  }
  return findings;
}

/** Who establishes a fact repairs it (谁认定谁修复): a grant rests on a document of that authority. */
export function repairDecisionFindings(established: Source, { decision, source }: RepairDecisionRequest): Finding[] {
  if (decision === 'REFUSE' || source?.authority === established.authority) return [];
  return [
    danger(
      'REPAIR_AUTHORITY',
      '/source/authority',
      says(
        `信用修复由认定机关“${established.authority}”决定，${source ? `收到“${source.authority}”的文书` : '缺少其同意修复的文书'}`,
        '请补充该机关的文书',
      ),
      SEVERITY_BASIS,
    ),
  ];
}
