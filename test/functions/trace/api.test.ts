import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Caller } from '../../../functions/shared/auth/caller.ts';
import { build } from '../../../functions/trace/api.ts';
import { traceApi } from '../../../functions/trace/contract/index.ts';
import { MAX_LINES } from '../../../functions/trace/services/collect.ts';
import { tradeChanged } from '../../../functions/trade/domain/event.ts';
import { register } from '../../../functions/trade/domain/register.ts';
import { agency, call, clerk, DAZU, merchant, operator, YUZHONG } from '../../kit/call.ts';
import { useRegistry } from '../../kit/registry.ts';
import { context, filed, history, request } from '../trade/samples.ts';
import { consolidation, deliver, type Event, entity, eventsOf, goods, idOf, parties, trade, worlds } from './world.ts';

const registry = useRegistry();

const trace = (start: string, caller: Caller = clerk()) =>
  call(build(registry.runtime), traceApi, 'trace', { caller, params: { start } });

const agent = (entityId: string): Caller => ({ sub: 'agent', role: 'agent', districtId: DAZU, entityId });

const ids = (body: { nodes: { id: string; kind: string }[] }, kind: string): string[] =>
  body.nodes.filter((node) => node.kind === kind).map(({ id }) => id);

/** Two merchants whose goods are in one container; the first has more in another. */
const held = consolidation(1, [1, 2], {
  containers: [
    {
      no: 1,
      type: '45G1',
      containerNumber: 'TEMU7654328',
      lines: [
        { tradeId: idOf('trade', 1), lineNo: 1, cartons: 5 },
        { tradeId: idOf('trade', 2), lineNo: 1, cartons: 7 },
      ],
    },
    {
      no: 2,
      type: '22G1',
      containerNumber: 'CBHU9876547',
      lines: [{ tradeId: idOf('trade', 1), lineNo: 2, cartons: 9 }],
    },
  ],
  declarations: [
    {
      no: 1,
      lines: [
        {
          lineNo: 1,
          hsCode: '8205590000',
          mergedFrom: [
            { tradeId: idOf('trade', 1), lineNo: 1 },
            { tradeId: idOf('trade', 2), lineNo: 1 },
          ],
        },
        { lineNo: 2, hsCode: '8205590000', mergedFrom: [{ tradeId: idOf('trade', 1), lineNo: 2 }] },
      ],
    },
  ],
});

const [id, first, second] = [held.consolidationId, idOf('trade', 1), idOf('trade', 2)];
const [m1, m2] = [idOf('entity', 1), idOf('entity', 2)];

beforeAll(async () => {
  const events: Event[] = [
    ...parties.map((one): Event => ['EntityChanged', one]),
    ['EntityChanged', entity(1, 'merchant')],
    ['EntityChanged', entity(2, 'merchant')],
    ['EntityChanged', entity(3, 'merchant')],
    ['GoodsChanged', goods(11, 1, { producerId: idOf('entity', 93) })],
    ['GoodsChanged', goods(12, 1)],
    ['GoodsChanged', goods(21, 2)],
    ['GoodsChanged', goods(31, 3)],
    ['TradeChanged', trade(1, 1, [11, 12])],
    ['TradeChanged', trade(2, 2, [21])],
    // An earlier plan of the second trade that was given up.
    ['ConsolidationChanged', consolidation(0, [2], { status: 'CANCELLED' })],
    ['ConsolidationChanged', held],
  ];
  for (const event of events) await deliver(registry.runtime, event);
});

describe('trace', () => {
  it('leads from a container number back to the stalls and on to the declaration', async () => {
    const { status, body } = await trace('temu 765432 8');
    expect(status).toBe(200);
    expect(body).toMatchObject({ starts: [`${id}/C1`], truncated: false });
    expect(ids(body, 'LINE')).toEqual([`${first}:1`, `${second}:1`]);
    expect(ids(body, 'STALL')).toEqual([`${m1}/S`, `${m2}/S`]);
    expect(ids(body, 'CONTAINER')).toEqual([`${id}/C1`]);
    expect(ids(body, 'DECLARATION_LINE')).toEqual([`${id}/1/1`]);
    expect(ids(body, 'CONSOLIDATION')).toEqual([id]);
    expect(body.edges).toContainEqual({ from: `${second}:1`, to: `${id}/C1`, relation: 'PACKED_IN', cartons: 7 });
    const stall = body.nodes.find((node: { id: string }) => node.id === `${m2}/S`);
    expect(stall).toEqual({
      id: `${m2}/S`,
      kind: 'STALL',
      label: 'A区1层2号',
      by: m2,
      at: '2026-03-17T01:30:00.000Z',
    });
  });

  it.each([
    ['a filing number', 'ORG-1', m1, [`${first}:1`, `${first}:2`]],
    ['an entity', m2, m2, [`${second}:1`]],
    ['a goods number', 'sp-12', idOf('goods', 12), [`${first}:2`]],
    ['goods', idOf('goods', 21), idOf('goods', 21), [`${second}:1`]],
    ['a buyer', idOf('entity', 90), idOf('entity', 90), [`${second}:1`, `${first}:1`, `${first}:2`]],
    ['a consolidator', idOf('entity', 92), idOf('entity', 92), [`${second}:1`, `${first}:1`, `${first}:2`]],
    ['a producer', idOf('entity', 93), idOf('entity', 93), [`${first}:1`, `${first}:2`]],
    ['a trade', first, first, [`${first}:1`, `${first}:2`]],
    ['a voucher number', 'ht-2', second, [`${second}:1`]],
    ['a line', `${first}:2`, `${first}:2`, [`${first}:2`]],
    ['a consolidation', id, id, [`${first}:1`, `${first}:2`, `${second}:1`]],
    ['a container', `${id}/C2`, `${id}/C2`, [`${first}:2`]],
    ['a declaration', `${id}/1`, `${id}/1`, [`${first}:1`, `${second}:1`, `${first}:2`]],
    ['a declaration line', `${id}/1/2`, `${id}/1/2`, [`${first}:2`]],
    ['goods that were never sold', idOf('goods', 31), idOf('goods', 31), []],
    ['a merchant that never sold', 'ORG-3', idOf('entity', 3), []],
  ])('begins at %s', async (_name, start, node, lines) => {
    const { status, body } = await trace(start);
    expect(status).toBe(200);
    expect(body.starts).toEqual([node]);
    expect(body.nodes.map((one: { id: string }) => one.id)).toContain(node);
    expect(ids(body, 'LINE').toSorted()).toEqual(lines.toSorted());
  });

  it('follows a trade to the consolidation that holds it, not to one that was given up', async () => {
    expect(ids((await trace(second)).body, 'CONSOLIDATION')).toEqual([id]);
    const cancelled = await trace(idOf('consolidation', 0));
    expect(ids(cancelled.body, 'CONSOLIDATION').toSorted()).toEqual([idOf('consolidation', 0), id].toSorted());
  });

  it.each([
    'ORG-404',
    'CBHU0000000',
    idOf('trade', 404),
    `${first}:3`,
    `${id}/C3`,
    `${id}/2`,
    `${id}/1/3`,
    `${first}/V1x`,
    '%2F',
    ' ',
    idOf('filing', 1),
  ])('does not find “%s”', async (start) => {
    expect((await trace(start)).status).toBe(404);
  });

  describe('for its reader', () => {
    it.each([
      ['the city', operator(), 200],
      ['customs', agency(), 200],
      ['customs of the district', agency(DAZU), 200],
      ['customs of another district', agency(YUZHONG), 404],
      ['another district', clerk(YUZHONG), 404],
    ] as [string, Caller, number][])('%s is answered', async (_name, caller, status) => {
      expect((await trace(id, caller)).status).toBe(status);
      expect((await trace('TEMU7654328', caller)).status).toBe(status);
      expect((await trace('ORG-1', caller)).status).toBe(status);
    });

    it('shows a merchant its own lines of a shared container, and nothing of the others', async () => {
      const { body } = await trace('TEMU7654328', merchant(m1));
      expect(ids(body, 'LINE')).toEqual([`${first}:1`]);
      expect(JSON.stringify(body)).not.toContain(m2);
      expect(JSON.stringify(body)).not.toContain(second);
    });

    it.each([
      ['its own stall', m1, merchant(m1), 200],
      ['its own goods', idOf('goods', 11), merchant(m1), 200],
      ["another's goods", idOf('goods', 21), merchant(m1), 404],
      ["another's trade", second, merchant(m1), 404],
      ["another's line", `${second}:1`, merchant(m1), 404],
      ['a container without its goods', 'CBHU9876547', merchant(m2), 404],
      ['its buyer', idOf('entity', 90), merchant(m1), 200],
      ['a merchant that it has nothing to do with', m2, merchant(m1), 404],
      ['the operator of a trade', first, agent(idOf('entity', 91)), 200],
      ['the consolidator of a trade', first, agent(idOf('entity', 92)), 200],
      ['an agent without an entity', first, { sub: 'a', role: 'agent', districtId: DAZU }, 404],
      ['an agent of nothing', first, agent(idOf('entity', 99)), 404],
    ] as [string, string, Caller, number][])('%s', async (_name, start, caller, status) => {
      expect((await trace(start, caller)).status).toBe(status);
    });
  });

  it('of a number answers a stranger as of one that nobody has', async () => {
    const numbers = ['ORG-1', 'ORG-2', 'SP-11', 'SP-21', 'HT-2', 'CBHU9876547'];
    const strangers = [merchant(idOf('entity', 3)), agent(idOf('entity', 99)), agency(YUZHONG), merchant(m1, YUZHONG)];
    for (const caller of [...strangers, { sub: 'a', role: 'agent', districtId: DAZU } satisfies Caller]) {
      const answers = await Promise.all([...numbers, 'NOSUCH-1'].map((number) => trace(number, caller)));
      const said = answers.map(({ status, body: { code, detail } }) => ({ status, code, detail }));
      expect(new Set(said.map((one) => JSON.stringify(one))).size, JSON.stringify(said)).toBe(1);
      expect(said[0]?.status).toBe(404);
    }
  });

  it('of a number that many others have too shows a party its own', async () => {
    const vouchers = [{ type: 'CONTRACT' as const, number: '0001' }];
    await deliver(registry.runtime, ['TradeChanged', trade(50, 2, [21], { vouchers })]);
    for (let number = 51; number < 60; number += 1) {
      await deliver(registry.runtime, ['TradeChanged', trade(number, 3, [31], { vouchers })]);
    }
    expect((await trace('0001', merchant(m2))).body.starts).toEqual([idOf('trade', 50)]);
    expect((await trace('0001', merchant(idOf('entity', 3)))).body.starts).toHaveLength(5);
    expect((await trace('0001', merchant(m1))).status).toBe(404);
  });

  it('cuts what would be too much, and says so', async () => {
    const many = Array.from({ length: 81 }, (_one, number) => trade(1000 + number, 3, [31, 31, 31, 31]));
    for (const one of many) await deliver(registry.runtime, ['TradeChanged', one]);
    const { body } = await trace('ORG-3');
    expect(ids(body, 'LINE')).toHaveLength(MAX_LINES);
    expect(body.truncated).toBe(true);
    expect(ids(body, 'TRADE')).toContain(idOf('trade', 1080));
    expect(ids(body, 'TRADE')).not.toContain(idOf('trade', 1000));
  });
});

describe('the subscribers', () => {
  it('understand what trade tells', async () => {
    const registration = register(request({ voucher: 'HT-7' }), filed(), history(), {
      ...context(),
      id: idOf('trade', 700),
    });
    if ('refused' in registration) throw new Error('the sample breaks a rule');
    await deliver(registry.runtime, ['TradeChanged', tradeChanged(registration.trade, 9, '2026-03-18T00:00:00.000Z')]);
    const { body } = await trace(`${registration.trade.id}:1`);
    expect(ids(body, 'VOUCHER')).toEqual([`${registration.trade.id}/V1`]);
    expect(body.nodes.find(({ kind }: { kind: string }) => kind === 'LINE')?.label).toBe('抹泥刀 8205590000');
  });

  it('give one graph in whatever order and however often the events arrive', async () => {
    await fc.assert(
      fc.asyncProperty(worlds, fc.infiniteStream(fc.nat()), async (drawn, random) => {
        // Every run has its own district.
        const district = String(600_000 + (random.next().value % 100_000));
        const world = JSON.parse(JSON.stringify(drawn).replaceAll(DAZU, district)) as typeof drawn;
        const events = eventsOf(world);
        const [...order] = random.take(events.length * 2);
        const shuffled = [...events, ...events]
          .map((event, index) => ({ event, at: order[index] ?? 0 }))
          .sort((a, b) => a.at - b.at);
        for (const { event } of shuffled) await deliver(registry.runtime, event);
        for (const { no, lines = [] } of world.consolidation.containers) {
          if (lines.length === 0) continue;
          const { body } = await trace(`${world.consolidation.consolidationId}/C${no}`, clerk(district));
          const expected = new Set(lines.map(({ tradeId, lineNo }) => `${tradeId}:${lineNo}`));
          expect(new Set(ids(body, 'LINE'))).toEqual(expected);
          const merchants = new Set(
            world.trades
              .filter(({ tradeId }) => lines.some((line) => line.tradeId === tradeId))
              .map((one) => one.merchantId),
          );
          expect(new Set(ids(body, 'STALL'))).toEqual(new Set([...merchants].map((one) => `${one}/S`)));
        }
      }),
      { numRuns: 8 },
    );
  });

  it('keep the newest version of a record', async () => {
    const [old, renamed] = [entity(50, 'merchant'), entity(50, 'merchant', { version: 2, name: '改名' })];
    for (const one of [renamed, old]) await deliver(registry.runtime, ['EntityChanged', one]);
    const { body } = await trace('ORG-50');
    expect(body.nodes[0].label).toBe('改名 ORG-50');
  });

  it('find a container by its number once it is confirmed', async () => {
    await deliver(registry.runtime, ['TradeChanged', trade(600, 3, [31])]);
    const lines = [{ tradeId: idOf('trade', 600), lineNo: 1, cartons: 2 }];
    const planned = consolidation(60, [600], { status: 'PLANNED', containers: [{ no: 1, type: '22G1', lines }] });
    await deliver(registry.runtime, ['ConsolidationChanged', planned]);
    expect((await trace('MSKU9070323')).status).toBe(404);
    const confirmed = {
      ...planned,
      version: 2,
      status: 'CONFIRMED',
      containers: [{ no: 1, type: '22G1', containerNumber: 'MSKU9070323', lines }],
    };
    await deliver(registry.runtime, ['ConsolidationChanged', confirmed]);
    const { body } = await trace('MSKU9070323');
    expect(body.starts).toEqual([`${planned.consolidationId}/C1`]);
    expect(ids(body, 'CONTAINER')).toEqual(body.starts);
  });

  it('take events of consolidations without their plan', async () => {
    const bare = consolidation(61, [1], { status: 'PLANNING', containers: [], declarations: [] });
    await deliver(registry.runtime, ['ConsolidationChanged', bare]);
    expect((await trace(bare.consolidationId)).status).toBe(200);
    expect(ids((await trace(first)).body, 'CONSOLIDATION')).toEqual([id]);
  });
});
