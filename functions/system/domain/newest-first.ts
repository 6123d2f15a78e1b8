import { z } from 'zod';

/** Where a thing stands in a list that begins with the newest. */
export interface Place {
  /** ISO 8601, UTC. */
  readonly at: string;
  /** Tells apart what is of the same instant. */
  readonly key: string;
}

/** Whether the first of two comes behind the second. */
export const isBehind = (one: Place, other: Place): boolean =>
  one.at < other.at || (one.at === other.at && one.key > other.key);

/** A page of what was found in any order behind the cursor, and the cursor of the page that follows. */
export function pageOf<T>(
  found: readonly T[],
  placeOf: (one: T) => Place,
  limit: number,
): { readonly items: readonly T[]; readonly nextCursor: string | null } {
  const inOrder = found.toSorted((one, other) => (isBehind(placeOf(one), placeOf(other)) ? 1 : -1));
  const items = inOrder.slice(0, limit);
  const last = items.at(-1);
  return { items, nextCursor: last && inOrder.length > limit ? cursorOf(placeOf(last)) : null };
}

const cursorOf = ({ at, key }: Place): string => Buffer.from(JSON.stringify([at, key])).toString('base64url');

const Cursor = z.tuple([z.iso.datetime(), z.string()]);

/** The place behind which a page begins; undefined of a text that no page has given. */
export function placeIn(cursor: string): Place | undefined {
  try {
    const [at, key] = Cursor.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()));
    return { at, key };
  } catch {
    return undefined;
  }
}
