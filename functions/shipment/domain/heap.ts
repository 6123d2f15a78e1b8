import type { Timed } from './order.ts';
import { add, type Noting, positive, sum, type Unit } from './unit.ts';

/**
 * Cartons that are counted and not told apart: a pile, whose last count at a place holds, or lifts, which add up.
 *
 * @param facts those that stand, in order
 * @param printed the count on the label of a pile, which a fact without one means; absent of lifts
 */
export function heapOf(facts: readonly Timed[], printed: number | undefined, note: Noting): Unit {
  const isPile = printed !== undefined;
  const received = new Map<string, number>();
  const damaged = new Map<string, number>();
  const givenBack = new Map<string, number>();
  const boxes = new Map<string, number>();
  let takenOut = 0;
  const count = (counts: Map<string, number>, key: string, n: number): void => {
    if (isPile) counts.set(key, n);
    else add(counts, key, n);
  };

  for (const one of facts) {
    const { kind, place, visit = '' } = one.fact;
    const n = one.fact.n ?? printed;
    // Nobody's count is the expected one: without a number nothing is counted.
    if (n === undefined) {
      note(one, { code: 'COUNT_MISSING' });
      continue;
    }
    switch (kind) {
      case 'RECEIVE':
        count(received, place, n);
        break;
      case 'LOAD':
        count(boxes, visit, n);
        break;
      case 'TAKE_OUT': {
        const from = visit === '' ? onlyKey(boxes) : visit;
        const inside = boxes.get(from) ?? 0;
        if (n > inside) note(one, { code: 'NOT_IN_BOX' });
        boxes.set(from, Math.max(0, inside - n));
        takenOut += Math.min(n, inside);
        break;
      }
      case 'GIVE_BACK':
        count(givenBack, place, n);
        break;
      case 'DAMAGED':
        count(damaged, place, n);
        break;
      default:
        // VOID and CLAIM are about facts and marks, not about goods.
        break;
    }
  }
  return {
    received: sum(received.values()),
    givenBack: sum(givenBack.values()),
    damaged: sum(damaged.values()),
    takenOut,
    places: positive(received),
    boxes: positive(boxes),
    conflict: [],
  };
}

/** The container that holds some, where there is one alone. */
function onlyKey(boxes: ReadonlyMap<string, number>): string {
  const [only, ...others] = positive(boxes).keys();
  return only === undefined || others.length > 0 ? '' : only;
}
