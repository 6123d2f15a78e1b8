import type { Timed } from './order.ts';
import type { Noting, Unit } from './unit.ts';

/**
 * One labelled carton: its last position counts. Where it is loaded while it is in another container, it is said to be in
 * both until it is taken out of one or one of the loadings is void.
 *
 * @param facts those that stand, in order
 */
export function cartonOf(facts: readonly Timed[], note: Noting): Unit & { readonly isIn: 'SITE' | 'BOX' | undefined } {
  let receivedAt: string | undefined;
  let box: string | undefined;
  let isOnSite = false;
  let isOut = false;
  let isGivenBack = false;
  let isDamaged = false;
  const doubted = new Map<string, Timed>();

  for (const one of facts) {
    const { kind, place, visit = '' } = one.fact;
    switch (kind) {
      case 'RECEIVE':
        [receivedAt, box, isOnSite, isOut, isGivenBack] = [place, undefined, true, false, false];
        doubted.clear();
        break;
      case 'LOAD':
        if (box === undefined || box === visit) doubted.set(visit, one);
        else for (const into of [box, visit]) doubted.set(into, doubted.get(into) ?? one);
        [box, isOnSite, isOut, isGivenBack] = [visit, false, false, false];
        break;
      case 'TAKE_OUT':
        if (box !== undefined && (visit === '' || visit === box)) {
          [box, isOnSite, isOut] = [undefined, true, true];
          doubted.clear();
        } else if (doubted.delete(visit)) {
          // Of two containers it was not in this one.
        } else note(one, { code: 'NOT_IN_BOX' });
        break;
      case 'GIVE_BACK':
        [box, isOnSite, isOut, isGivenBack] = [undefined, false, false, true];
        doubted.clear();
        break;
      case 'DAMAGED':
        isDamaged = true;
        break;
      default:
        // VOID and CLAIM are about facts and marks, not about goods.
        break;
    }
  }
  const conflict = doubted.size > 1 ? [...doubted.keys()].toSorted() : [];
  if (conflict.length > 0) for (const one of doubted.values()) note(one, { code: 'TWO_BOXES', boxes: conflict });
  return {
    received: receivedAt === undefined ? 0 : 1,
    givenBack: isGivenBack ? 1 : 0,
    damaged: isDamaged ? 1 : 0,
    takenOut: isOut ? 1 : 0,
    places: new Map(receivedAt === undefined ? [] : [[receivedAt, 1]]),
    boxes: new Map(box === undefined ? [] : [[box, 1]]),
    conflict,
    isIn: box !== undefined ? 'BOX' : isOnSite || isGivenBack ? 'SITE' : undefined,
  };
}
