import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Caller } from '../../../functions/shared/auth/caller.ts';
import { phoneTailDigest } from '../../../functions/shared/digest.ts';
import { bearNumber } from '../../../functions/shared/numbers/numbers.ts';
import { CURRENT, districtKey } from '../../../functions/shared/table/keys.ts';
import { put } from '../../../functions/shared/table/write.ts';
import { build } from '../../../functions/trace/api.ts';
import { traceApi } from '../../../functions/trace/contract/index.ts';
import type { Entity } from '../../../functions/trace/domain/record.ts';
import { traceStore } from '../../../functions/trace/store/index.ts';
import { agency, call, clerk, DAZU, merchant, operator, reviewer, YUZHONG } from '../../kit/call.ts';
import { useRegistry } from '../../kit/registry.ts';
import { sample } from '../events/samples.ts';
import { consolidation, deliver, type Event, entity, goods, idOf, parties, trade } from './world.ts';

/** A trace from what people say: numbers of our own, marks, seals, stalls, the last digits of a phone. */

const registry = useRegistry();

const trace = (start: string, caller: Caller = clerk()) =>
  call(build(registry.runtime), traceApi, 'trace', { caller, params: { start } });

const agent = (entityId: string): Caller => ({ sub: 'agent', role: 'agent', districtId: DAZU, entityId });
const phone = (tail: string) => ({ phoneTailDigest: phoneTailDigest(DAZU, tail) });

const CO = 'ZD5001112026000012';
const [t1, t2, t3] = [idOf('trade', 1), idOf('trade', 2), idOf('trade', 3)];
const [m1, m2, m3] = [idOf('entity', 1), idOf('entity', 2), idOf('entity', 3)];
const held = consolidation(1, [1, 2], {
  consolidationNumber: CO,
  containers: [
    {
      no: 1,
      type: '45G1',
      packingNumber: `${CO}-01`,
      containerNumber: 'TEMU7654328',
      sealNumber: 'CQDZ000128',
      lines: [{ tradeId: t1, lineNo: 1, cartons: 5 }],
    },
    { no: 2, type: '22G1', packingNumber: `${CO}-02`, lines: [{ tradeId: t2, lineNo: 1, cartons: 9 }] },
  ],
});

beforeAll(async () => {
  const events: Event[] = [
    ...parties.map((one): Event => ['EntityChanged', one]),
    ['EntityChanged', entity(1, 'merchant', { stall: 'A区1层018号', ...phone('1234') })],
    ['EntityChanged', entity(2, 'merchant', { stall: 'B区2层7号', ...phone('1234') })],
    ['EntityChanged', entity(3, 'merchant', { stall: 'B区2层8号', ...phone('5678') })],
    // Another merchant of the same stall's name, in another market.
    ['EntityChanged', entity(4, 'merchant', { stall: 'B区2层8号' })],
    ['GoodsChanged', goods(11, 1)],
    ['GoodsChanged', goods(21, 2)],
    ['GoodsChanged', goods(31, 3)],
    ['TradeChanged', trade(1, 1, [11, 11], { tradeNumber: 'JD5001112026000001' })],
    ['TradeChanged', trade(2, 2, [21], { tradeNumber: 'JD5001112026000002' })],
    ['TradeChanged', trade(3, 3, [31])],
    ['ConsolidationChanged', held],
  ];
  for (const event of events) await deliver(registry.runtime, event);
  const never = () => new Error('borne twice');
  await registry.runtime.table.commit([
    bearNumber(DAZU, 'JD5001112026000001', t1, never),
    bearNumber(DAZU, 'JD5001112026000002', t2, never),
    bearNumber(DAZU, CO, held.consolidationId, never),
  ]);
});

const container = (no: number): string => `${held.consolidationId}/C${no}`;

describe('a trace', () => {
  it.each([
    ['a trade number', 'JD5001112026000001', t1],
    ['one as people type it', 'jd 500111 2026 000001', t1],
    ['a consolidation number', CO, held.consolidationId],
    ['a packing number', `${CO}-02`, container(2)],
    ['a packing number without its zero', `${CO.toLowerCase()}－1`, container(1)],
    ['a seal number', 'cqdz-000128', container(1)],
    ['a mark as printed on the packing list', '000001-1 C/5', `${t1}:1`],
    ['a mark of many cartons', '000002-1 C/1-180', `${t2}:1`],
    ['a mark without a carton', '000001-2', `${t1}:2`],
    ['a stall', 'A区1层018号', m1],
    ['a stall as people say it', 'a-1-18', m1],
    ['the last digits of a phone', '5678', m3],
  ])('begins at %s', async (_what, start, node) => {
    const { status, body } = await trace(start);
    expect(status, JSON.stringify(body)).toBe(200);
    expect(body.starts).toEqual([node]);
    expect(body.choice).toBeUndefined();
    expect(body.nodes.map(({ id }: { id: string }) => id)).toContain(node);
    expect(body.edges.length).toBeGreaterThan(0);
  });

  it('calls records by their numbers, and what has none by its identifier', async () => {
    const { body } = await trace(`${CO}-02`);
    const labels = new Map(body.nodes.map(({ id, label }: { id: string; label: string }) => [id, label]));
    expect(labels.get(t2)).toBe('JD5001112026000002');
    expect(labels.get(held.consolidationId)).toBe(CO);
    expect(labels.get(container(2))).toBe(`${CO}-02 22G1`);
    expect((await trace(t3)).body.nodes[0].label).toBe(t3);
  });

  it.each([
    ['a stall that two have in two markets', 'B区2层8号', [idOf('entity', 4), m3]],
    ['the last digits of two phones', '1234', [m2, m1]],
  ])('of %s answers a choice, and nothing of what lies behind', async (_what, start, choices) => {
    const { status, body } = await trace(start);
    expect(status).toBe(200);
    expect(body.starts.toSorted()).toEqual(choices.toSorted());
    expect(body.nodes.map(({ id }: { id: string }) => id).toSorted()).toEqual(choices.toSorted());
    expect(body).toMatchObject({ edges: [], truncated: false, choice: true });
  });

  it.each([
    'JD5001112026000099',
    'JD5001032026000001',
    `${CO}-03`,
    `${CO}-0`,
    'CQDZ000129',
    '000001-3 C/1',
    '000009-1',
    'A区1层019号',
    '9999',
    '234',
    '13800001234',
  ])('does not find “%s”', async (start) => {
    expect((await trace(start)).status).toBe(404);
  });
});

describe('for its reader', () => {
  const everyWay = ['JD5001112026000001', CO, `${CO}-01`, 'CQDZ000128', '000001-1 C/5', 'A-1-18'];

  it.each([
    ['another district', clerk(YUZHONG)],
    ['another district’s agency', agency(YUZHONG)],
    ['a merchant that has nothing in it', merchant(m3)],
    ['the same merchant in another district', merchant(m1, YUZHONG)],
    ['an agent of nothing', agent(idOf('entity', 99))],
    ['an agent without an entity', { sub: 'a', role: 'agent', districtId: DAZU } satisfies Caller],
  ] as [string, Caller][])('%s is answered as of one that nobody has', async (_who, caller) => {
    const answers = await Promise.all([...everyWay, '1234', 'JD5001112026000077'].map((start) => trace(start, caller)));
    const said = answers.map(({ status, body: { code, detail } }) => JSON.stringify({ status, code, detail }));
    expect(new Set(said).size, said.join('\n')).toBe(1);
    expect(answers[0]?.status).toBe(404);
  });

  it.each([
    ['the merchant', merchant(m1)],
    ['the trade operator', agent(idOf('entity', 91))],
    ['the consolidator', agent(idOf('entity', 92))],
    ['the city', operator()],
    ['customs', agency()],
  ] as [string, Caller][])('%s is shown its own by every way', async (_who, caller) => {
    for (const start of everyWay) expect((await trace(start, caller)).status, start).toBe(200);
  });

  it('a merchant sees its own lines of the consolidation, and nothing of the others', async () => {
    for (const start of [CO, `${CO}-01`, 'CQDZ000128']) {
      const text = JSON.stringify((await trace(start, merchant(m1))).body);
      expect(text).toContain(t1);
      expect(text).not.toContain(t2);
      expect(text).not.toContain(m2);
    }
    expect((await trace(`${CO}-02`, merchant(m1))).status).toBe(404);
    expect((await trace('JD5001112026000002', merchant(m1))).status).toBe(404);
    expect((await trace('000002-1 C/1', merchant(m1))).status).toBe(404);
    expect((await trace('B-2-7', merchant(m1))).status).toBe(404);
  });

  it('phones are for offices alone, a party’s own among them', async () => {
    for (const caller of [clerk(), reviewer(), operator(), agency(), agency(DAZU)]) {
      expect((await trace('5678', caller)).status, caller.role).toBe(200);
    }
    for (const caller of [merchant(m3), merchant(m1), agent(idOf('entity', 91)), agent(idOf('entity', 92))]) {
      expect((await trace('5678', caller)).status, caller.role).toBe(404);
      expect((await trace('1234', caller)).status, caller.role).toBe(404);
    }
  });

  it('a choice shows a party its own of several', async () => {
    expect((await trace('B区2层8号', merchant(m3))).body.starts).toEqual([m3]);
  });
});

describe('a party that another district has admitted', () => {
  const id = idOf('entity', 95);
  const there = idOf('trade', 41, YUZHONG);
  const number = 'JD5001112026000093';

  beforeAll(async () => {
    const party = { ...sample('AdmissionChanged').party, entityId: id, districtId: DAZU, filingNumber: number };
    const detail = sample('AdmissionChanged', { districtId: YUZHONG, status: 'ENDED', version: 2, party });
    const traded = trade(41, 41, [411], { tradeId: there, districtId: YUZHONG, tradeOperatorId: id });
    const own = entity(95, 'tradeOperator', { filingNumber: number, stall: 'H区1层9号' });
    for (const event of [
      ['EntityChanged', own],
      ['TradeChanged', trade(42, 1, [11], { tradeOperatorId: id })],
      ['AdmissionChanged', detail],
      ['TradeChanged', traded],
    ] as Event[])
      await deliver(registry.runtime, event);
  });

  it.each([id, number, 'H-1-9'])(
    'is traced from %s through every district, once and as its own says',
    async (start) => {
      for (const caller of [agency(), operator()]) {
        const { body } = await trace(start, caller);
        expect(body.starts).toEqual([id]);
        const nodes = new Map<string, { status: string }>(body.nodes.map((one: any) => [one.id, one]));
        expect([nodes.has(there), nodes.has(idOf('trade', 42))]).toEqual([true, true]);
        expect(nodes.get(id)?.status).toBe('ACTIVE');
      }
    },
  );

  it('is traced by each district through its own trades alone', async () => {
    for (const [caller, own, other] of [
      [clerk(YUZHONG), there, idOf('trade', 42)],
      [clerk(), idOf('trade', 42), there],
    ] as const) {
      const ids = new Set((await trace(id, caller)).body.nodes.map((one: any) => one.id));
      expect([ids.has(own), ids.has(other)]).toEqual([true, false]);
    }
  });
});

describe('what is kept', () => {
  it('has no digits of a phone in a key or a record', async () => {
    await deliver(registry.runtime, ['EntityChanged', entity(60, 'buyer', phone('8642'))]);
    const { Items: items = [] } = await registry.documents.send(new ScanCommand({ TableName: 'registry' }));
    expect(items.length).toBeGreaterThan(0);
    for (const item of items) expect(JSON.stringify(item).replaceAll(/[0-9a-f]{64}/g, '')).not.toContain('8642');
  });

  it('follows a phone that changes, and remembers who stood on a stall', async () => {
    await deliver(registry.runtime, [
      'EntityChanged',
      entity(61, 'merchant', { stall: 'C区1层1号', ...phone('4321') }),
    ]);
    const moved = entity(61, 'merchant', { version: 2, stall: 'C区1层2号', ...phone('8765') });
    await deliver(registry.runtime, ['EntityChanged', moved]);
    expect((await trace('4321')).status).toBe(404);
    expect((await trace('8765')).body.starts).toEqual([idOf('entity', 61)]);
    for (const stall of ['C-1-1', 'C-1-2']) expect((await trace(stall)).body.starts).toEqual([idOf('entity', 61)]);
  });

  it('by an earlier release is found by stall and phone once it is announced again, in the same version', async () => {
    const old: Entity = entity(62, 'merchant', { stall: 'D区1层1号' });
    const key = { pk: districtKey(DAZU, 'TRACE', old.entityId), sk: CURRENT };
    await registry.runtime.table.commit([put({ ...key, form: 1, type: 'ENTITY', version: 1, detail: old })]);
    expect((await trace('D-1-1')).status).toBe(404);
    expect((await trace(old.entityId)).status).toBe(200);
    const told = { ...old, ...phone('2468') };
    for (let times = 0; times < 2; times += 1) await deliver(registry.runtime, ['EntityChanged', told]);
    expect((await trace('D-1-1')).body.starts).toEqual([old.entityId]);
    expect((await trace('2468')).body.starts).toEqual([old.entityId]);
    // A newer version is never set back by one that is announced again.
    await deliver(registry.runtime, ['EntityChanged', { ...told, version: 3, name: '改名' }]);
    await deliver(registry.runtime, ['EntityChanged', told]);
    expect((await traceStore(registry.runtime.table).records(DAZU, [old.entityId]))[0]?.detail).toMatchObject({
      version: 3,
    });
  });
});
