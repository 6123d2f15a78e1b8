import { canonical } from '../../shared/kernel/canonical.ts';
import { clocksOf, isClockOff, occurredAt } from './clock.ts';
import { type Batch, type By, contentOf, type KeptFact, sessionOf } from './fact.ts';

/** A fact with when it happened, by the registry's clock. */
export interface Timed {
  readonly fact: KeptFact;
  readonly by: By;
  readonly receivedAt: string;
  readonly occurredAt: string;
  /** What the fact is known by: its identifier and what it says. */
  readonly identity: string;
  readonly clockOff: boolean;
}

/** What a fact is known by: two of one identifier that say something else are two. */
export function identityOf(fact: KeptFact): string {
  const identity = identities.get(fact) ?? contentOf(fact);
  identities.set(fact, identity);
  return identity;
}

/** A fact never changes, and is asked for by a tally, by what it lacks, and by the answer. */
const identities = new WeakMap<KeptFact, string>();

/**
 * Every fact once, in the order in which they happened: the same of the same batches, in whatever order and however often
 * they came.
 */
export function inOrder(batches: readonly Batch[]): Timed[] {
  const clocks = clocksOf(batches);
  const first = new Map<string, Omit<Timed, 'occurredAt' | 'clockOff'>>();
  for (const { receivedAt, by, facts } of batches) {
    for (const fact of facts) {
      const identity = identityOf(fact);
      const one = { fact, by, receivedAt, identity };
      const other = first.get(identity);
      if (!other || isEarlier(one, other)) first.set(identity, one);
    }
  }
  return [...first.values()]
    .map((one) => {
      const offsetMs = clocks.get(sessionOf(one.fact)) ?? 0;
      return { ...one, occurredAt: occurredAt(one.fact.at, offsetMs, one.receivedAt), clockOff: isClockOff(offsetMs) };
    })
    .toSorted(compare);
}

type Received = Omit<Timed, 'occurredAt' | 'clockOff'>;

/** Whether of two that say the same the one was heard first; of one instant, whichever is written first. */
const isEarlier = (one: Received, other: Received): boolean =>
  one.receivedAt === other.receivedAt
    ? canonical([one.by, one.fact]) < canonical([other.by, other.fact])
    : Date.parse(one.receivedAt) < Date.parse(other.receivedAt);

const compare = (one: Timed, other: Timed): number =>
  text(one.occurredAt, other.occurredAt) ||
  text(one.fact.deviceId, other.fact.deviceId) ||
  one.fact.seq - other.fact.seq ||
  text(one.identity, other.identity);

const text = (one: string, other: string): number => (one === other ? 0 : one < other ? -1 : 1);
