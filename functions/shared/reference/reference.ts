import { z } from 'zod';
import { dayInChina } from '../kernel/china-time.ts';
import { CITY } from '../kernel/identifier.ts';
import { logger } from '../log.ts';
import { form, readForm } from '../table/form.ts';
import { districtKey } from '../table/keys.ts';
import { unpacked } from '../table/packed.ts';
import type { StoredItem, Table } from '../table/table.ts';
import { type Dated, inForceOn, keyIn, lastDays } from './in-force.ts';
import { FORMER_NAMES, LISTS, type ListKey, type Lists } from './lists/index.ts';
import { type Origin, SHIPPED } from './shipped.ts';

/** 参考数据: code lists, rates, terms and limits as they were in force on a day. */
export interface Reference {
  /** @param day `YYYY-MM-DD` in China */
  on(day: string): Promise<Lists>;
  /** @param instant ISO 8601 */
  at(instant: string): Promise<Lists>;
  /** Where the newest version of a list is from. */
  origin(key: ListKey): Promise<Origin>;
  /**
   * The rows of a list in force on a day, in the order of their keys; of parameters the one set, or none.
   *
   * @param day `YYYY-MM-DD` in China
   */
  rows(key: ListKey, day: string): Promise<readonly RowInForce[]>;
  /** Every row of a list, of whatever day: those that the program came with, then those of each load. */
  history(key: ListKey): Promise<readonly Dated[]>;
}

/** A row as it is in force, with its last day as far as it is known today, and where it is from. */
export interface RowInForce {
  readonly key: string;
  readonly row: Dated;
  readonly origin: Origin;
}

/**
 * Rows of one list that were loaded after the program was built; they join those that it came with. One load is one item
 * or, where it is large, several. Items are numbered without a gap in the order in which they are committed, so whoever
 * has read up to one number misses nothing by asking only for what comes after; they are never changed or deleted.
 */
export const Load = z.object({
  /** Name of the list, e.g. `risk/thresholds`. */
  list: z.string(),
  title: z.string(),
  source: z.string(),
  asOf: z.iso.date(),
  designed: z.union([z.literal(true), z.string().min(1)]).optional(),
  /** Packed where a load was published by a request. */
  rows: z.preprocess(unpacked, z.array(z.unknown())),
});

export type Load = z.infer<typeof Load>;

/** The form in which loads are kept. */
export const LOAD = form('reference-load', Load);

/** The partition of every load. */
export const LOADS = districtKey(CITY, 'REFERENCE');

/** The key of a load, counted from 1. */
export const loadKey = (number: number) => ({ pk: LOADS, sk: `LOAD#${String(number).padStart(8, '0')}` }) as const;

/** A load is in force everywhere after so many milliseconds. */
export const CACHE_MS = 30_000;

const KEYS = Object.keys(LISTS) as ListKey[];
const keyOfName = new Map([
  ...Object.entries(FORMER_NAMES),
  ...KEYS.map((key): [string, ListKey] => [LISTS[key].name, key]),
]);

type Rows = { readonly [K in ListKey]: readonly Dated[] };

/**
 * The lists that the program came with and those loaded since, of which it asks the table again after `CACHE_MS`. What
 * comes of one day is kept until a load changes it.
 */
export function reference(table: Pick<Table, 'query'>, now: () => Date): Reference {
  const rows = Object.fromEntries(KEYS.map((key) => [key, [...SHIPPED[key].rows]])) as unknown as Record<
    ListKey,
    Dated[]
  >;
  const origins: Partial<Record<ListKey, Origin>> = {};
  /** Of rows that were loaded; of all others their file tells it. */
  const originOf = new WeakMap<Dated, Origin>();
  const days = new Map<string, Lists>();
  let last: string = LOADS_BEGIN;
  let askedAt: number | undefined;
  let asking: Promise<void> | undefined;

  const ask = async (at: number): Promise<void> => {
    for (let more = true; more; ) {
      const page = await table.query({
        KeyConditionExpression: 'pk = :pk AND sk > :last',
        ExpressionAttributeValues: { ':pk': LOADS, ':last': last },
        ConsistentRead: true,
      });
      for (const item of page.items) {
        join(item);
        last = item.sk;
        days.clear();
      }
      more = page.next !== undefined;
    }
    askedAt = at;
  };

  /**
   * A list that this program does not know is one of a later version's. What its parser does not take is left out and told
   * by an alarm: whoever loads rows has them parsed first, and one wrong item must not stop all that is done.
   */
  const join = (item: StoredItem): void => {
    try {
      const { list, rows: given, ...origin } = readForm(LOAD, item['load'], item['form']);
      const key = keyOfName.get(list);
      if (!key) return;
      const loaded = z.array(LISTS[key].row as z.ZodType<Dated>).parse(given);
      for (const row of loaded) originOf.set(row, origin);
      // What was handed out stays as it was.
      rows[key] = [...rows[key], ...loaded];
      origins[key] = origin;
    } catch (error) {
      logger.error('loaded reference data cannot be read', { sk: item.sk, error: error as Error });
    }
  };

  const fresh = async (): Promise<void> => {
    const at = now().getTime();
    if (askedAt !== undefined && Math.abs(at - askedAt) < CACHE_MS) return;
    asking ??= ask(at).finally(() => {
      asking = undefined;
    });
    await asking;
  };

  const on = async (day: string): Promise<Lists> => {
    await fresh();
    const known = days.get(day);
    if (known) return known;
    const lists = listsOf(rows, day);
    if (days.size >= KEPT_DAYS) days.clear();
    days.set(day, lists);
    return lists;
  };

  return {
    on,
    at: async (instant) => on(dayInChina(instant)),
    origin: async (key) => {
      await fresh();
      return origins[key] ?? shippedOrigin(key);
    },
    rows: async (key, day) => {
      await fresh();
      const keyOf = keyIn(LISTS[key]);
      const lastDay = lastDays(rows[key], day, keyOf);
      return [...inForceOn(rows[key], day, keyOf)]
        .toSorted(([a], [b]) => (a < b ? -1 : 1))
        .map(([name, row]) => ({
          key: name,
          row: { ...row, until: lastDay(row) },
          origin: originOf.get(row) ?? shippedOrigin(key),
        }));
    },
    history: async (key) => {
      await fresh();
      return rows[key];
    },
  };
}

const LOADS_BEGIN = 'LOAD#';

function shippedOrigin(key: ListKey): Origin {
  const { rows: _rows, ...origin } = SHIPPED[key];
  return origin;
}

/** More days than anybody asks for at a time. */
const KEPT_DAYS = 50;

/** What the program came with, as in force on a day. */
export const shippedOn = (day: string): Lists =>
  listsOf(Object.fromEntries(KEYS.map((key) => [key, SHIPPED[key].rows])) as unknown as Rows, day);

/** @throws RangeError where no row of a list's parameters was in force on the day, once they are asked for */
function listsOf(rows: Rows, day: string): Lists {
  const lists = {};
  for (const key of KEYS) {
    const own = rows[key];
    let found: unknown;
    Object.defineProperty(lists, key, { enumerable: true, get: () => (found ??= listOf(key, own, day)) });
  }
  return lists as Lists;
}

function listOf(key: ListKey, rows: readonly Dated[], day: string): unknown {
  const list = LISTS[key];
  const inForce = inForceOn(rows, day, keyIn(list));
  if (list.kind === 'rows') return inForce;
  const [row] = inForce.values();
  if (!row) throw new RangeError(`no ${list.name} were in force on ${day}`);
  return row;
}
