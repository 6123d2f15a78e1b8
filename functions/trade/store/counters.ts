import { z } from 'zod';
import { ConcurrencyConflict } from '../../shared/table/errors.ts';
import { form, readForm } from '../../shared/table/form.ts';
import { districtKey, type Key } from '../../shared/table/keys.ts';
import type { StoredItem, Table } from '../../shared/table/table.ts';
import { asText } from '../../shared/table/text.ts';
import { remove, update, type Write } from '../../shared/table/write.ts';
import {
  type Counted,
  type CountedTrade,
  type Counter,
  difference,
  type Increment,
  increments,
  isSummed,
  merged,
} from '../domain/counters.ts';
import { upcastCounted } from '../domain/first-counters.ts';

export const counterPartition = (districtId: string, name: string): Key['pk'] =>
  districtKey(districtId, 'TRADE_COUNT', name);

export const counterKey = (districtId: string, { name, row }: Pick<Counter, 'name' | 'row'>): Key => ({
  pk: counterPartition(districtId, name),
  sk: row,
});

/** The form of counters: numbers that are added to, and sets that are included in. */
export const COUNTER_FORM = 2;

/** Name and row of a counter, and what was added to its attributes. */
const Added = z
  .tuple([z.string(), z.string(), z.record(z.string(), z.number())])
  .transform(([name, row, add]): Counted => ({ counter: { name, row }, add }));

/** What a part of a trade has been counted with, so that the next version counts the difference. */
const COUNTED = form('trade-counted', z.object({ version: z.int(), increments: asText(z.array(Added)) }), [
  upcastCounted,
]);

type Note = z.output<typeof COUNTED.schema>;

/** Another delivery has counted this part meanwhile; the event is delivered again. */
const meanwhile = (): Error => new ConcurrencyConflict('another delivery of the event was faster');

/**
 * Counts one version of a trade, part by part. What is summed is counted in one transaction with the note of it: however
 * often and in whatever order the versions arrive, the counters hold the latest once. What is included in sets is harmless
 * twice, and the same in every version but those that follow a correction: it is written by itself, at half the price,
 * before the first note.
 */
export async function count(table: Table, trade: CountedTrade, now: Date): Promise<void> {
  for (const [part, all] of increments(trade).entries()) {
    const { note: key, first } = noteKeys(districtKey(trade.districtId, 'TRADE', trade.tradeId), part);
    const [item, old] = await table.getMany([key, first]);
    const noted = item ?? old;
    const before = noted && noteOf(noted);
    if (before !== undefined && before.version >= trade.version) continue;
    const after = merged(all);
    await include(
      table,
      trade.districtId,
      before === undefined ? after.filter((one) => !isSummed(one)) : saidAnew(trade, after),
      now,
    );
    const changes = before === undefined ? after.filter(isSummed) : difference(after, before.increments);
    const counted = { version: trade.version, increments: after.filter(isSummed) };
    const note = noteWrite(key, item && before, counted);
    if (changes.length > 0 || (old && !item)) {
      const sums = changes.map((one) => incrementWrite(trade.districtId, one, now));
      await table.commit([note, ...(old && !item ? [goneWrite(old)] : []), ...sums]);
    } else if (!(await table.write(note))) {
      throw meanwhile();
    }
  }
}

/** Where the note of a part stands, and where the first layout had it: between the record and its body. */
export const noteKeys = (pk: Key['pk'], part: number | string): { readonly note: Key; readonly first: Key } => ({
  note: { pk, sk: `TALLY#${part}` },
  first: { pk, sk: `${FIRST_NOTE}${part}` },
});

export const FIRST_NOTE = 'COUNTED#';

export const noteOf = (item: StoredItem): Note => readForm(COUNTED, item, item['form']);

/** Takes a note of the first layout away as it was read. */
export const goneWrite = ({ pk, sk, version }: StoredItem): Write =>
  remove(
    { pk, sk },
    { expression: '#version = :before', names: { '#version': 'version' }, values: { ':before': version } },
    meanwhile,
  );

/** What sets have to include of a version that was counted before in another one: only a correction says it anew. */
const saidAnew = ({ correction }: CountedTrade, all: readonly Increment[]): readonly Increment[] =>
  correction === undefined ? [] : all;

/** Includes what goes into sets; what is summed beside is counted with the note. */
async function include(table: Table, districtId: string, all: readonly Increment[], now: Date): Promise<void> {
  const sets = all.filter((one) => Object.keys(one.include ?? {}).length > 0);
  await Promise.all(sets.map((one) => table.write(incrementWrite(districtId, { ...one, add: {} }, now))));
}

export const noteWrite = (key: Key, before: Note | undefined, { version, increments: counted }: Counting): Write =>
  update(
    key,
    'SET #version = :version, form = :form, increments = :increments',
    before === undefined
      ? { expression: 'attribute_not_exists(pk)' }
      : { expression: '#version = :before', values: { ':before': before.version } },
    meanwhile,
    { '#version': 'version' },
    { ':version': version, ':form': COUNTED.version, ':increments': countedText(counted) },
  );

interface Counting {
  readonly version: number;
  readonly increments: readonly Counted[];
}

const countedText = (counted: readonly Counted[]): string =>
  JSON.stringify(counted.map(({ counter: { name, row }, add }) => [name, row, add]));

/** An update must name a condition; counting has none. */
const ALWAYS = { expression: 'attribute_exists(pk) OR attribute_not_exists(pk)' };

export function incrementWrite(districtId: string, { counter, add, include: sets = {} }: Increment, now: Date): Write {
  const changes: [string, unknown][] = [
    ...Object.entries(add),
    ...Object.entries(sets).map(([attribute, members]): [string, unknown] => [attribute, new Set(members)]),
  ];
  const sum = changes.map((_change, index) => `#a${index} :a${index}`).join(', ');
  const expires = counter.keptDays === undefined ? '' : ', expiresAt = :expires';
  return update(
    counterKey(districtId, counter),
    `ADD ${sum} SET form = :form${expires}`,
    ALWAYS,
    () => new Error('a condition that always holds has failed'),
    Object.fromEntries(changes.map(([attribute], index) => [`#a${index}`, attribute])),
    {
      ':form': COUNTER_FORM,
      ...Object.fromEntries(changes.map(([, value], index) => [`:a${index}`, value])),
      ...(counter.keptDays === undefined
        ? {}
        : { ':expires': Math.floor(now.getTime() / 1000) + counter.keptDays * 24 * 3600 }),
    },
  );
}

/** The items of the counters, in their order; undefined where nothing was counted. */
export const readCounters = (
  table: Table,
  districtId: string,
  counters: readonly Counter[],
): Promise<(StoredItem | undefined)[]> => table.getMany(counters.map((counter) => counterKey(districtId, counter)));
