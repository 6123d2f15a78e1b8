import { sha256 } from '../../shared/digest.ts';
import type { Operations } from '../../shared/http/api.ts';
import { dayInChina } from '../../shared/kernel/china-time.ts';
import { ALWAYS } from '../../shared/reference/in-force.ts';
import { LISTS } from '../../shared/reference/lists/index.ts';
import type { RowInForce } from '../../shared/reference/reference.ts';
import type { Runtime } from '../../shared/runtime.ts';
import { BadCursor } from '../../shared/table/errors.ts';
import type { ReferenceApi } from '../contract/index.ts';
import { CATALOGUE, LIST_KEYS, mayRead, nameOfList, readableList } from '../services/catalogue.ts';

type Reading = Pick<Operations<ReferenceApi>, 'listReference' | 'readReference'>;

/** What is in force, for whoever fills a form, reads one or follows a list. */
export function listOperations(runtime: Runtime): Reading {
  return {
    listReference: async ({ caller }) => {
      const keys = LIST_KEYS.filter((key) => mayRead(caller.role, key));
      const items = await Promise.all(
        keys.map(async (key) => ({
          list: nameOfList(key),
          name: CATALOGUE[key].name,
          kind: LISTS[key].kind,
          origin: await runtime.reference.origin(key),
        })),
      );
      return { body: { items: items.toSorted((a, b) => (a.list < b.list ? -1 : 1)), nextCursor: null } };
    },

    readReference: async ({ caller, params, query: { on, limit, cursor }, at }) => {
      const key = readableList(caller, params['list']);
      const day = on ?? dayInChina(at);
      const rows = await runtime.reference.rows(key, day);
      const first = cursor === undefined ? 0 : placeAfter(rows, cursor);
      const page = rows.slice(first, first + limit);
      const goesOn = first + limit < rows.length;
      const body = {
        list: nameOfList(key),
        name: CATALOGUE[key].name,
        on: day,
        items: page.map(rowToJson),
        nextCursor: goesOn ? Buffer.from(page.at(-1)?.key ?? '').toString('base64url') : null,
      };
      return { body, headers: { ETag: `"${sha256(body).slice(0, 32)}"` } };
    },
  };
}

const rowToJson = ({ row, origin }: RowInForce) => ({
  ...row,
  from: row.from === ALWAYS ? null : row.from,
  origin,
});

/**
 * A cursor is the key of the last row that was shown: rows that were loaded since move nothing.
 *
 * @throws BadCursor
 */
function placeAfter(rows: readonly RowInForce[], cursor: string): number {
  const last = Buffer.from(cursor, 'base64url').toString();
  if (last === '' || Buffer.from(last).toString('base64url') !== cursor) throw new BadCursor('not of a list');
  const place = rows.findIndex(({ key }) => key > last);
  return place < 0 ? rows.length : place;
}
