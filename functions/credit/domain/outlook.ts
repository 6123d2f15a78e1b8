import { addMonths, type Day, lastDayOfTerm } from './day.ts';
import type { CreditEntity, Fact } from './fact.ts';
import type { Assessment } from './score.ts';
import { appliesTo, isLoss, type Scorecard } from './scorecard.ts';
import { longestMonths, type SeverityTerms, termWithin } from './severity.ts';

/** What facts amount to on a day, by the card of that day. */
export type ScoreOn = (facts: readonly Fact[], day: Day) => Assessment;

/** A score and grade that an entity will have from a day on if nothing else happens. */
export interface Turn {
  readonly from: Day;
  readonly assessment: Assessment;
}

/**
 * How score and grade will go on by themselves: terms end, clean and history months pass, later cards take effect.
 *
 * @param cards published cards, the later ones included
 */
export function outlook(
  facts: readonly Fact[],
  entity: CreditEntity,
  asOf: Day,
  cards: readonly { readonly card: Scorecard; readonly from: Day }[],
  scoreOn: ScoreOn,
  terms: SeverityTerms,
): Turn[] {
  const last = addMonths(asOf, longestMonths(terms));
  const days = new Set(cards.flatMap(({ card, from }) => [from, ...turningDays(facts, entity, card, terms)]));
  const turns: Turn[] = [];
  let before = scoreOn(facts, asOf);
  for (const from of [...days].filter((day) => day > asOf && day <= last).toSorted((a, b) => a - b)) {
    const assessment = scoreOn(facts, from);
    if (assessment.score === before.score && assessment.grade === before.grade) continue;
    turns.push({ from, assessment });
    before = assessment;
  }
  return turns;
}

/** The days on which something begins or ends to count by a card. */
function turningDays(facts: readonly Fact[], entity: CreditEntity, card: Scorecard, terms: SeverityTerms): Day[] {
  const periods = [
    ...card.indicators.flatMap((one) => (one.effect === 'CLEAN_PERIOD' ? [one.cleanMonths] : [])),
    ...card.grades.flatMap(({ historyMonths }) => historyMonths ?? []),
  ];
  const ends = facts.flatMap(({ indicator, severity, occurredOn, suspendedUntil, endedOn }) => {
    const found = card.indicators.find(({ code }) => code === indicator);
    if (!found || found.effect === 'CLEAN_PERIOD') return [];
    const months = isLoss(found) ? termWithin(severity ?? found.severity, found.months, terms) : found.months;
    return [occurredOn, lastDayOfTerm(occurredOn, months) + 1, suspendedUntil, endedOn].filter(
      (day) => day !== undefined,
    );
  });
  const since = [entity.registeredOn, ...facts.map(({ occurredOn }) => occurredOn)];
  return [...ends, ...periods.flatMap((months) => since.map((day) => addMonths(day, months)))];
}

/** Points that an entity would have more without a fact. */
export const gainWithout = (eventId: string, facts: readonly Fact[], asOf: Day, scoreOn: ScoreOn): number =>
  scoreOn(
    facts.filter((fact) => fact.eventId !== eventId),
    asOf,
  ).score - scoreOn(facts, asOf).score;

/** The bonuses that an entity could still have, by what each would add today; the greatest first. */
export function openBonuses(
  facts: readonly Fact[],
  entity: CreditEntity,
  asOf: Day,
  card: Scorecard,
  scoreOn: ScoreOn,
): { readonly indicator: string; readonly name: string; readonly points: number }[] {
  const now = scoreOn(facts, asOf).score;
  return card.indicators
    .filter((one) => one.effect === 'BONUS' && appliesTo(one, entity.kind))
    .map(({ code, name }) => ({
      indicator: code,
      name,
      points: scoreOn([...facts, { eventId: '', indicator: code, occurredOn: asOf }], asOf).score - now,
    }))
    .filter(({ points }) => points > 0)
    .toSorted((a, b) => b.points - a.points);
}
