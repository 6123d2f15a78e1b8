import { gunzipSync } from 'node:zlib';
import { DeleteCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { beforeEach, describe, expect, it } from 'vitest';
import { LoadResult } from '../../../functions/consolidation/domain/load-result.ts';
import type { TradeSnapshot } from '../../../functions/consolidation/domain/trade.ts';
import { consolidationStore } from '../../../functions/consolidation/store/index.ts';
import { migrations as ofConsolidation } from '../../../functions/consolidation/store/migration.ts';
import { tradeItem } from '../../../functions/consolidation/store/trades.ts';
import { freeLedger, readLedgers } from '../../../functions/shared/ledger/ledger.ts';
import { districtKey } from '../../../functions/shared/table/keys.ts';
import type { Migration } from '../../../functions/shared/table/migration.ts';
import type { StoredItem } from '../../../functions/shared/table/table.ts';
import { put } from '../../../functions/shared/table/write.ts';
import { compared } from '../../../functions/trade/domain/voucher-use.ts';
import { tradeStore } from '../../../functions/trade/store/index.ts';
import { migrations as ofTrade } from '../../../functions/trade/store/migration.ts';
import { readVoucherUses } from '../../../functions/trade/store/voucher-uses.ts';
import { migrate } from '../../../infra/commands/migrate/migrate.ts';
import { DAZU } from '../../kit/call.ts';
import { useRegistry } from '../../kit/registry.ts';
import { firstLayout } from './fixtures/first-layout.ts';
import { idOf } from './samples.ts';

const NOW = '2026-11-30T00:00:00.000Z';
const registry = useRegistry(NOW, false);
const names = { registry: 'registry', audit: 'audit' };
const MONTH = '2026-11';

const old = firstLayout();
const oldOf = (kind: string, sk = 'CURRENT'): StoredItem[] =>
  old.filter((item) => item.pk.split('#')[2] === kind && item.sk === sk);
const idIn = ({ pk }: StoredItem): string => pk.slice(pk.lastIndexOf('#') + 1);

const everything = async (): Promise<StoredItem[]> => {
  const { Items = [] } = await registry.documents.send(new ScanCommand({ TableName: names.registry }));
  return (Items as StoredItem[]).filter(({ pk }) => !pk.includes('#MIGRATION'));
};

async function keep(items: readonly StoredItem[]): Promise<void> {
  for (const item of items) await registry.runtime.table.write(put(item));
}

/** One run from the beginning, as if none had been before. */
async function run(migrations: readonly Migration[] = [...ofTrade, ...ofConsolidation]) {
  const { Items = [] } = await registry.documents.send(new ScanCommand({ TableName: names.registry }));
  for (const { pk, sk } of (Items as StoredItem[]).filter((item) => item.pk.includes('#MIGRATION'))) {
    await registry.documents.send(new DeleteCommand({ TableName: names.registry, Key: { pk, sk } }));
  }
  return migrate({ client: registry.documents, names, migrations, at: NOW });
}

const trade = () => tradeStore(registry.runtime.table);
const consolidation = () => consolidationStore(registry.runtime.table);

/** All that the stores answer of what the fixture holds. */
async function answers() {
  const { table } = registry.runtime;
  const tradeIds = oldOf('TRADE').map(idIn);
  const [whole] = oldOf('CONSOLIDATION');
  const stored = await consolidation().load(idIn(whole as StoredItem));
  if (!stored) throw new Error('the consolidation is gone');
  const vouchers = oldOf('TRADE_VOUCHER').map(({ pk }) => pk.split('#').slice(3).join('#'));
  return {
    trades: await Promise.all(tradeIds.map(async (id) => plain(await trade().load(id)))),
    names: await Promise.all(
      tradeIds.map(async (id) => {
        const found = await trade().load(id);
        return found && trade().names(DAZU, [found.data]);
      }),
    ),
    ledgers: await readLedgers(table, tradeIds),
    statistics: (await trade().statistics(DAZU, MONTH)).map((cell) => JSON.stringify(cell)).sort(),
    snapshots: await consolidation().trades(tradeIds),
    consolidation: plain(stored),
    plan: await consolidation().plan(stored),
    parties: await consolidation().parties(DAZU, oldOf('CONSOLIDATION_PARTY').map(idIn)),
    standings: await consolidation().standings(DAZU, oldOf('CONSOLIDATION_STANDING').map(idIn)),
    holds: await consolidation().holds(oldOf('CONTAINER').map(idIn)),
    vouchers: [...(await readVoucherUses(table, DAZU, [...vouchers, ...vouchers.map(compared)])).values()],
  };
}

/** Without the place of the body, which is the layout's own. */
const plain = (stored: object | undefined) => ({ ...stored, body: undefined });

beforeEach(async () => {
  for (const { pk, sk } of await everything()) {
    await registry.documents.send(new DeleteCommand({ TableName: names.registry, Key: { pk, sk } }));
  }
  await keep(old);
});

describe('what trade and consolidation kept in the first layout', () => {
  it('reads as the release that wrote it read it', async () => {
    const read = await answers();
    expect(read.trades).toMatchObject(
      oldOf('TRADE').map(({ data, version, auditHash }) => ({ data, version, auditHash })),
    );
    expect(read.snapshots).toEqual(oldOf('CONSOLIDATION_TRADE').map(({ detail }) => detail));
    expect(read.ledgers).toMatchObject(
      oldOf('LEDGER').map(({ state, consolidationId }) => ({ state, consolidationId })),
    );
    const [whole] = oldOf('CONSOLIDATION');
    expect(read.consolidation).toMatchObject({ data: whole?.['data'], version: whole?.['version'] });
    const [load] = oldOf('CONSOLIDATION', 'LOAD#0001#0001');
    expect(read.plan?.load).toEqual(
      LoadResult.parse(JSON.parse(gunzipSync(load?.['content'] as Uint8Array).toString())),
    );
    expect(read.plan?.load.containers.flatMap(({ placements }) => placements)).toHaveLength(1945);
    expect(read.statistics.reduce((sum, cell) => sum + (JSON.parse(cell) as { trades: number }).trades, 0)).toBe(3);
  });

  it('reads the same in the present one, and a second run does nothing', async () => {
    const before = await answers();
    await run();
    expect(await answers()).toEqual(before);
    const after = await everything();
    const unformed = after.filter((item) => item['form'] === undefined && !item.sk.startsWith('OWNER#'));
    expect(unformed).toEqual([]);
    for (const item of after) {
      for (const gone of ['listKey', 'listSort', 'queueKey', 'queueSort']) expect(item).not.toHaveProperty(gone);
    }
    const again = await run();
    expect(again.migrated).toEqual({});
    expect(await everything()).toEqual(after);
  });

  it('lists the open trades of the release before for their trade operators', async () => {
    const tradeId = oldOf('TRADE').map(idIn)[0] ?? '';
    const [snapshot] = await consolidation().trades([tradeId]);
    const [ledger] = await readLedgers(registry.runtime.table, [tradeId]);
    if (!snapshot || !ledger?.consolidationId) throw new Error('the fixture has no trade that is held');
    await registry.runtime.table.commit([freeLedger(tradeId, ledger.consolidationId, () => new Error('not held'))]);
    const open: TradeSnapshot = { ...snapshot, status: 'REGISTERED', tradeOperatorId: idOf('entity', 90) };
    const { ownerKey: _key, ownerSort: _sort, ...before } = tradeItem(open);
    await keep([{ ...before, form: 1 }]);
    const suggested = async (): Promise<string[]> => {
      const asked = { districtId: DAZU, most: 10, at: NOW, party: open.tradeOperatorId, wanted: () => true } as const;
      return (await consolidation().openTrades(asked)).map((one) => one.tradeId);
    };
    expect(await suggested()).toEqual([]);
    await run();
    expect(await suggested()).toEqual([tradeId]);
  });

  it('reads the same at steps between, half of it old and half new', async () => {
    const before = await answers();
    let steps = 0;
    const watched = [...ofTrade, ...ofConsolidation].map(
      (one): Migration => ({
        ...one,
        migrate: async (item, table) => {
          steps += 1;
          // Not at each: that reads everything a hundred times.
          if (steps % 9 === 1) expect(await answers(), `before ${item.pk} ${item.sk}`).toEqual(before);
          return one.migrate(item, table);
        },
      }),
    );
    await run(watched);
    expect(steps).toBeGreaterThan(20);
    expect(await answers()).toEqual(before);
  });

  it('is found in the lists of its parties', async () => {
    await run();
    const listed = async (party: string | undefined) => {
      const page = await trade().list({ districts: [DAZU], limit: 50, at: MONTH, inReview: false, party });
      return page.items.map(({ data }) => data.id).sort();
    };
    const trades = oldOf('TRADE');
    expect(await listed(undefined)).toEqual(trades.map(idIn).sort());
    for (const item of trades) {
      const { merchant, tradeOperatorId } = item['data'] as { merchant: { id: string }; tradeOperatorId?: string };
      for (const party of [merchant.id, tradeOperatorId ?? merchant.id])
        expect(await listed(party)).toContain(idIn(item));
    }
    const [applied] = oldOf('CONSOLIDATION').map(({ data }) => data as { consolidatorId: string });
    const own = await consolidation().list({ districts: [DAZU], limit: 50, at: MONTH, party: applied?.consolidatorId });
    expect(own.items.map(({ data }) => data)).toEqual(oldOf('CONSOLIDATION').map(({ data }) => data));
  });

  it('is counted down to nothing once its trades are withdrawn, before or after', async () => {
    const withdraw = async (id: string): Promise<void> => {
      const stored = await trade().load(id);
      if (!stored) throw new Error('the trade is gone');
      const { merchant, ...data } = stored.data;
      const counted = { ...data, tradeId: id, version: stored.version + 1, status: 'WITHDRAWN' as const };
      await trade().count({ ...counted, merchantId: merchant.id, marketId: merchant.marketId }, registry.runtime.now());
    };
    const [first, ...others] = oldOf('TRADE').map(idIn);
    await withdraw(first ?? '');
    await run();
    for (const id of others) await withdraw(id);
    const cells = await trade().statistics(DAZU, MONTH);
    expect(cells.length).toBeGreaterThan(0);
    for (const { trades, lines, usdMinor, netG, grossG } of cells) {
      expect([trades, lines, usdMinor, netG, grossG]).toEqual([0, 0, 0, 0, 0]);
    }
  });

  it('loses no change that is made meanwhile', async () => {
    const [item] = oldOf('TRADE');
    const id = idIn(item as StoredItem);
    const before = await trade().load(id);
    if (!before) throw new Error('the trade is gone');
    let isChanged = false;
    const meddled = ofTrade.map((one) => ({
      ...one,
      migrate: async (...input: Parameters<Migration['migrate']>) => {
        const found = await one.migrate(...input);
        if (input[0].pk === before.pk && input[0].sk === 'CURRENT' && !isChanged) {
          isChanged = true;
          await registry.runtime.table.commit(
            trade().change({ ...before.data, status: 'DECLARED' }, before, {
              actor: { sub: 'test', role: 'system' },
              at: '2026-11-30T00:00:00.000Z',
              action: 'FOLLOW_CONSOLIDATION',
            }),
          );
        }
        return found;
      },
    }));
    await run(meddled);
    expect(isChanged).toBe(true);
    expect(await trade().load(id)).toMatchObject({
      version: before.version + 1,
      data: { ...before.data, status: 'DECLARED' },
    });
  });

  it('keeps a trade before the reviewers since it came there', async () => {
    const [item] = oldOf('TRADE');
    const held = {
      ...(item as StoredItem),
      data: { ...(item?.['data'] as object), status: 'REGISTERED', review: { state: 'OPEN', findings: [] } },
    };
    const pk = held.pk;
    const key = districtKey(DAZU, 'TRADES', 'REVIEW');
    const sort = `2026-11-29T01:00:00.000Z#${pk}`;
    const pointer = {
      pk,
      sk: 'LISTED#REVIEW',
      waits: true,
      listKey: key,
      listSort: sort,
      queueKey: `${key}#REGISTERED`,
      queueSort: sort,
    };
    await keep([held, pointer]);
    await run();
    expect(await registry.runtime.table.get({ pk, sk: 'REVIEW' })).toMatchObject({
      stateKey: key,
      stateSort: '2026-11-29T01:00:00.000Z',
    });
    const page = await trade().list({ districts: [DAZU], limit: 50, at: MONTH, inReview: true });
    expect(page.items.map(({ data }) => data.id)).toEqual([idIn(held)]);
  });

  it.each([
    ['HT-2026/1', 'HT20261'],
    ['HT20261', 'HT-2026/1'],
    ['ht 2026 1', 'HT．2026-1'],
  ])('leaves %s and %s, one number, to the earlier trade', async (early, late) => {
    const merchantId = idOf('entity', 1);
    const use = (number: string, tradeId: string) => {
      const key = `NUMBER#${merchantId}#CONTRACT#${number}`;
      const owner = `${merchantId}#CONTRACT#${number}`;
      return { pk: districtKey(DAZU, 'TRADE_VOUCHER', key), sk: 'CURRENT', key, owner, version: 3, tradeId };
    };
    await keep([use(late, idOf('trade', 9)), use(early, idOf('trade', 3))]);
    const { collisions } = await run();
    expect(collisions).toEqual([{ what: 'TRADE_VOUCHER', kept: idOf('trade', 3), lost: idOf('trade', 9) }]);
    const key = `NUMBER#${merchantId}#CONTRACT#HT20261`;
    const uses = await readVoucherUses(registry.runtime.table, DAZU, [key]);
    expect(uses.get(key)).toMatchObject({ tradeId: idOf('trade', 3), owner: `${merchantId}#CONTRACT#HT20261` });
    const left = (await everything()).filter(({ pk }) => pk.includes(merchantId));
    expect(left.map(({ pk }) => pk)).toEqual([districtKey(DAZU, 'TRADE_VOUCHER', key)]);
    expect((await run()).migrated).toEqual({});
  });

  it('leaves a number that the second form kept with its brackets and signs to the earlier trade', async () => {
    const merchantId = idOf('entity', 1);
    // As release 2 wrote it: no separators, but brackets and signs.
    const use = (number: string, tradeId: string) => {
      const owner = `${merchantId}#CONTRACT#${number}`;
      const pk = districtKey(DAZU, 'TRADE_VOUCHER', `NUMBER#${owner}`);
      return { pk, sk: 'CURRENT', form: 2, key: `NUMBER#${owner}`, owner, version: 1, tradeId };
    };
    await keep([
      use('(HT)20261', idOf('trade', 9)),
      use('HT20261', idOf('trade', 5)),
      use('#HT#20261', idOf('trade', 3)),
    ]);
    await keep([use('HT20262', idOf('trade', 4))]);
    const { collisions } = await run();
    expect(collisions.map(({ kept }) => kept).at(-1)).toBe(idOf('trade', 3));
    expect(new Set(collisions.map(({ lost }) => lost))).toEqual(new Set([idOf('trade', 9), idOf('trade', 5)]));
    const keys = ['HT20261', 'HT20262'].map((number) => `NUMBER#${merchantId}#CONTRACT#${number}`);
    const uses = await readVoucherUses(registry.runtime.table, DAZU, keys);
    expect(keys.map((key) => uses.get(key)?.tradeId)).toEqual([idOf('trade', 3), idOf('trade', 4)]);
    const left = (await everything()).filter(({ pk }) => pk.includes(merchantId));
    expect(left.map(({ form }) => form)).toEqual([3, 3]);
    expect((await run()).migrated).toEqual({});
  });
});
