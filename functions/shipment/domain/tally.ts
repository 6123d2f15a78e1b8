import { canonical } from '../../shared/kernel/canonical.ts';
import { claimsIn, lotText } from './claims.ts';
import type { Batch, Lot } from './fact.ts';
import { type LotTally, lotOf } from './lot.ts';
import { inOrder, type Timed } from './order.ts';
import { otherBox, type Plan } from './plan.ts';
import { isWhileSealed, type Seals } from './seal.ts';
import { type FactTroubles, note, standing } from './standing.ts';
import { markKey } from './subject.ts';
import type { Trouble } from './trouble.ts';

/** What a trade says of itself, as far as a tally needs it. */
export interface Registered {
  /** Cartons of each line; undefined where the line is not measured. */
  readonly lines: readonly { readonly lineNo: number; readonly cartons?: number | undefined }[];
}

/** What is known beside the facts and the trade. */
export interface Beside {
  readonly seals?: Seals;
  /** The containers for which the goods are meant. */
  readonly meant?: Plan['containers'];
}

export interface Tally {
  readonly lots: readonly LotTally[];
  /** What stands against single facts, by identity. */
  readonly troubles: ReadonlyMap<string, readonly Trouble[]>;
  /** The line that each standing fact was counted for, by identity; none of what waits for a claim. */
  readonly lineOf: ReadonlyMap<string, number>;
  readonly facts: readonly Timed[];
}

/**
 * The tally of a trade: the same of the same batches, in whatever order, however often and however interleaved they came.
 *
 * @param trade undefined where nothing was heard of it yet: nothing is then said of its numbers
 */
export function tallyOf(
  tradeId: string,
  batches: readonly Batch[],
  trade: Registered | undefined,
  { seals = new Map(), meant = [] }: Beside = {},
): Tally {
  const troubles: FactTroubles = new Map();
  const facts = inOrder(batches);
  const standingFacts = standing(facts, troubles);
  const claims = claimsIn(standingFacts);
  const counted: { readonly lineNo: number; readonly one: Timed }[] = [];
  const lineOf = new Map<string, number>();
  for (const one of standingFacts) {
    if (one.fact.kind === 'CLAIM') continue;
    const lineNo = one.fact.lineNo ?? claimedLine(tradeId, one, claims.get(markKey(one.fact.subject)) ?? [], troubles);
    if (lineNo === undefined) continue;
    if (isWhileSealed(one, seals)) {
      note(troubles, one, { code: 'AFTER_SEAL', visit: one.fact.visit ?? '' });
      continue;
    }
    const other = otherBox(one, lineNo, meant);
    if (other) note(troubles, one, other);
    lineOf.set(one.identity, lineNo);
    counted.push({ lineNo, one });
  }
  const byLine = Map.groupBy(counted, ({ lineNo }) => lineNo);
  const registered = new Map(trade?.lines.map(({ lineNo, cartons }) => [lineNo, cartons]));
  const lineNos = [...new Set([...registered.keys(), ...byLine.keys()])].toSorted((a, b) => a - b);
  const lots = lineNos.map((lineNo) =>
    lotOf(
      lineNo,
      (byLine.get(lineNo) ?? []).map(({ one }) => one),
      trade && !registered.has(lineNo) ? null : registered.get(lineNo),
      (one, trouble) => note(troubles, one, trouble),
    ),
  );
  return { lots, troubles, lineOf, facts };
}

/** The line of this trade for which a mark was claimed; none while it was claimed for several lots. */
function claimedLine(tradeId: string, one: Timed, lots: readonly Lot[], troubles: FactTroubles): number | undefined {
  const [only, ...others] = lots;
  if (!only) note(troubles, one, { code: 'MARK_UNKNOWN' });
  else if (others.length > 0) note(troubles, one, { code: 'MARK_AMBIGUOUS', candidates: lots.map(lotText) });
  return others.length === 0 && only?.tradeId === tradeId ? only.lineNo : undefined;
}

/**
 * What is signed for when a container's list is signed: the facts that count for it and what they come to. A late fact
 * from before makes another text, which both sign again.
 */
export function signedText({ facts, lots, lineOf }: Tally, visit: string): string {
  const counted = facts.filter(({ fact, identity }) => fact.visit === visit && lineOf.has(identity));
  return canonical({
    facts: counted.map(({ identity }) => identity).toSorted(),
    totals: lots.flatMap(({ lineNo, boxes }) =>
      boxes.filter(({ name }) => name === visit).map(({ cartons }) => ({ lineNo, cartons })),
    ),
  });
}
