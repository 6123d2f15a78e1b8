import type { ItemOf } from '../api/contracts.ts';
import type { Value } from '../forms/value.ts';

type Stall = ItemOf<'GET /v1/markets/{id}/stalls'>;

/** What of a stall its form begins with. */
const FIELDS = [
  'building',
  'floor',
  'street',
  'number',
  'state',
  'code',
  'from',
  'until',
  'vacatedOn',
  'reason',
] as const;

/** The page on which a stall is said anew, begun with what stands of it. */
export function addressOf(market: string, stall: Stall): string {
  const search = new URLSearchParams({ market });
  for (const name of FIELDS) if (stall[name] !== undefined) search.set(name, stall[name]);
  return `/market/stalls/new?${search.toString()}`;
}

/** The stall that an address begins with, as its form is filled in; undefined where it begins with none. */
export function stallIn(search: URLSearchParams): Value {
  const said = FIELDS.flatMap((name) => {
    const text = search.get(name);
    return text === null ? [] : [[name, text] as const];
  });
  return said.length === 0 ? undefined : Object.fromEntries(said);
}
