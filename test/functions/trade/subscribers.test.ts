import { beforeAll, describe, expect, it } from 'vitest';
import type { Runtime } from '../../../functions/shared/runtime.ts';
import { ConcurrencyConflict, TableUnavailable } from '../../../functions/shared/table/errors.ts';
import { districtKey } from '../../../functions/shared/table/keys.ts';
import { build as buildApi } from '../../../functions/trade/api.ts';
import { tradeApi } from '../../../functions/trade/contract/index.ts';
import { tradeStore } from '../../../functions/trade/store/index.ts';
import { build as onConsolidationChanged } from '../../../functions/trade/subscribers/on-consolidation-changed.ts';
import { build as onPartyChanged } from '../../../functions/trade/subscribers/on-party-changed.ts';
import { call, clerk, DAZU } from '../../kit/call.ts';
import { useRegistry } from '../../kit/registry.ts';
import { body, deliver, fileSample, idOf, MERCHANT, merchantParty, request } from './samples.ts';

const registry = useRegistry();
beforeAll(async () => fileSample(registry.runtime));

const api = (operation: keyof typeof tradeApi, options: Parameters<typeof call>[3]) =>
  call(buildApi(registry.runtime), tradeApi, operation, { caller: clerk(), ...options });

const registered = async (): Promise<string> => (await api('registerTrade', { body: body() })).body.id;
const read = async (id: string) => {
  const reply = await api('readTrade', { params: { id } });
  return { ...reply.body, etag: reply.headers['ETag'] };
};

const tell = (
  consolidation: number,
  version: number,
  status: string,
  tradeIds: string[],
  runtime: Runtime = registry.runtime,
) =>
  deliver(onConsolidationChanged(runtime), 'ConsolidationChanged', {
    consolidationId: idOf('consolidation', consolidation),
    districtId: DAZU,
    version,
    at: '2026-03-17T02:00:00.000Z',
    status,
    consolidatorId: idOf('entity', 8),
    tradeIds,
    containers: [],
  });

describe('OnPartyChanged', () => {
  const kept = async () => {
    const { merchant } = await tradeStore(registry.runtime.table).filed(DAZU, request());
    return [merchant?.version, merchant?.status];
  };

  it('keeps the newest version in whatever order they come', async () => {
    const versions = [
      merchantParty({ version: 4, status: 'SUSPENDED' }),
      merchantParty({ version: 3 }),
      merchantParty({ version: 4, status: 'SUSPENDED' }),
      merchantParty({ version: 2, status: 'CANCELLED' }),
    ];
    for (const version of versions) await deliver(onPartyChanged(registry.runtime), 'EntityChanged', version);
    expect(await kept()).toEqual([4, 'SUSPENDED']);
    await deliver(onPartyChanged(registry.runtime), 'EntityChanged', merchantParty({ version: 10 }));
    expect(await kept()).toEqual([10, 'ACTIVE']);
  });

  it('keeps only what trade needs', async () => {
    const event = { ...merchantParty({ version: 11 }), identifier: '92500111MA7XQW1K9P', nameEn: 'X' };
    await deliver(onPartyChanged(registry.runtime), 'EntityChanged', event);
    const item = await registry.runtime.table.get({ pk: districtKey(DAZU, 'TRADE_PARTY', MERCHANT), sk: 'CURRENT' });
    expect(item?.['detail']).toEqual(merchantParty({ version: 11 }));
  });

  it('fails on an event that is none, so that it is delivered again or laid aside', async () => {
    await expect(deliver(onPartyChanged(registry.runtime), 'EntityChanged', { entityId: MERCHANT })).rejects.toThrow();
  });

  it('does not take a fault of the table for an old event', async () => {
    const runtime: Runtime = {
      ...registry.runtime,
      table: {
        ...registry.runtime.table,
        write: async () => {
          throw new TableUnavailable('throttled');
        },
      },
    };
    await expect(deliver(onPartyChanged(runtime), 'EntityChanged', merchantParty({ version: 99 }))).rejects.toThrow(
      'throttled',
    );
  });
});

describe('OnConsolidationChanged', () => {
  it('moves every trade that it names', async () => {
    const ids = [await registered(), await registered()];
    await tell(1, 2, 'PLANNED', ids);
    for (const id of ids) {
      expect(await read(id)).toMatchObject({
        status: 'CONSOLIDATED',
        consolidationId: idOf('consolidation', 1),
        etag: '"2"',
      });
    }
    await tell(1, 3, 'CONFIRMED', ids);
    await tell(1, 4, 'CANCELLED', ids);
    const after = await read(ids[0] ?? '');
    expect(after).toMatchObject({ status: 'REGISTERED', etag: '"4"' });
    expect(after).not.toHaveProperty('consolidationId');
    const messages = await registry.messages(districtKey(DAZU, 'TRADE', ids[0] ?? ''));
    expect(messages.map((one) => 'detail' in one && [one.detail['version'], one.detail['status']])).toEqual([
      [1, 'REGISTERED'],
      [2, 'CONSOLIDATED'],
      [3, 'PACKED'],
      [4, 'REGISTERED'],
    ]);
  });

  it('changes nothing the second time, nor for an older step', async () => {
    const id = await registered();
    await tell(2, 3, 'CONFIRMED', [id]);
    const before = await read(id);
    await tell(2, 3, 'CONFIRMED', [id]);
    await tell(2, 2, 'PLANNED', [id]);
    await tell(1, 9, 'CANCELLED', [id]);
    expect(await read(id)).toEqual(before);
  });

  it('is found in the queue of its new status', async () => {
    const id = await registered();
    await tell(3, 2, 'PLANNED', [id]);
    const queued = async (status: string) =>
      (await api('listTrades', { query: { status } })).body.items.map((item: { id: string }) => item.id);
    expect(await queued('CONSOLIDATED')).toContain(id);
    expect(await queued('REGISTERED')).not.toContain(id);
  });

  it('leaves a withdrawn trade withdrawn', async () => {
    const id = await registered();
    await api('withdrawTrade', { params: { id } });
    await tell(4, 5, 'CANCELLED', [id]);
    expect(await read(id)).toMatchObject({ status: 'WITHDRAWN', etag: '"2"' });
  });

  it('passes over a trade that it does not know', async () => {
    const id = await registered();
    await tell(5, 2, 'PLANNED', [idOf('trade', 77), 'no-trade', id]);
    expect((await read(id)).status).toBe('CONSOLIDATED');
  });

  it('fails on a conflict and goes on where it stopped', async () => {
    const ids = [await registered(), await registered()];
    const { table } = registry.runtime;
    let commits = 0;
    const failing: Runtime = {
      ...registry.runtime,
      table: {
        ...table,
        commit: async (writes) => {
          commits += 1;
          if (commits === 2) throw new ConcurrencyConflict('another writer');
          await table.commit(writes);
        },
      },
    };
    await expect(tell(6, 2, 'PLANNED', ids, failing)).rejects.toThrow(ConcurrencyConflict);
    expect(await Promise.all(ids.map(async (id) => (await read(id)).etag))).toEqual(['"2"', '"1"']);
    await tell(6, 2, 'PLANNED', ids);
    expect(await Promise.all(ids.map(async (id) => (await read(id)).etag))).toEqual(['"2"', '"2"']);
  });
});
