import { Grade } from '../../events/credit.ts';
import { EntityKind } from '../../events/entity.ts';
import { appliesTo, type FactIndicator, type Indicator, isLoss, type Scorecard } from './scorecard.ts';
import { boundsOf, rankOf, SEVERITIES, type Severity, type SeverityTerms, termWithin } from './severity.ts';

/** How long a fact of one class counts, and the Chinese sentence that says so. */
export interface Term {
  readonly months: number;
  /** Place of the class among `SEVERITIES`; -1 for a bonus. */
  readonly rank: number;
  readonly reason: string;
}

/** One indicator, looked up once so that scoring a fact compares integers. */
export interface Rule {
  readonly code: string;
  /** Place on the card; contributions are listed, and caps are used up, in this order. */
  readonly position: number;
  /** Whether an objection keeps it from counting; a veto goes on. */
  readonly suspendable: boolean;
  readonly points: number;
  readonly term: Term;
  /** The terms where the authority gave the fact another class. */
  readonly termOf: Readonly<Record<Severity, Term>>;
  /** Place in `Rulebook.limits` of what all facts of the group may move together. */
  readonly pool: number;
  /** The bonuses of which only one counts. */
  readonly family: string | undefined;
  /** Said of a fact that counts less than its points. */
  readonly limit: string;
}

/** A scorecard made ready for scoring by the million; make it once a card. */
export interface Rulebook {
  readonly version: string;
  readonly base: number;
  /** The rules that apply to a kind of entity, by indicator. */
  readonly rules: Readonly<Record<EntityKind, ReadonlyMap<string, Rule>>>;
  /** The bonuses for a clean period that apply to a kind of entity. */
  readonly cleanPeriods: Readonly<Record<EntityKind, readonly Rule[]>>;
  readonly limits: readonly number[];
  readonly bands: readonly {
    readonly grade: Grade;
    readonly minimum: number;
    readonly historyMonths: number;
    /** Rank of the lightest class that bars the grade; past all classes where none does. */
    readonly barredFrom: number;
  }[];
}

/** @param terms the bounds of the classes in force on the day from which the card scores */
export function rulebook(card: Scorecard, terms: SeverityTerms): Rulebook {
  const rules = card.indicators.map((indicator, position) => ({
    indicator,
    rule: isLoss(indicator) ? lossRule(card, indicator, position, terms) : bonusRule(card, indicator, position),
  }));
  const rulesFor = (kind: EntityKind, isClean: boolean) =>
    rules
      .filter(({ indicator }) => appliesTo(indicator, kind) && (indicator.effect === 'CLEAN_PERIOD') === isClean)
      .map(({ rule }) => rule);
  const byKind = <T>(of: (kind: EntityKind) => T) =>
    Object.fromEntries(EntityKind.options.map((kind) => [kind, of(kind)])) as Record<EntityKind, T>;
  return {
    version: card.version,
    base: card.base,
    rules: byKind((kind) => new Map(rulesFor(kind, false).map((rule) => [rule.code, rule]))),
    cleanPeriods: byKind((kind) => rulesFor(kind, true)),
    limits: [...card.groups.map((group) => group.cap), card.bonusCap, Number.POSITIVE_INFINITY],
    bands: card.grades.map(({ grade, minimum, historyMonths, barredFrom }) => ({
      grade,
      minimum,
      historyMonths: historyMonths ?? 0,
      barredFrom: barredFrom === undefined ? SEVERITIES.length : rankOf(barredFrom),
    })),
  };
}

/** The term of a bonus for a clean period is the period. */
function bonusRule(
  card: Scorecard,
  indicator: Extract<Indicator, { effect: 'BONUS' | 'CLEAN_PERIOD' }>,
  position: number,
): Rule {
  const { code, name, points } = indicator;
  const [months, family] =
    indicator.effect === 'BONUS' ? [indicator.months, indicator.family ?? code] : [indicator.cleanMonths, code];
  const term = { months, rank: -1, reason: `${name}：加 ${points} 分` };
  return {
    code,
    position,
    suspendable: true,
    points,
    term,
    termOf: { MINOR: term, GENERAL: term, SERIOUS: term },
    pool: card.groups.length,
    family,
    limit: `同类加分只计一次，加分合计至多 ${card.bonusCap} 分`,
  };
}

/** A veto takes all that base and bonuses may give, out of a pool of its own that has no limit. */
function lossRule(
  card: Scorecard,
  indicator: Extract<FactIndicator, { effect: 'DEDUCTION' | 'VETO' }>,
  position: number,
  terms: SeverityTerms,
): Rule {
  const veto = indicator.effect === 'VETO';
  const pool = card.groups.findIndex(({ code }) => code === indicator.group);
  const group = card.groups[pool];
  const points = veto ? -(card.base + card.bonusCap) : indicator.points;
  const said = veto ? '一票否决' : `扣 ${-points} 分`;
  const termAs = (severity: Severity): Term => ({
    months: termWithin(severity, indicator.months, terms),
    rank: rankOf(severity),
    reason: `${indicator.name}：${boundsOf(severity, terms).name}，${said}`,
  });
  return {
    code: indicator.code,
    position,
    suspendable: !veto,
    points,
    term: termAs(indicator.severity),
    termOf: { MINOR: termAs('MINOR'), GENERAL: termAs('GENERAL'), SERIOUS: termAs('SERIOUS') },
    pool: veto ? card.groups.length + 1 : pool,
    family: undefined,
    limit: `“${group?.name ?? ''}”合计至多扣 ${group?.cap ?? 0} 分`,
  };
}
