import { claimsIn, lotText } from './claims.ts';
import type { Batch, Lot } from './fact.ts';
import { inOrder, type Timed } from './order.ts';
import { type FactTroubles, note, standing } from './standing.ts';
import { subjectOf } from './subject.ts';
import type { Trouble } from './trouble.ts';

/** What waits under a mark, and for which lots it was claimed. */
export interface Parked {
  readonly facts: readonly Timed[];
  /** By claims that stand. */
  readonly lots: readonly Lot[];
  /** Every trade that it was ever claimed for, by claims that are void too. */
  readonly trades: readonly string[];
  readonly troubles: FactTroubles;
}

/** @param alike lots whose goods may all bear it, though nobody claimed it */
export function parkedOf(batches: readonly Batch[], alike: readonly Lot[]): Parked {
  const troubles: FactTroubles = new Map();
  const facts = inOrder(batches);
  const stand = standing(facts, troubles);
  // All facts of the record are of one mark.
  const lots = [...claimsIn(stand).values()].flat();
  for (const one of stand) {
    if (one.fact.kind === 'CLAIM') {
      if (!one.fact.claims) note(troubles, one, { code: 'CLAIM_UNKNOWN' });
    } else note(troubles, one, waitsFor(one, lots.length > 0 ? lots : alike));
  }
  const trades = facts.flatMap(({ fact }) => fact.claims?.tradeId ?? []);
  return { facts, lots, trades: [...new Set(trades)].toSorted(), troubles };
}

function waitsFor({ fact }: Timed, lots: readonly Lot[]): Trouble {
  if (lots.length > 1) return { code: 'MARK_AMBIGUOUS', candidates: lots.map(lotText) };
  const subject = subjectOf(fact.subject);
  if (subject.of !== 'MISREAD') return { code: 'MARK_UNKNOWN' };
  return subject.why === 'TWO_CODES' ? { code: 'TWO_CODES' } : { code: `LABEL_${subject.why}` };
}
