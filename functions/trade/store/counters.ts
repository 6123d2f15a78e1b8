import { z } from 'zod';
import { districtKey, type Key } from '../../shared/table/keys.ts';
import type { StoredItem, Table } from '../../shared/table/table.ts';
import { update, type Write } from '../../shared/table/write.ts';
import { type CountedTrade, type Counter, difference, type Increment, increments, merged } from '../domain/counters.ts';

export const counterKey = (districtId: string, { name, row }: Pick<Counter, 'name' | 'row'>): Key => ({
  pk: districtKey(districtId, 'TRADE_COUNT', name),
  sk: row,
});

/** What a part of a trade has been counted with, so that the next version counts the difference. */
const Counted = z.object({
  version: z.int(),
  increments: z.array(
    z.object({
      counter: z.object({ name: z.string(), row: z.string(), keptDays: z.int().optional() }),
      add: z.record(z.string(), z.number()),
    }),
  ),
});

type Counted = z.infer<typeof Counted>;

/** Another delivery has counted this part meanwhile; the event is delivered again. */
class CountedMeanwhile extends Error {
  override readonly name = 'ConcurrencyConflict';
}

/**
 * Counts one version of a trade, part by part, each in one transaction with the note of what it counted: however often
 * and in whatever order the versions arrive, the counters hold the latest once.
 */
export async function count(table: Table, trade: CountedTrade, now: Date): Promise<void> {
  for (const [part, all] of increments(trade).entries()) {
    const key: Key = { pk: districtKey(trade.districtId, 'TRADE', trade.tradeId), sk: `COUNTED#${part}` };
    const item = await table.get(key);
    const before = item && Counted.parse(item);
    if (before !== undefined && before.version >= trade.version) continue;
    const after = merged(all);
    await table.commit([
      noteWrite(key, before, {
        version: trade.version,
        increments: after.map(({ counter, add }) => ({ counter, add })),
      }),
      ...difference(after, before?.increments ?? []).map((one) => incrementWrite(trade.districtId, one, now)),
    ]);
  }
}

const noteWrite = (key: Key, before: Counted | undefined, { version, increments: counted }: Counted): Write =>
  update(
    key,
    'SET #version = :version, increments = :increments',
    before === undefined
      ? { expression: 'attribute_not_exists(pk)' }
      : { expression: '#version = :before', values: { ':before': before.version } },
    () => new CountedMeanwhile('another delivery of the event was faster'),
    { '#version': 'version' },
    { ':version': version, ':increments': counted },
  );

/** An update must name a condition; counting has none. */
const ALWAYS = { expression: 'attribute_exists(pk) OR attribute_not_exists(pk)' };

function incrementWrite(districtId: string, { counter, add, include = {} }: Increment, now: Date): Write {
  const changes: [string, unknown][] = [
    ...Object.entries(add),
    ...Object.entries(include).map(([attribute, members]): [string, unknown] => [attribute, new Set(members)]),
  ];
  const sum = changes.map((_change, index) => `#a${index} :a${index}`).join(', ');
  const expires = counter.keptDays === undefined ? '' : ' SET expiresAt = :expires';
  return update(
    counterKey(districtId, counter),
    `ADD ${sum}${expires}`,
    ALWAYS,
    () => new Error('a condition that always holds has failed'),
    Object.fromEntries(changes.map(([attribute], index) => [`#a${index}`, attribute])),
    {
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
