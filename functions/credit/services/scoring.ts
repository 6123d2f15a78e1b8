import type { Runtime } from '../../shared/runtime.ts';
import { dateOf, dayInChina, dayOf } from '../domain/day.ts';
import { factsOf } from '../domain/event.ts';
import type { Fact } from '../domain/fact.ts';
import { type Rulebook, rulebook } from '../domain/rulebook.ts';
import { type Assessment, score } from '../domain/score.ts';
import { cardOn, type Scorecard } from '../domain/scorecard.ts';
import { type ScoringCause, type Standing, sameStanding, standing } from '../domain/standing.ts';
import { entityOf, type Subject } from '../domain/subject.ts';
import { creditStore } from '../store/index.ts';
import { standingStore } from '../store/standings.ts';

/** The day it is for the registry, `YYYY-MM-DD`. */
export const today = (at: string): string => dateOf(dayInChina(at));

/** What facts of an entity amount to on a day, by the scorecard of that day. */
export type Assess = (subject: Subject, facts: readonly Fact[], asOf: string) => Assessment;

/** Scores by the given cards, each held to the terms of the day from which it scores. */
export async function assessor(
  { reference }: Pick<Runtime, 'reference'>,
  cards: readonly Scorecard[],
): Promise<Assess> {
  const books = new Map<string, Rulebook>();
  for (const card of cards) {
    const { severityTerms } = await reference.on(card.effectiveFrom);
    books.set(card.version, rulebook(card, severityTerms));
  }
  return (subject, facts, asOf) => {
    const book = books.get(cardOn(cards, asOf).version);
    if (!book) throw new Error('there is no scorecard');
    return score(facts, book, dayOf(asOf), entityOf(subject));
  };
}

/** An entity as it was scored. */
export interface Scored {
  readonly subject: Subject;
  readonly assessment: Assessment;
  /** The standing it now has; of an earlier cause where nothing changed. */
  readonly standing: Standing;
}

/**
 * Scores an entity as of now and keeps the standing where it changed. Run again, it finds nothing to change.
 *
 * @throws ConcurrencyConflict when the entity was scored meanwhile
 */
export async function scoreEntity(
  runtime: Runtime,
  assess: Assess,
  subject: Subject,
  cause: ScoringCause,
): Promise<Scored> {
  const { entityId } = subject;
  const store = creditStore(runtime.table);
  const standings = standingStore(runtime.table);
  // The standing is read before the events: whoever adds the next version of it has seen them all.
  const before = await standings.current(entityId);
  const events = await store.events(entityId);
  const at = runtime.now().toISOString();
  const asOf = today(at);
  const assessment = assess(subject, factsOf(events), asOf);
  const after = standing(assessment, { asOf, cause });
  if (before && sameStanding(before.data, after)) return { subject, assessment, standing: before.data };
  await runtime.table.commit(standings.stand(subject, after, before, at, await runtime.reference.at(at)));
  return { subject, assessment, standing: after };
}
