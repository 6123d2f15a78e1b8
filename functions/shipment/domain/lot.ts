import { cartonOf } from './carton.ts';
import type { KeptFact } from './fact.ts';
import { heapOf } from './heap.ts';
import type { LOT_STATE_NAMES } from './names.ts';
import type { Timed } from './order.ts';
import { type Subject, subjectOf } from './subject.ts';
import { isBlocking, type Trouble } from './trouble.ts';
import { add, type Noting, sum, type Unit } from './unit.ts';

export type LotState = keyof typeof LOT_STATE_NAMES;

/** Where the cartons of a line are, by what was counted. */
export interface LotTally {
  readonly lineNo: number;
  /** Cartons by the trade; undefined where the trade does not say, which is no count of zero. */
  readonly registered: number | undefined;
  readonly state: LotState;
  readonly received: number;
  /** Of those received what may be loaded: neither given back nor more than registered. */
  readonly accepted: number;
  /** More than registered: held apart until the trade is corrected or they are given back. */
  readonly held: number;
  readonly givenBack: number;
  readonly damaged: number;
  readonly loaded: number;
  readonly takenOut: number;
  readonly places: readonly Counted[];
  readonly boxes: readonly Counted[];
  readonly troubles: readonly Trouble[];
  /** Whether the count may be signed for. */
  readonly signable: boolean;
  /** ISO 8601: when each was done first and last. */
  readonly receivedFrom?: string;
  readonly receivedUntil?: string;
  readonly loadedUntil?: string;
  readonly takenOutUntil?: string;
}

interface Counted {
  readonly name: string;
  readonly cartons: number;
}

/**
 * The fold of one lot.
 *
 * @param facts those of the lot that stand, in order
 * @param registered cartons by the trade, undefined where it does not say; `null` where the trade has no such line
 */
export function lotOf(
  lineNo: number,
  facts: readonly Timed[],
  registered: number | undefined | null,
  note: Noting,
): LotTally {
  const { cartons, heaps } = unitsOf(facts, note);
  const all: readonly Unit[] = [...cartons, ...heaps];
  const total = (of: keyof Pick<Unit, 'givenBack' | 'damaged' | 'takenOut'>): number =>
    sum(all.map((unit) => unit[of]));
  const counted = sum(all.map((unit) => unit.received));
  const unreceived = unreceivedOf(cartons, heaps);
  const received = counted + unreceived;
  const givenBack = total('givenBack');
  const kept = Math.max(0, received - givenBack);
  const accepted = Math.min(kept, registered ?? kept);
  const held = kept - accepted;
  const boxes = merged(all.map((unit) => unit.boxes));
  const inBoxes = sum(boxes.map((box) => box.cartons));
  const damaged = total('damaged');
  const conflicts = [...new Set(cartons.flatMap(({ conflict }) => conflict))].toSorted();
  const missing = (registered ?? kept) - kept;
  const troubles: Trouble[] = [
    ...(registered === null ? [{ code: 'LINE_UNKNOWN', lineNo } as const] : []),
    ...(conflicts.length > 0 ? [{ code: 'TWO_BOXES', boxes: conflicts } as const] : []),
    ...(held > 0 ? [{ code: 'OVER', n: held } as const] : []),
    ...(missing > 0 && received > 0 ? [{ code: 'SHORT', n: missing } as const] : []),
    ...(unreceived > 0 ? [{ code: 'LOADED_UNRECEIVED', n: unreceived } as const] : []),
    ...(inBoxes > accepted ? [{ code: 'LOADED_OVER', n: inBoxes - accepted } as const] : []),
    ...(damaged > received ? [{ code: 'DAMAGED_OVER', n: damaged - received } as const] : []),
  ];
  const isComplete = registered !== undefined && registered !== null && registered > 0 && kept >= registered;
  return {
    lineNo,
    registered: registered ?? undefined,
    state: received === 0 ? 'EXPECTED' : !isComplete ? 'PART' : inBoxes >= accepted ? 'LOADED' : 'RECEIVED',
    received,
    accepted,
    held,
    givenBack,
    damaged,
    loaded: inBoxes + total('takenOut'),
    takenOut: total('takenOut'),
    places: merged(all.map((unit) => unit.places)),
    boxes,
    troubles,
    signable: !troubles.some(isBlocking),
    ...timesOf(facts),
  };
}

/** A fact never changes, and its lot is counted before and after what is added. */
const subjects = new WeakMap<KeptFact, Subject>();

function subjectIn(fact: KeptFact): Subject {
  const subject = subjects.get(fact) ?? subjectOf(fact.subject);
  subjects.set(fact, subject);
  return subject;
}

type Carton = ReturnType<typeof cartonOf>;

function unitsOf(facts: readonly Timed[], note: Noting): { cartons: Carton[]; heaps: Unit[] } {
  const cartons = new Map<number, Timed[]>();
  const piles = new Map<string, { printed: number; facts: Timed[] }>();
  const lifts: Timed[] = [];
  for (const one of facts) {
    // What a claim made the lot's is counted as it was seen, though it looks like another's label.
    const subject = one.fact.lineNo === undefined ? undefined : subjectIn(one.fact);
    if (subject?.of === 'CARTON') {
      cartons.set(subject.carton, [...(cartons.get(subject.carton) ?? []), one]);
    } else if (subject?.of === 'PILE') {
      const before = piles.get(subject.pile)?.facts ?? [];
      piles.set(subject.pile, { printed: subject.count, facts: [...before, one] });
    } else lifts.push(one);
  }
  return {
    cartons: [...cartons.values()].map((own) => cartonOf(own, note)),
    heaps: [
      ...[...piles.values()].map((pile) => heapOf(pile.facts, pile.printed, note)),
      ...(lifts.length > 0 ? [heapOf(lifts, undefined, note)] : []),
    ],
  };
}

/**
 * Cartons that were loaded and that nobody counted in. Cartons and heaps stand for each other: a pile is counted in by its
 * card and loaded by the carton, or the other way round.
 */
function unreceivedOf(cartons: readonly Carton[], heaps: readonly Unit[]): number {
  const unseen = cartons.filter((one) => one.received === 0 && one.isIn !== undefined).length;
  const waiting = cartons.filter((one) => one.received > 0 && one.isIn === 'SITE' && one.givenBack === 0).length;
  const left = sum(heaps.map((heap) => heap.received - heap.givenBack - sum(heap.boxes.values())));
  return left >= 0 ? Math.max(0, unseen - left) : unseen + Math.max(0, -left - waiting);
}

function merged(counts: readonly ReadonlyMap<string, number>[]): Counted[] {
  const all = new Map<string, number>();
  for (const [name, n] of counts.flatMap((one) => [...one])) add(all, name, n);
  return [...all]
    .map(([name, cartons]) => ({ name, cartons }))
    .toSorted((one, other) => (one.name < other.name ? -1 : 1));
}

function timesOf(facts: readonly Timed[]) {
  const of = (kind: string): string[] =>
    facts.filter(({ fact }) => fact.kind === kind).map(({ occurredAt }) => occurredAt);
  const received = of('RECEIVE');
  const [from, until, loaded, takenOut] = [received[0], received.at(-1), of('LOAD').at(-1), of('TAKE_OUT').at(-1)];
  return {
    ...(from !== undefined && { receivedFrom: from }),
    ...(until !== undefined && { receivedUntil: until }),
    ...(loaded !== undefined && { loadedUntil: loaded }),
    ...(takenOut !== undefined && { takenOutUntil: takenOut }),
  };
}
