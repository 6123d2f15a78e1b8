import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { build } from '../../../functions/consolidation/api.ts';
import { consolidationApi } from '../../../functions/consolidation/contract/index.ts';
import type { TradeSnapshot } from '../../../functions/consolidation/domain/trade.ts';
import { replays } from '../../../functions/consolidation/store/replays.ts';
import { measureLedger, readLedgers } from '../../../functions/shared/ledger/ledger.ts';
import { districtKey } from '../../../functions/shared/table/keys.ts';
import { agency, type CallOptions, call, clerk } from '../../kit/call.ts';
import { useRegistry } from '../../kit/registry.ts';
import { plan } from './fixtures/planning.ts';
import { CONSOLIDATOR, entityId, fewCartons, sampleTrades } from './fixtures/sample.ts';
import { APART, agent, fileParties, register, request, tradeArrives } from './fixtures/world.ts';

/** What was loaded confirms a consolidation, with a plan or without. */

const registry = useRegistry();
beforeAll(() => fileParties(registry));

const send = (operation: keyof typeof consolidationApi, options: CallOptions = {}) =>
  call(build(registry.runtime), consolidationApi, operation, { caller: clerk(), ...options });
const get = async (id: string) => (await send('getConsolidation', { params: { id } })).body;
const packing = (id: string, options: CallOptions = {}) => send('getPacking', { params: { id }, ...options });
const pack = async (id: string, containers: unknown, more: object = {}, options: CallOptions = {}) => {
  const read = await send('getConsolidation', { params: { id } });
  const headers = { 'If-Match': read.headers['ETag'] ?? '"1"', ...options.headers };
  return send('recordPacking', { params: { id }, body: { containers, ...more }, ...options, headers });
};
const release = (id: string) => send('releaseConsolidation', { params: { id }, body: { reason: '客户改期' } });
const pkOf = (id: string) => districtKey('500111', 'CONSOLIDATION', id);
const codes = (reply: { body: any }): string[] =>
  reply.body.errors.map(({ code, pointer }: any) => `${code} ${pointer}`);
const results = (body: any): Record<string, string> =>
  Object.fromEntries(body.verdicts.map(({ judged, result }: any) => [judged, result]));
const told = async (id: string): Promise<any[]> =>
  (await registry.messages(pkOf(id))).flatMap((one) => (one.type === 'event' ? [one.detail] : []));

let used = 0;
/** A valid number that no other test of this file has used. */
function freshNumber(): string {
  used += 1;
  const stem = `TSPU${String(100_000 + used)}`;
  const valueOf = (character: string) => Number.parseInt(character, 36);
  const letters = (n: number) => (n < 10 ? n : n + Math.floor((n - 1) / 10));
  const sum = Array.from(stem).reduce((total, one, at) => total + letters(valueOf(one)) * 2 ** at, 0);
  return `${stem}${(sum % 11) % 10}`;
}

const unmeasured = (trade: TradeSnapshot): TradeSnapshot => ({
  ...trade,
  lines: trade.lines.map((line) => ({ ...line, grossG: 0, netG: 0, cartons: [] })),
});
const rowsOf = (trade: TradeSnapshot) =>
  trade.lines.map((line) => ({
    tradeId: trade.tradeId,
    lineNo: line.lineNo,
    cartons: line.cartons.reduce((sum, { count }) => sum + count, 0),
  }));

let trades: TradeSnapshot[];
const states = async () => {
  const ids = trades.map(({ tradeId }) => tradeId);
  return (await readLedgers(registry.runtime.table, ids)).map((ledger) => ledger?.state);
};
const fresh = (sample: TradeSnapshot[]) =>
  sample.map((trade) => ({ ...trade, tradeId: `trade-500111-${registry.runtime.newUlid()}` }));

/** A consolidation that waits for measures that no message carries. */
async function waiting(): Promise<string> {
  trades = fresh(sampleTrades());
  for (const trade of trades) await register(registry, unmeasured(trade));
  const { body } = await send('createConsolidation', { body: request(trades, { awaitMeasures: true }) });
  expect(body.status).toBe('AWAITING_MEASURES');
  return body.id;
}

/** A consolidation of measured trades; planned, unless it is to be in the middle of that. */
async function measured(isPlanned = true): Promise<string> {
  trades = fresh(fewCartons());
  for (const trade of trades) await register(registry, trade);
  const { body } = await send('createConsolidation', { body: request(trades, APART) });
  if (isPlanned) await plan(registry.runtime, body.id);
  return body.id;
}

describe('a consolidation that waits for measures', () => {
  let id: string;
  beforeEach(async () => {
    id = await waiting();
  });

  it('is confirmed by a list of numbers and types alone, and says what nobody has judged', async () => {
    const number = freshNumber();
    const { status, body, headers } = await pack(id, [{ containerNumber: number, type: '45G1' }]);
    expect(status).toBe(200);
    expect(headers['ETag']).toBe('"2"');
    expect(body).toMatchObject({ id, status: 'CONFIRMED', version: 1, findings: [] });
    expect(body.containers).toEqual([
      { no: 1, containerNumber: number, type: '45G1', packingNumber: expect.stringMatching(/-01$/), rows: [] },
    ]);
    expect(results(body)).toMatchObject({
      COUNT: 'UNJUDGED',
      MASS: 'UNJUDGED',
      SIZE: 'UNJUDGED',
      NET_GROSS: 'UNJUDGED',
      DAY: 'UNJUDGED',
      VALUE: 'PASSED',
      SEPARATION: 'PASSED',
    });
    expect(body.declarations.map(({ totalUsd }: any) => totalUsd.amount)).toEqual(['123000.00']);
    for (const line of body.declarations[0].lines) expect(line).not.toHaveProperty('grossWeightKg');
    const made = await get(id);
    expect(made).toMatchObject({ status: 'CONFIRMED', containers: [], declarations: [] });
    expect(made.loaded.containers).toEqual([{ no: 1, containerNumber: number, type: '45G1' }]);
    expect((await packing(id)).body).toEqual(body);
    expect(await states()).toEqual(['AWAITED', 'AWAITED', 'AWAITED']);
  });

  it('tells the others which containers there are, and no cartons that nobody has counted', async () => {
    const number = freshNumber();
    await pack(id, [{ containerNumber: number, type: '45G1' }]);
    const [last] = (await told(id)).slice(-1);
    expect(last).toMatchObject({
      status: 'CONFIRMED',
      action: 'CONFIRM',
      loaded: { version: 1, isSealed: false },
      containers: [{ no: 1, containerNumber: number, tradeIds: trades.map(({ tradeId }) => tradeId) }],
    });
    expect(last.containers[0]).not.toHaveProperty('lines');
    expect(last.declarations).toHaveLength(1);
    const heads = await registry.heads('500111', 'CONSOLIDATIONS');
    const own = heads.filter(({ pk }) => pk === pkOf(id));
    const [again] = await replays[0]!.announcements(registry.runtime.table, own);
    const { action: _action, ...state } = last;
    expect(again?.message).toMatchObject({ detail: JSON.parse(JSON.stringify(state)) });
  });

  it('is not planned when its measures come at last: they are judged', async () => {
    await pack(id, [{ containerNumber: freshNumber(), type: '45G1', rows: trades.flatMap(rowsOf) }]);
    expect(results((await packing(id)).body)['COUNT']).toBe('UNJUDGED');
    for (const trade of trades) {
      await registry.runtime.table.commit([measureLedger(trade.tradeId, 'RESERVED', () => new Error('not awaited'))]);
      await tradeArrives(registry, { ...trade, version: 2 });
    }
    expect(await get(id)).toMatchObject({ status: 'CONFIRMED' });
    expect((await registry.messages(pkOf(id))).filter(({ type }) => type === 'start')).toEqual([]);
    const { body } = await packing(id);
    expect(results(body)['COUNT']).toBe('PASSED');
    // All 33,690 kg in one container: what is known now says so.
    expect(body.findings.map(({ code }: any) => code)).toEqual(['R09_OVER_PAYLOAD']);
    expect(await states()).toEqual(['RESERVED', 'RESERVED', 'RESERVED']);
    expect((await release(id)).body.status).toBe('CANCELLED');
    expect(await states()).toEqual(['OPEN', 'OPEN', 'OPEN']);
  });

  it('is sealed when every box of it is, and then keeps its seals', async () => {
    const [a, b] = [freshNumber(), freshNumber()];
    const first = await pack(id, [
      { containerNumber: a, type: '45G1', sealNumber: `S-${a}` },
      { containerNumber: b, type: '22G1' },
    ]);
    expect(first.body).toMatchObject({ status: 'CONFIRMED' });
    expect(first.body.findings.map(({ code }: any) => code)).toEqual(['SPLIT_OVER_CONTAINERS']);
    const sealed = await pack(id, [
      { containerNumber: a, type: '45G1', sealNumber: `s ${a}` },
      { containerNumber: b, type: '22G1', sealNumber: `S-${b}` },
    ]);
    expect(sealed.body).toMatchObject({ status: 'SEALED', version: 2 });
    const otherwise = await pack(id, [{ containerNumber: a, type: '45G1', sealNumber: `S-${a}` }]);
    expect(codes(otherwise)).toEqual(['SEAL_STANDS /containers']);
    expect((await get(id)).status).toBe('SEALED');
    expect((await release(id)).body.status).toBe('CANCELLED');
    expect(await states()).toEqual(['UNMEASURED', 'UNMEASURED', 'UNMEASURED']);
    // What was loaded stays to be read.
    expect((await packing(id, { caller: agency('500111') })).body).toMatchObject({ status: 'CANCELLED', version: 2 });
  });

  it('takes the same list twice as one, and another only by whoever has read the last', async () => {
    const boxes = [{ containerNumber: freshNumber(), type: '45G1' }];
    const once = await pack(id, boxes);
    const again = await pack(id, boxes, {}, { headers: { 'If-Match': '"1"' } });
    expect([again.status, again.body, again.headers['ETag']]).toEqual([200, once.body, '"2"']);
    const stale = await pack(id, [{ ...boxes[0], type: '22G1' }], {}, { headers: { 'If-Match': '"1"' } });
    expect(stale.status).toBe(412);
    expect((await send('recordPacking', { params: { id }, body: { containers: boxes } })).status).toBe(428);
    expect((await told(id)).map(({ version }) => version)).toEqual([1, 2]);
  });

  it('judges a list dry, with what is told of it, and writes nothing', async () => {
    const boxes = [freshNumber(), freshNumber()].map((containerNumber) => ({ containerNumber, type: '45G1' }));
    const dry = await pack(id, boxes, {}, { headers: { Prefer: 'dry-run' } });
    expect(dry.body).toMatchObject({ status: 200, findings: [{ code: 'SPLIT_OVER_CONTAINERS' }] });
    expect((await get(id)).status).toBe('AWAITING_MEASURES');
    expect((await packing(id)).status).toBe(409);
  });

  it('gives the containers to one of two consolidations that load at once', async () => {
    const containers = [{ containerNumber: freshNumber(), type: '45G1' }];
    const other = await waiting();
    const replies = await Promise.all([pack(id, containers), pack(other, containers)]);
    expect(replies.map(({ status }) => status).toSorted((x, y) => x - y)).toEqual([200, 422]);
  });

  it('is for its own consolidator, and for the centre', async () => {
    const containers = [{ containerNumber: freshNumber(), type: '45G1' }];
    expect((await pack(id, containers, {}, { caller: agent(entityId(88)) })).status).toBe(404);
    expect((await pack(id, containers, {}, { caller: agent(CONSOLIDATOR) })).status).toBe(200);
  });

  it('is audited', async () => {
    await pack(id, [{ containerNumber: freshNumber(), type: '45G1' }]);
    const { body } = await send('listConsolidationVersions', { params: { id } });
    expect(body.items.at(-1)).toMatchObject({
      action: 'CONFIRM',
      reasons: ['按装箱清单第 1 版确认'],
      status: 'CONFIRMED',
    });
  });
});

describe('what is sent wrong is named, and nothing is lost', () => {
  let id: string;
  beforeAll(async () => {
    id = await measured();
  });
  const box = (more: object = {}) => ({ containerNumber: freshNumber(), type: '45G1', ...more });
  const row = (more: object = {}) => ({ ...rowsOf(trades[0]!)[0]!, ...more });

  it.each<[string, () => unknown[], string[]]>([
    ['no container', () => [], ['TOO_SMALL /containers']],
    ['no number', () => [{ type: '45G1' }], ['REQUIRED /containers/0/containerNumber']],
    [
      'a wrong check digit',
      () => [box({ containerNumber: 'TEMU7654329' })],
      ['R10_CONTAINER_NUMBER /containers/0/containerNumber'],
    ],
    ['a type that is not on offer', () => [box({ type: '99X9' })], ['NOT_ALLOWED /containers/0/type']],
    ['a container twice', () => Array(2).fill(box()), ['DUPLICATE /containers/1/containerNumber']],
    [
      'a seal twice',
      () => [box({ sealNumber: 'CQ 7-1' }), box({ sealNumber: 'cq71' })],
      ['DUPLICATE /containers/1/sealNumber'],
    ],
    ['a row twice', () => [box({ rows: [row(), row()] })], ['DUPLICATE /containers/0/rows/1']],
    ['no cartons', () => [box({ rows: [row({ cartons: 0 })] })], ['TOO_SMALL /containers/0/rows/0/cartons']],
    ['more than is registered', () => [box({ rows: [row({ cartons: 12 })] })], ['OVER /containers/0/rows/0']],
    ['an unknown line', () => [box({ rows: [row({ lineNo: 44 })] })], ['NO_SUCH_LINE /containers/0/rows/0/lineNo']],
    [
      'a trade of another consolidation',
      () => [box({ rows: [row({ tradeId: `trade-500111-${registry.runtime.newUlid()}` })] })],
      ['TRADE_NOT_IN_CONSOLIDATION /containers/0/rows/0'],
    ],
    [
      'a trade whole and by its lines',
      () => [box({ rows: [row(), { tradeId: trades[0]!.tradeId }] })],
      ['ROWS_MIXED /containers/0/rows/1'],
    ],
    ['half a plate', () => [box({ maxGrossKg: 30_480 })], ['REQUIRED /containers/0/tareKg']],
    [
      'a plate that carries nothing',
      () => [box({ maxGrossKg: 3900, tareKg: 3900 })],
      ['RULE /containers/0/maxGrossKg'],
    ],
    ['too heavy a load', () => [box({ rows: [row({ grossWeightKg: 40_000 })] })], ['R09_OVER_PAYLOAD /containers/0']],
  ])('%s', async (_what, boxes, expected) => {
    const reply = await pack(id, boxes());
    expect(reply.status, JSON.stringify(reply.body)).toBe(422);
    expect(codes(reply).filter((one) => !one.startsWith('NOT_LOADED'))).toEqual(expected);
    expect(reply.body.errors.every(({ message }: any) => /\p{Script=Han}/u.test(message))).toBe(true);
    expect(await get(id)).toMatchObject({ status: 'PLANNED' });
  });

  it('a container that is live elsewhere, and a seal that was used', async () => {
    const [number, seal] = [freshNumber(), `USED-${used}`];
    const held = await waiting();
    expect((await pack(held, [{ containerNumber: number, type: '45G1', sealNumber: seal }])).status).toBe(200);
    const other = await waiting();
    const live = await pack(other, [{ containerNumber: number, type: '45G1' }]);
    expect(codes(live)).toEqual(['R11_CONTAINER_IN_USE /containers/0/containerNumber']);
    const again = await pack(other, [box({ sealNumber: seal.toLowerCase() })]);
    expect(codes(again)).toEqual(['SEAL_USED /containers/0/sealNumber']);
    expect(again.body.errors[0].message).toMatch(/^封志 USED-\d+ 已用于 2026-\d\d-\d\d/);
    // Unpacked, the container is free; its seal was broken and stays used.
    await release(held);
    expect(codes(await pack(other, [{ ...box(), sealNumber: seal }]))).toEqual(['SEAL_USED /containers/0/sealNumber']);
    expect((await pack(other, [{ containerNumber: number, type: '45G1' }])).status).toBe(200);
  });

  it('a trade over the cap of one declaration: R01 refuses the declarations, and the facts stay', async () => {
    const over = await waiting();
    const [trade] = trades;
    const lines = trade!.lines.map((line, at) => ({ ...line, amountUsdMinor: at === 0 ? 150_000_01 : 100 }));
    await tradeArrives(registry, { ...trade!, lines, version: 2 });
    const { status, body } = await pack(over, [box()]);
    expect([status, body.status]).toEqual([200, 'CONFIRMED']);
    expect(body).not.toHaveProperty('declarations');
    expect(body.findings.map(({ code }: any) => code)).toEqual(['R01_LINE_OVER_LIMIT']);
    expect(results(body)['VALUE']).toBe('FAILED');
    expect((await told(over)).at(-1)).toMatchObject({ status: 'CONFIRMED', declarations: [] });
  });
});

describe('as loaded beats as planned', () => {
  it('supersedes the plan, shows the difference, and marks its papers', async () => {
    const id = await measured();
    const before = await get(id);
    expect(before.containers.length).toBeGreaterThan(1);
    const rows = trades.flatMap(rowsOf);
    const { body } = await pack(id, [{ containerNumber: freshNumber(), type: '45G1', rows }]);
    expect(body).toMatchObject({ status: 'CONFIRMED', supersededRevision: 1, findings: [] });
    expect(results(body)).toMatchObject({ COUNT: 'PASSED', MASS: 'PASSED', SIZE: 'PASSED' });
    expect(body.difference.types.length).toBeGreaterThan(0);
    expect(body.difference.lines).toEqual([]);
    expect((await get(id)).loaded).toMatchObject({ version: 1, supersededRevision: 1 });
    const paper = await send('getPackingList', { params: { id }, headers: { Accept: 'text/html' } });
    expect(paper.body).toContain('作废；原因：已按实际装箱清单确认');
    expect((await told(id)).at(-1)).toMatchObject({
      loaded: { supersededRevision: 1 },
      containers: [{ lines: rows }],
    });
  });

  it('comes over a plan that is confirmed, and frees the containers that it names no more', async () => {
    const id = await measured();
    const { containers } = await get(id);
    const planned = containers.map(({ no }: any) => ({ no, containerNumber: freshNumber(), sealNumber: `P${used}` }));
    await send('confirmConsolidation', { params: { id }, body: { containers: planned } });
    const { body } = await pack(id, [{ containerNumber: freshNumber(), type: '45G1' }]);
    expect(body).toMatchObject({ status: 'CONFIRMED', version: 1 });
    const other = await waiting();
    const taken = await pack(other, [{ containerNumber: planned[0].containerNumber, type: '45G1' }]);
    expect(taken.status).toBe(200);
  });

  it('ends a planning that runs: nothing of it is published', async () => {
    const id = await measured(false);
    await pack(id, [{ containerNumber: freshNumber(), type: '45G1' }]);
    expect(await plan(registry.runtime, id)).toMatchObject({ status: 'CONFIRMED', outcome: 'SUPERSEDED' });
    expect(await get(id)).toMatchObject({ status: 'CONFIRMED', containers: [] });
    expect(await get(id)).not.toHaveProperty('revision');
  });

  it('ends a late change that is planned, and is itself changed by another list alone', async () => {
    const id = await measured();
    const amend = async () => {
      const read = await send('getConsolidation', { params: { id } });
      const body = { reason: '客户少要', withdrawTradeIds: [trades[0]!.tradeId] };
      return send('amendConsolidation', { params: { id }, body, headers: { 'If-Match': read.headers['ETag'] } });
    };
    expect((await amend()).status).toBe(202);
    expect((await pack(id, [{ containerNumber: freshNumber(), type: '45G1' }])).status).toBe(200);
    expect(await plan(registry.runtime, id, 2)).toMatchObject({ status: 'CONFIRMED' });
    expect(await get(id)).not.toHaveProperty('amendment');
    expect((await amend()).body.detail).toContain('已按实际装箱清单确认，不能变更方案');
    expect(await states()).toEqual(['RESERVED', 'RESERVED', 'RESERVED']);
  });

  it('says of a consolidation without a plan that there are no papers of one', async () => {
    const id = await waiting();
    await pack(id, [{ containerNumber: freshNumber(), type: '45G1' }]);
    const { status, body } = await send('getPackingList', { params: { id } });
    expect([status, body.code]).toEqual([409, 'WRONG_STATE']);
  });

  it('lets several consolidations lie in one container where both lists say so', async () => {
    const [first, second] = [await waiting(), await waiting()];
    const containers = [{ containerNumber: freshNumber(), type: '45G1', shared: true }];
    expect((await pack(first, containers)).status).toBe(200);
    const { status, body } = await pack(second, containers);
    expect([status, body.findings.map(({ code }: any) => code)]).toEqual([200, ['CONTAINER_SHARED']]);
    await release(first);
    const third = await waiting();
    expect(codes(await pack(third, [{ ...containers[0], shared: false }]))).toEqual([
      'R11_CONTAINER_IN_USE /containers/0/containerNumber',
    ]);
  });
});
