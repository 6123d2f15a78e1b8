import { z } from 'zod';
import { GRADES, Grade } from '../../events/credit.ts';
import { EntityKind } from '../../events/entity.ts';
import { CREDIT_SEVERITY_NAMES } from '../../events/names.ts';
import { concepts } from '../../shared/kernel/concepts.ts';
import { date, ruleIssue, text } from '../../shared/kernel/fields.ts';
import { namedOne } from '../../shared/kernel/named.ts';
import { ALL_KINDS_NAMES, EFFECT_NAMES } from './names.ts';
import { Severity } from './severity.ts';

const symbol = (label: string) =>
  z
    .string()
    .regex(/^[A-Z][A-Z0-9_]{1,59}$/)
    .meta({ title: label, example: 'DECLARATION_AMENDED' });

const months = (label: string) => z.int().min(1).max(36).meta({ title: label });

const indicatorFields = {
  code: symbol('指标代码'),
  name: text('指标名称', 60),
  appliesTo: z.union([namedOne(ALL_KINDS_NAMES, 'ALL'), z.array(EntityKind).min(1)]).meta({ title: '适用主体' }),
  legalBasis: text('依据', 200).optional(),
};

/** How long a fact counts, in whole months from the day it occurred. */
const term = { months: months('计入月数') };

const Deduction = z.strictObject({
  effect: namedOne(EFFECT_NAMES, 'DEDUCTION'),
  ...indicatorFields,
  ...term,
  group: symbol('分组'),
  points: z.int().min(-100).max(-1).meta({ title: '分值' }),
  severity: Severity.meta({ title: '失信类别' }),
});

/** Takes the whole score, whatever the cap of its group. */
const Veto = z.strictObject({
  effect: namedOne(EFFECT_NAMES, 'VETO'),
  ...indicatorFields,
  ...term,
  group: symbol('分组'),
  severity: namedOne(CREDIT_SEVERITY_NAMES, 'SERIOUS').meta({ title: '失信类别' }),
});

/** Counts once at a time, however often it is recorded. */
const Bonus = z.strictObject({
  effect: namedOne(EFFECT_NAMES, 'BONUS'),
  ...indicatorFields,
  ...term,
  points: z.int().min(1).max(20).meta({ title: '分值' }),
  /**
   * The first of the bonuses of one family that stands on the card is the only one that counts, e.g. two grades of one
   * certification.
   */
  family: symbol('加分类').optional(),
});

/**
 * A bonus that nobody records: it counts by itself once so many months have passed since the filing and since the last fact
 * that takes points, and none is in force. A fact that was revoked, was repaired or is suspended does not break the period.
 */
const CleanPeriod = z.strictObject({
  effect: namedOne(EFFECT_NAMES, 'CLEAN_PERIOD'),
  ...indicatorFields,
  points: z.int().min(1).max(20).meta({ title: '分值' }),
  cleanMonths: months('无失信记录的月数'),
});

export const Indicator = z.discriminatedUnion('effect', [Deduction, Veto, Bonus, CleanPeriod]);

export type Indicator = z.infer<typeof Indicator>;

/** An indicator of which facts are recorded. */
export type FactIndicator = Exclude<Indicator, { effect: 'CLEAN_PERIOD' }>;

export const isOfFacts = (indicator: Indicator): indicator is FactIndicator => indicator.effect !== 'CLEAN_PERIOD';

/** Whether the indicator takes points. */
export const isLoss = <I extends Indicator>(indicator: I): indicator is Extract<I, { effect: 'DEDUCTION' | 'VETO' }> =>
  indicator.effect === 'DEDUCTION' || indicator.effect === 'VETO';

export const appliesTo = (indicator: Indicator, kind: EntityKind): boolean =>
  indicator.appliesTo === 'ALL' || indicator.appliesTo.includes(kind);

const Band = z.strictObject({
  grade: Grade.meta({ title: '等级' }),
  /** Lowest score of the band. */
  minimum: z.int().min(0).max(100).meta({ title: '最低分' }),
  /** Full months since the filing that the grade asks for. */
  historyMonths: z.int().min(1).max(60).optional().meta({ title: '备案满月数' }),
  /** A fact in force of this class or a heavier one bars the grade. */
  barredFrom: Severity.optional().meta({ title: '不得有的失信类别' }),
});

/**
 * A scorecard 评分卡: versioned data by which facts become a score of 0 to 100 and a grade. Once published it never
 * changes, so that any past score can be computed again.
 *
 * score = clamp(base + deductions in force + bonuses in force, 0, 100), where the deductions of a group lose at most the
 * group's cap and the bonuses give at most theirs.
 */
export const Scorecard = z
  .strictObject({
    version: z
      .string()
      .regex(/^\d{4}-\d{1,3}$/)
      .meta({ title: '版本', example: '2026-1' }),
    title: text('名称', 100),
    source: text('来源', 500),
    /** First day on which the card scores. */
    effectiveFrom: date('生效日期'),
    base: z.int().min(0).max(100).meta({ title: '基础分' }),
    bonusCap: z.int().min(0).max(100).meta({ title: '加分上限' }),
    groups: z
      .array(z.strictObject({ code: symbol('分组代码'), name: text('分组名称', 60), cap: z.int().min(1).max(100) }))
      .min(1)
      .max(20)
      .meta({ title: '分组' }),
    indicators: z.array(Indicator).min(1).max(200).meta({ title: '指标' }),
    /** Best first; each band reaches up to the one before it. */
    grades: z.array(Band).length(GRADES.length).meta({ title: '等级' }),
  })
  .superRefine((card, context) => {
    const refuse = (path: (string | number)[], code: string, message: string) =>
      context.addIssue({ ...ruleIssue(code, message), path });
    refuseRepeated(card.groups, (index, code) =>
      refuse(['groups', index, 'code'], 'REPEATED', `分组代码 ${code} 重复，请改用不同的代码`),
    );
    refuseRepeated(card.indicators, (index, code) =>
      refuse(['indicators', index, 'code'], 'REPEATED', `指标代码 ${code} 重复，请改用不同的代码`),
    );
    const groups = new Set(card.groups.map(({ code }) => code));
    for (const [index, indicator] of card.indicators.entries()) {
      if (!isLoss(indicator)) continue;
      if (!groups.has(indicator.group)) {
        refuse(
          ['indicators', index, 'group'],
          'UNKNOWN_GROUP',
          `指标 ${indicator.code} 的分组 ${indicator.group} 不在本卡，请先定义这一分组`,
        );
      }
    }
    for (const [index, band] of card.grades.entries()) {
      const above = card.grades[index - 1];
      if (band.grade !== GRADES[index]) {
        refuse(['grades', index, 'grade'], 'GRADE_ORDER', `等级须依次为 ${GRADES.join('、')}`);
      }
      if (above && band.minimum >= above.minimum) {
        refuse(
          ['grades', index, 'minimum'],
          'GRADE_ORDER',
          `${band.grade} 级最低分须低于 ${above.grade} 级的 ${above.minimum}`,
        );
      }
    }
    const lowest = card.grades.at(-1);
    if (lowest && (lowest.minimum !== 0 || lowest.historyMonths !== undefined || lowest.barredFrom !== undefined)) {
      refuse(
        ['grades', card.grades.length - 1],
        'GRADE_GAP',
        `${lowest.grade} 级须从 0 分起且不设条件，否则有的主体没有等级`,
      );
    }
  });

concepts({ ScorecardIndicator: Indicator, GradeBand: Band, ScorecardForm: Scorecard });

export type Scorecard = z.infer<typeof Scorecard>;

function refuseRepeated(items: readonly { code: string }[], refuse: (index: number, code: string) => void): void {
  const seen = new Set<string>();
  for (const [index, { code }] of items.entries()) {
    if (seen.has(code)) refuse(index, code);
    seen.add(code);
  }
}

/**
 * The card that scores a day: the last one in effect by then. The first card also scores the days before it.
 *
 * @param cards published cards
 * @param day `YYYY-MM-DD`
 */
export function cardOn<C extends Pick<Scorecard, 'effectiveFrom'>>(cards: readonly C[], day: string): C {
  const [first, ...later] = cards.toSorted((a, b) => (a.effectiveFrom < b.effectiveFrom ? -1 : 1));
  if (!first) throw new Error('there is no scorecard');
  return later.findLast((card) => card.effectiveFrom <= day) ?? first;
}
