import { BadCursor } from '../../shared/table/errors.ts';
import { type Place, placeIn } from '../domain/newest-first.ts';
import type { Redrive } from '../store/redrives.ts';

/** Where a page begins; undefined of the first. @throws BadCursor */
export function pageBegin(cursor: string | undefined): Place | undefined {
  if (cursor === undefined) return undefined;
  const place = placeIn(cursor);
  if (!place) throw new BadCursor('the cursor is none of this list');
  return place;
}

export const told = (last: Redrive | undefined) => (last ? { lastRedrive: { at: last.at, by: last.by } } : {});
