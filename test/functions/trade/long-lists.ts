import { beforeAll, describe, expect, it } from 'vitest';
import { draft } from '../../../functions/consolidation/domain/draft.ts';
import { ConsolidationRequest } from '../../../functions/consolidation/domain/request.ts';
import { consolidationStore } from '../../../functions/consolidation/store/index.ts';
import type { StoredItem } from '../../../functions/shared/table/table.ts';
import { put, type Write } from '../../../functions/shared/table/write.ts';
import { register } from '../../../functions/trade/domain/register.ts';
import type { Trade } from '../../../functions/trade/domain/trade.ts';
import { tradeStore } from '../../../functions/trade/store/index.ts';
import type { TradeListRequest } from '../../../functions/trade/store/listing.ts';
import { DAZU } from '../../kit/call.ts';
import { counted } from '../../kit/counted.ts';
import { useRegistry } from '../../kit/registry.ts';
import { sampleTrade } from '../consolidation/fixtures/sample.ts';
import { request as consolidationRequest } from '../consolidation/fixtures/world.ts';
import { context, filed, history, idOf, MERCHANT, request } from './samples.ts';

const registry = useRegistry(undefined, false);

const registration = register(request(), filed(), history(), context());
if ('refused' in registration) throw new Error('the sample breaks a rule');
const sample = registration.trade;

const second = (n: number): string => new Date(Date.UTC(2026, 2, 17) + n * 1000).toISOString();
const cause = (n: number) =>
  ({ actor: { sub: 'clerk', role: 'clerk', districtId: '500111' }, at: second(n), action: 'REGISTER' }) as const;

/** What lists look at: heads, bodies and pointers, without the audit's and the outbox's items. */
const itemsOf = (writes: readonly Write[]): StoredItem[] =>
  writes
    .filter(({ table }) => table === 'registry')
    .flatMap((write) => (write.item('').Put?.Item as StoredItem | undefined) ?? [])
    .filter(({ sk }) => !sk.startsWith('OUTBOX#'));

async function keep(items: readonly StoredItem[]): Promise<void> {
  for (let start = 0; start < items.length; start += 100) {
    await registry.runtime.table.commit(items.slice(start, start + 100).map((one) => put(one)));
  }
}

const OWN = 5;

/** Trades of which the first few are one party's, wait for a reviewer and go elsewhere; the others are PACKED. */
function tradeItems(n: number): StoredItem[] {
  const isOwn = n < OWN;
  const trade: Trade = {
    ...sample,
    id: idOf('trade', n),
    tradeNumber: `JD5001112026${isOwn ? '00' : '99'}${String(n % 10_000).padStart(4, '0')}`,
    registeredAt: second(n),
    merchant: { ...sample.merchant, id: isOwn ? MERCHANT : idOf('entity', 1000) },
    tradeOperatorId: isOwn ? idOf('entity', 77) : undefined,
    destinationCountry: isOwn ? 'KAZ' : 'ARE',
    status: isOwn ? 'REGISTERED' : 'PACKED',
    review: isOwn ? { state: 'OPEN', findings: [] } : undefined,
  };
  const { writes } = tradeStore(registry.runtime.table).register(trade, [], cause(n));
  return itemsOf(writes).filter(({ pk }) => pk.includes('#TRADE#'));
}

const applied = ConsolidationRequest.parse(consolidationRequest([sampleTrade(1)]));

function consolidationItems(n: number): StoredItem[] {
  const isOwn = n < OWN;
  const data = {
    ...draft({ id: idOf('consolidation', n), districtId: DAZU }, applied, [sampleTrade(1)]),
    consolidatorId: idOf('entity', isOwn ? 88 : 1000),
    tradeOperatorId: idOf('entity', isOwn ? 89 : 1000),
    status: isOwn ? ('PLANNED' as const) : ('SEALED' as const),
  };
  const start = { type: 'start', workflow: 'consolidation', executionName: data.id, input: {} } as const;
  const store = consolidationStore(registry.runtime.table);
  return itemsOf(store.create(data, { ...cause(n), action: 'CREATE' }, start, new Set()));
}

/**
 * Records from one number to another: own ones as they are made, others as copies of the first of them, without its body.
 */
function recordsOf(kind: 'trade' | 'consolidation', from: number, to: number): StoredItem[] {
  const make = kind === 'trade' ? tradeItems : consolidationItems;
  const own = from === 0 ? Array.from({ length: OWN }, (_, n) => make(n)).flat() : [];
  const first = Math.max(from, OWN);
  const pattern = JSON.stringify(make(first).filter(({ sk }) => !sk.startsWith('BODY#')));
  const others = Array.from({ length: to - first }, (_, index) => {
    const copy = pattern.replaceAll(idOf(kind, first), idOf(kind, first + index));
    return JSON.parse(copy.replaceAll(second(first), second(first + index))) as StoredItem[];
  });
  return [...own, ...others.flat()];
}

const ids = (items: readonly { data: { id: string } }[]): string[] => items.map(({ data }) => data.id).sort();
const own = (kind: 'trade' | 'consolidation'): string[] => Array.from({ length: OWN }, (_, n) => idOf(kind, n)).sort();

/** Lists the trades that are asked for, which are the own ones. @returns what was read for it */
async function readsOf(asked: Partial<TradeListRequest>) {
  const { table, reads } = counted(registry.runtime.table);
  const page = await tradeStore(table).list({ districts: [DAZU], limit: 50, at: second(0), inReview: false, ...asked });
  expect(ids(page.items)).toEqual(own('trade'));
  expect(page.nextCursor).toBeNull();
  return reads;
}

/** What lists of trades and consolidations read, however many there are of others'; the sizes rise from 100. */
export const describeLists = (sizes: readonly number[]): void =>
  describe.each(sizes)('of %i records', (size) => {
    beforeAll(async () => {
      const from = size === 100 ? 0 : 100;
      await keep(recordsOf('trade', from, size));
      // A consolidation takes many trades.
      await keep(recordsOf('consolidation', from, Math.min(size, 1000)));
    });

    it.each([
      ['its merchant', { party: MERCHANT }],
      ['its trade operator', { party: idOf('entity', 77) }],
      ['its state', { status: 'REGISTERED' as const }],
      ['its review', { inReview: true }],
      ['its merchant and state', { party: MERCHANT, status: 'REGISTERED' as const }],
    ])('a trade is found by %s without walking over others', async (_by, asked) => {
      expect(await readsOf(asked)).toEqual({ queries: 1, entries: OWN, heads: OWN });
    });

    it.each([
      ['its merchant, asked by an office', { merchantId: MERCHANT }],
      ['the time of its registration', { registered: { from: second(0), to: second(OWN - 1) } }],
      ['its merchant and the time', { merchantId: MERCHANT, registered: { to: second(OWN - 1) } }],
      ['its state and the time', { status: 'REGISTERED' as const, registered: { from: second(0), to: second(9) } }],
      ['the beginning of its number', { q: 'jd 500111-2026 00' }],
    ])('a trade is found by %s, and no other is read', async (_by, asked) => {
      expect(await readsOf(asked)).toEqual({ queries: 1, entries: OWN, heads: OWN });
    });

    it.each([
      ['its merchant, since', { party: MERCHANT, since: second(0) }],
      ['its destination', { destinationCountry: 'KAZ' }],
      ['its destination, since', { destinationCountry: 'KAZ', since: second(0) }],
    ])('a trade is found by %s from what the index sifts', async (_by, asked) => {
      const reads = await readsOf(asked);
      expect(reads.entries).toBe(OWN);
      expect(reads.heads).toBe(OWN);
      expect(reads.queries).toBeLessThanOrEqual(Math.ceil(size / 4000) + 1);
    });

    it.each([
      ['its consolidator', { party: idOf('entity', 88) }],
      ['its trade operator', { party: idOf('entity', 89) }],
      ['its state', { status: 'PLANNED' as const }],
      ['its consolidator and state', { party: idOf('entity', 88), status: 'PLANNED' as const }],
    ])('a consolidation is found by %s without walking over others', async (_by, asked) => {
      const { table, reads } = counted(registry.runtime.table);
      const page = await consolidationStore(table).list({ districts: [DAZU], limit: 50, at: second(0), ...asked });
      expect(ids(page.items)).toEqual(own('consolidation'));
      // Heads, and then the bodies of what is shown.
      expect(reads).toEqual({ queries: 1, entries: OWN, heads: 2 * OWN });
    });
  });

describe('open trades', () => {
  it('are found whatever has become of others, the first entered first', async () => {
    const store = consolidationStore(registry.runtime.table);
    for (const [n, status] of (['PACKED', 'REGISTERED', 'CLEARED', 'REGISTERED'] as const).entries()) {
      const tradeId = idOf('trade', 20_000 + n);
      await store.keepTrade({ ...sampleTrade(1), tradeId, registeredAt: second(9 - n), status, measured: true });
    }
    const { table, reads } = counted(registry.runtime.table);
    await consolidationStore(table).openTrades({
      districtId: DAZU,
      most: 200,
      at: second(0),
      wanted: () => true,
    });
    // Two entries, two trades, and their ledgers.
    expect(reads).toEqual({ queries: 1, entries: 2, heads: 4 });
  });
});

describe('a trade', () => {
  it('is read by one query, whatever stands beside it', async () => {
    await keep(tradeItems(50_000));
    const id = idOf('trade', 50_000);
    const { merchant, ...rest } = { ...sample, id };
    const told = { ...rest, tradeId: id, version: 1, merchantId: merchant.id, marketId: merchant.marketId };
    await tradeStore(registry.runtime.table).count(told, registry.runtime.now());
    const { table, reads } = counted(registry.runtime.table);
    expect((await tradeStore(table).load(id))?.data.lines).toEqual(sample.lines);
    expect(reads).toEqual({ queries: 1, entries: 2, heads: 0 });
  });
});
