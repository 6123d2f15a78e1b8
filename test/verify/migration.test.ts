import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { expect, it } from 'vitest';
import { migrations as ofConsolidation } from '../../functions/consolidation/store/migration.ts';
import type { StoredItem } from '../../functions/shared/table/table.ts';
import { tradeStore } from '../../functions/trade/store/index.ts';
import { migrations as ofTrade } from '../../functions/trade/store/migration.ts';
import { migrate } from '../../infra/commands/migrate/migrate.ts';
import { firstLayout } from '../functions/trade/fixtures/first-layout.ts';
import { keepItems } from '../kit/counted.ts';
import { useRegistry } from '../kit/registry.ts';

/**
 * A year of one centre is CNY 20 billion, and a trade is USD 150,000 at most, about CNY 1.05 million: 19,000 trades at the
 * least. The run takes 1.6 % of these; with 6,333 copies it takes a year.
 */
const LEAST_OF_A_YEAR = 19_000;
const COPIES = Number(process.env['VERIFY_MIGRATION_COPIES'] ?? 100);
const OF_TRADES = new Set(['TRADE', 'LEDGER', 'CONSOLIDATION_TRADE']);

const registry = useRegistry('2026-11-30T00:00:00.000Z');
const names = { registry: 'registry', audit: 'audit' };

const kindOf = ({ pk }: StoredItem): string => pk.split('#')[2] ?? '';
const idIn = ({ pk }: StoredItem): string => pk.slice(pk.lastIndexOf('#') + 1);

/** The fixture, and copies of all that it keeps under its trades, each under identifiers of its own. */
function aShareOfAYear(): { items: StoredItem[]; tradeIds: string[] } {
  const once = firstLayout();
  const own = once.filter((item) => OF_TRADES.has(kindOf(item)));
  const ids = own.filter((item) => kindOf(item) === 'TRADE' && item.sk === 'CURRENT').map(idIn);
  const copyOf = (id: string, copy: number): string => `${id.slice(0, -6)}${String(copy).padStart(6, '0')}`;
  const copies = Array.from({ length: COPIES }, (_, copy) => {
    const text = ids.reduce((all, id) => all.replaceAll(id, copyOf(id, copy)), JSON.stringify(own));
    return JSON.parse(text) as StoredItem[];
  });
  const copied = Array.from({ length: COPIES }, (_, copy) => ids.map((id) => copyOf(id, copy)));
  return { items: [...once, ...copies.flat()], tradeIds: [...ids, ...copied.flat()] };
}

it('a share of a year is migrated whole, though it breaks off on the way', async () => {
  const { items, tradeIds } = aShareOfAYear();
  expect(new Set(tradeIds).size).toBe(tradeIds.length);
  await keepItems(registry.documents, items);
  const run = {
    client: registry.documents,
    names,
    migrations: [...ofTrade, ...ofConsolidation],
    at: '2026-11-30T00:00:00.000Z',
  };
  const began = performance.now();
  const broken = migrate({
    ...run,
    progress: (sofar) => {
      if (sofar.items > items.length / 2) throw new Error('broken off');
    },
  });
  await expect(broken).rejects.toThrow('broken off');
  const done = await migrate(run);
  const seconds = (performance.now() - began) / 1000;
  const share = ((tradeIds.length / LEAST_OF_A_YEAR) * 100).toFixed(1);
  process.stdout.write(
    `${tradeIds.length} trades, ${share} % of a year: ${done.items} items in ${seconds.toFixed(0)} s, ${(done.items / seconds).toFixed(0)} a second\n`,
  );
  expect(done.items).toBeGreaterThanOrEqual(items.length);
  expect(done.collisions).toEqual([]);
  const old = await registry.documents.send(
    new ScanCommand({
      TableName: names.registry,
      FilterExpression: 'attribute_exists(listKey) OR attribute_exists(queueKey)',
      Select: 'COUNT',
    }),
  );
  expect(old.Count).toBe(0);
  const store = tradeStore(registry.runtime.table);
  for (const id of tradeIds) expect((await store.load(id))?.data.id).toBe(id);
  expect(await migrate(run)).toEqual(done);
});
