import type { Grade } from '../../events/credit.ts';
import { addMonths, type Day, lastDayOfTerm } from './day.ts';
import type { CreditEntity, Fact } from './fact.ts';
import type { Rule, Rulebook, Term } from './rulebook.ts';

/** What one fact in force does to the score. Base and contributions add up to the score, held within 0 and 100. */
export interface Contribution {
  readonly indicator: string;
  /** The fact; none for a clean period. */
  readonly eventId?: string;
  /** Signed; less than the indicator's, down to 0, where a cap is used up. */
  readonly points: number;
  readonly inForceFrom: Day;
  /** Last day on which it counts; none for a clean period, which counts until a fact ends it. */
  readonly inForceUntil?: Day;
  /** Chinese. */
  readonly reason: string;
}

/** A principal reason for a score below the full one. */
export interface PrincipalReason {
  readonly indicator: string;
  /** All that the indicator takes, negative. */
  readonly points: number;
  readonly reason: string;
}

/** What stands between an entity and the next better grade. */
export type Missing =
  /** Points that are lacking. */
  | { readonly code: 'SCORE'; readonly points: number }
  /** The filing is too young until this day. */
  | { readonly code: 'HISTORY'; readonly from: Day }
  /** Facts bar the grade through this day. */
  | { readonly code: 'RECORD'; readonly until: Day };

export interface Assessment {
  readonly score: number;
  readonly grade: Grade;
  readonly scorecardVersion: string;
  readonly contributions: readonly Contribution[];
  /** At most four, by points lost. */
  readonly reasons: readonly PrincipalReason[];
  /** Empty for the best grade. */
  readonly missing: readonly Missing[];
}

/** A fact, or a clean period, that counts on the day of scoring. */
interface Counting {
  readonly eventId: string | undefined;
  readonly rule: Rule;
  readonly term: Term;
  readonly from: Day;
  readonly until: Day | undefined;
}

const PRINCIPAL_REASONS = 4;

/** Days; spares most facts that are long past their term the calendar arithmetic. */
const LONGEST_MONTH = 31;

/**
 * Scores one entity on one day. A pure function of its arguments: the order of the facts does not matter and the same
 * input gives the same bytes.
 *
 * A fact does nothing outside its term, while it is objected to (a veto goes on), after its repair, or where the card
 * does not know its indicator or does not apply it to the entity's kind.
 */
export function score(facts: readonly Fact[], book: Rulebook, asOf: Day, entity: CreditEntity): Assessment {
  const counting = countingFacts(facts, book, asOf, entity);
  const contributions = contributionsOf(counting, book);
  let total = book.base;
  for (const { points } of contributions) total += points;
  total = Math.min(Math.max(total, 0), 100);
  return {
    score: total,
    ...gradeOf(total, counting, book, asOf, entity),
    scorecardVersion: book.version,
    contributions,
    reasons: principalReasons(contributions, counting),
  };
}

function countingFacts(facts: readonly Fact[], book: Rulebook, asOf: Day, entity: CreditEntity): Counting[] {
  const counting: Counting[] = [];
  const rules = book.rules[entity.kind];
  for (const fact of facts) {
    const rule = rules.get(fact.indicator);
    if (!rule || fact.occurredOn > asOf) continue;
    if (rule.suspendable && isSuspended(fact, asOf)) continue;
    const term = fact.severity === undefined ? rule.term : rule.termOf[fact.severity];
    if (asOf - fact.occurredOn > term.months * LONGEST_MONTH) continue;
    const lastDay = lastDayOfTerm(fact.occurredOn, term.months);
    const until = fact.endedOn === undefined ? lastDay : Math.min(lastDay, fact.endedOn - 1);
    if (asOf <= until) counting.push({ eventId: fact.eventId, rule, term, from: fact.occurredOn, until });
  }
  const isClean = !counting.some(({ rule }) => rule.points < 0);
  if (isClean) counting.push(...cleanPeriods(facts, book, asOf, entity));
  return counting.sort(inCardOrder);
}

/**
 * The clean periods of an entity without a loss in force: each counts from the end of the last loss, and its months past.
 */
function cleanPeriods(facts: readonly Fact[], book: Rulebook, asOf: Day, entity: CreditEntity): Counting[] {
  const rules = book.rules[entity.kind];
  return book.cleanPeriods[entity.kind].flatMap((clean): Counting[] => {
    let from = addMonths(entity.registeredOn, clean.term.months);
    for (const fact of facts) {
      const rule = rules.get(fact.indicator);
      if (!rule || rule.points > 0 || fact.occurredOn > asOf) continue;
      if ((rule.suspendable && isSuspended(fact, asOf)) || (fact.endedOn !== undefined && fact.endedOn <= asOf))
        continue;
      const { months } = fact.severity === undefined ? rule.term : rule.termOf[fact.severity];
      from = Math.max(from, addMonths(fact.occurredOn, Math.max(months, clean.term.months)));
    }
    return from <= asOf ? [{ eventId: undefined, rule: clean, term: clean.term, from, until: undefined }] : [];
  });
}

const isSuspended = ({ suspendedFrom, suspendedUntil }: Fact, asOf: Day): boolean =>
  suspendedFrom !== undefined && suspendedFrom <= asOf && (suspendedUntil === undefined || asOf < suspendedUntil);

/** A total order, so that a cap is used up by the same facts however they come in. */
const inCardOrder = (a: Counting, b: Counting): number =>
  a.rule.position - b.rule.position || a.from - b.from || ((a.eventId ?? '') < (b.eventId ?? '') ? -1 : 1);

function contributionsOf(counting: readonly Counting[], book: Rulebook): Contribution[] {
  const left = book.limits.slice();
  const families: string[] = [];
  return counting.map(({ eventId, rule, term, from, until }) => {
    let moved = Math.min(Math.abs(rule.points), left[rule.pool] ?? 0);
    if (rule.family !== undefined) {
      if (families.includes(rule.family)) moved = 0;
      families.push(rule.family);
    }
    left[rule.pool] = (left[rule.pool] ?? 0) - moved;
    const points = rule.points < 0 ? 0 - moved : moved;
    const reason = points === rule.points ? term.reason : `${term.reason}；${rule.limit}，本条实计 ${moved} 分`;
    return eventId === undefined || until === undefined
      ? { indicator: rule.code, points, inForceFrom: from, reason }
      : { indicator: rule.code, eventId, points, inForceFrom: from, inForceUntil: until, reason };
  });
}

/** The best grade of which nothing is lacking, and what is lacking for the one above it. */
function gradeOf(total: number, counting: readonly Counting[], book: Rulebook, asOf: Day, entity: CreditEntity) {
  let missing: Missing[] = [];
  for (const band of book.bands) {
    const next = lacking(band, total, counting, asOf, entity);
    if (next.length === 0) return { grade: band.grade, missing };
    missing = next;
  }
  throw new Error(`scorecard ${book.version} has no grade for a score of ${total}`);
}

function lacking(
  band: Rulebook['bands'][number],
  total: number,
  counting: readonly Counting[],
  asOf: Day,
  entity: CreditEntity,
): Missing[] {
  const missing: Missing[] = [];
  if (total < band.minimum) missing.push({ code: 'SCORE', points: band.minimum - total });
  if (band.historyMonths > 0) {
    const from = addMonths(entity.registeredOn, band.historyMonths);
    if (asOf < from) missing.push({ code: 'HISTORY', from });
  }
  let until: Day | undefined;
  for (const one of counting) {
    if (one.term.rank >= band.barredFrom && one.until !== undefined) until = Math.max(until ?? one.until, one.until);
  }
  if (until !== undefined) missing.push({ code: 'RECORD', until });
  return missing;
}

function principalReasons(contributions: readonly Contribution[], counting: readonly Counting[]): PrincipalReason[] {
  const reasons: PrincipalReason[] = [];
  // Contributions of one indicator stand together, because they are in the card's order.
  for (let start = 0; start < contributions.length; ) {
    const indicator = contributions[start]?.indicator ?? '';
    let points = 0;
    let end = start;
    for (; contributions[end]?.indicator === indicator; end += 1) points += contributions[end]?.points ?? 0;
    if (points < 0) reasons.push({ indicator, points, reason: counting[start]?.term.reason ?? '' });
    start = end;
  }
  return reasons.sort((a, b) => a.points - b.points).slice(0, PRINCIPAL_REASONS);
}
