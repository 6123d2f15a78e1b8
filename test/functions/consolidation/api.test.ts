import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { build } from '../../../functions/consolidation/api.ts';
import { consolidationApi } from '../../../functions/consolidation/contract/index.ts';
import type { TradeSnapshot } from '../../../functions/consolidation/domain/trade.ts';
import { build as releaseReservation } from '../../../functions/consolidation/steps/release-reservation.ts';
import { freeLedger, readLedgers, reserveLedger, withdrawLedger } from '../../../functions/shared/ledger/ledger.ts';
import { districtKey } from '../../../functions/shared/table/keys.ts';
import { agency, type CallOptions, call, clerk, merchant, operator, reviewer, YUZHONG } from '../../kit/call.ts';
import { useRegistry } from '../../kit/registry.ts';
import { plan } from './fixtures/planning.ts';
import { CONSOLIDATOR, entityId, fewCartons, sampleTrade, sampleTrades, TRADE_OPERATOR } from './fixtures/sample.ts';
import {
  APART,
  agent,
  fileParties,
  party,
  partyArrives,
  register,
  registerSample,
  request,
  tradeArrives,
} from './fixtures/world.ts';

const registry = useRegistry();
let handler: unknown;
beforeAll(async () => {
  handler = build(registry.runtime);
  await fileParties(registry);
});

const send = (operation: keyof typeof consolidationApi, options: CallOptions = {}) =>
  call(handler, consolidationApi, operation, { caller: clerk(), ...options });
const create = (body: unknown, options: CallOptions = {}) => send('createConsolidation', { body, ...options });
const get = (id: string, options: CallOptions = {}) => send('getConsolidation', { params: { id }, ...options });
const confirm = (id: string, containers: unknown, options: CallOptions = {}) =>
  send('confirmConsolidation', { params: { id }, body: { containers }, ...options });
const release = (id: string, options: CallOptions = {}) =>
  send('releaseConsolidation', { params: { id }, body: { reason: '客户改期' }, ...options });

const codes = (reply: { body: { errors: { code: string; pointer: string }[] } }): string[] =>
  reply.body.errors.map(({ code, pointer }) => `${code} ${pointer}`);
const states = async (trades: readonly TradeSnapshot[]) =>
  (
    await readLedgers(
      registry.runtime.table,
      trades.map(({ tradeId }) => tradeId),
    )
  ).map((ledger) => ledger?.state);
const pkOf = (id: string) => districtKey('500111', 'CONSOLIDATION', id);

/** A consolidation with a plan of two containers; few cartons unless a test asks for the whole sample. */
async function planned(sample = fewCartons(), more: object = APART) {
  const trades = await registerSample(registry, sample);
  const { body } = await create(request(trades, more));
  await plan(registry.runtime, body.id);
  const reply = await get(body.id);
  expect(reply.body.status).toBe('PLANNED');
  return { id: body.id, trades, count: reply.body.containers.length };
}

const NUMBERS = ['CSQU3054383', 'MSKU9070323', 'TGHU7599330', 'CBHU3202732', 'MSCU1234566', 'ABCU1234560'];
let used = 0;
/** A valid number that no other test of this file has used. */
function freshNumber(): string {
  used += 1;
  const stem = `TSTU${String(100_000 + used)}`;
  const valueOf = (character: string) => Number.parseInt(character, 36);
  const letters = (n: number) => (n < 10 ? n : n + Math.floor((n - 1) / 10));
  const sum = Array.from(stem).reduce((total, one, at) => total + letters(valueOf(one)) * 2 ** at, 0);
  return `${stem}${(sum % 11) % 10}`;
}
const seals = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    no: index + 1,
    containerNumber: freshNumber(),
    sealNumber: `SEAL${used}-${index}`,
  }));

describe('the cargo of a consolidation', () => {
  const cargo = (id: string, options: CallOptions = {}) => send('getCargo', { params: { id }, ...options });

  it('tells every carton with the rules of its place, and the containers on offer', async () => {
    const { id, trades } = await planned();
    const { status, body } = await cargo(id, { caller: reviewer() });
    expect(status).toBe(200);
    const groups = trades.flatMap(({ tradeId, lines }) =>
      lines.flatMap(({ lineNo, nameZh, cartons }) => cartons.map((group) => ({ tradeId, lineNo, nameZh, ...group }))),
    );
    expect(body.cartons).toMatchObject(
      groups.map(({ tradeId, lineNo, nameZh, count, lengthMm, grossG, thisSideUp, stackable }) => ({
        tradeId,
        lineNo,
        name: nameZh,
        count,
        lengthMm,
        grossWeightKg: grossG / 1000,
        thisSideUp,
        stackable,
      })),
    );
    expect(body.containerTypes.map(({ type }: { type: string }) => type)).toEqual(['22G1', '45G1']);
    // The sample has inspected food, which is kept apart here.
    expect(body).toMatchObject({ id, requireSupport: true, conflicts: [['', 'FOOD+INSPECTED']] });
  });

  it('is nobody’s of another district', async () => {
    const { id } = await planned();
    expect((await cargo(id, { caller: clerk(YUZHONG) })).status).toBe(404);
  });
});

describe('creating a consolidation', () => {
  let trades: TradeSnapshot[];
  beforeEach(async () => {
    trades = await registerSample(registry);
  });

  it('holds the trades, starts the planning and tells the others, in one transaction', async () => {
    const reply = await create(request(trades));
    expect(reply.status).toBe(202);
    const { id } = reply.body;
    expect(reply.body).toMatchObject({ status: 'PLANNING', execution: { name: `${id}-1` } });
    expect(reply.headers['Location']).toBe(`/v1/consolidations/${id}`);
    expect(await states(trades)).toEqual(['RESERVED', 'RESERVED', 'RESERVED']);
    expect(await registry.messages(pkOf(id))).toMatchObject([
      { type: 'event', name: 'ConsolidationChanged', detail: { consolidationId: id, status: 'PLANNING', version: 1 } },
      { type: 'start', workflow: 'consolidation', executionName: `${id}-1`, input: { consolidationId: id } },
    ]);
    expect((await get(id)).body).toMatchObject({ status: 'PLANNING', containers: [], declarations: [], cartons: 1945 });
  });

  it('answers the first answer again for the same key and body', async () => {
    const headers = { 'Idempotency-Key': 'again' };
    const first = await create(request(trades), { headers });
    const second = await create(request(trades), { headers });
    expect(second.body).toEqual(first.body);
    expect(second.headers['Idempotent-Replayed']).toBe('true');
  });

  it('refuses a trade that another consolidation holds with 409, naming both', async () => {
    const first = await create(request(trades.slice(0, 1)));
    const reply = await create(request(trades));
    expect(reply.status).toBe(409);
    const holder = (await get(first.body.id)).body.consolidationNumber;
    expect(holder).toMatch(/^ZD5001112026\d{6}$/);
    expect(reply.body.detail).toBe(
      `交易 ${trades[0]?.tradeNumber} 已在组货单 ${holder} 中；请从清单中删去，或先释放该次组货`,
    );
    expect(codes(reply)).toEqual(['TRADE_RESERVED /tradeIds/0']);
    expect(await states(trades)).toEqual(['RESERVED', 'OPEN', 'OPEN']);
  });

  it('gives a trade to one of many that ask for it at once', async () => {
    const replies = await Promise.all(Array.from({ length: 6 }, async () => create(request(trades))));
    const statuses = replies.map(({ status }) => status).sort((a, b) => a - b);
    expect(statuses).toEqual([202, 409, 409, 409, 409, 409]);
  });

  it.each<[string, object, string[]]>([
    ['a cut-off that has passed', { cutoffAt: '2026-03-17T09:30:00+08:00' }, ['CUTOFF_PASSED /cutoffAt']],
    ['another destination', { destinationCountry: 'KEN' }, [0, 1, 2].map((at) => `OTHER_DESTINATION /tradeIds/${at}`)],
    ['another port', { portOfDischarge: 'KEMBA' }, [0, 1, 2].map((at) => `OTHER_PORT /tradeIds/${at}`)],
    ['an unknown container type', { containerTypes: ['45G1', '99X9'] }, ['NOT_ALLOWED /containerTypes/1']],
    ['an unknown consolidator', { consolidatorId: entityId(77) }, ['R24_PARTY_NOT_FILED /consolidatorId']],
    [
      'parties in the wrong roles',
      { consolidatorId: TRADE_OPERATOR, tradeOperatorId: CONSOLIDATOR },
      [
        'R24_PARTY_KIND /consolidatorId',
        'R24_PARTY_KIND /tradeOperatorId',
        // The third merchant exports in its own name, so only two trades name another operator.
        'OTHER_TRADE_OPERATOR /tradeIds/0',
        'OTHER_TRADE_OPERATOR /tradeIds/1',
      ],
    ],
    ['an unknown field', { carNo: '渝A12345' }, ['UNKNOWN_FIELD ']],
    ['too much time', { options: { seconds: 30.5 } }, ['TOO_BIG /options/seconds']],
    ['too little support', { options: { supportShare: 0.4 } }, ['TOO_SMALL /options/supportShare']],
    ['a clearance below nothing', { options: { clearanceMm: -1 } }, ['TOO_SMALL /options/clearanceMm']],
  ])('refuses %s', async (_what, change, expected) => {
    const reply = await create(request(trades, change));
    expect(reply.status).toBe(422);
    expect(codes(reply)).toEqual(expected);
    expect(await states(trades)).toEqual(['OPEN', 'OPEN', 'OPEN']);
  });

  it('says all that is wrong at once', async () => {
    const reply = await create(request(trades, { cutoffAt: '2020-01-01T00:00:00Z', portOfDischarge: 'X' }));
    expect(codes(reply)).toHaveLength(4);
  });

  it('refuses a trade named twice, none, and more than 80', async () => {
    expect(codes(await create(request([...trades, ...trades.slice(0, 1)])))).toEqual(['DUPLICATE_TRADE /tradeIds/3']);
    expect(codes(await create(request([])))).toEqual(['TOO_SMALL /tradeIds']);
    const many = Array.from({ length: 81 }, () => ({ tradeId: `trade-500111-${registry.runtime.newUlid()}` }));
    expect(codes(await create(request(many)))).toEqual(['TOO_BIG /tradeIds']);
  });

  it('does not tell an unknown trade from another district’s', async () => {
    const foreign = {
      ...sampleTrade(1),
      tradeId: `trade-${YUZHONG}-${registry.runtime.newUlid()}`,
      districtId: YUZHONG,
    };
    await register(registry, foreign);
    const unknown = { tradeId: `trade-500111-${registry.runtime.newUlid()}` };
    const reply = await create(request([foreign, unknown]));
    expect(reply.status).toBe(422);
    const [first, second] = reply.body.errors.map(({ message }: { message: string }) => message);
    expect(first.replace(foreign.tradeId, '')).toBe(second.replace(unknown.tradeId, ''));
  });

  it('refuses trades that are withdrawn, not registered, or have no ledger yet', async () => {
    const [a, b, c] = trades as [TradeSnapshot, TradeSnapshot, TradeSnapshot];
    await registry.runtime.table.commit([withdrawLedger(a.tradeId, () => new Error('not free'))]);
    await tradeArrives(registry, { ...b, version: 2, status: 'NEEDS_EXPLANATION' });
    const loose = { ...c, tradeId: `trade-500111-${registry.runtime.newUlid()}` };
    await tradeArrives(registry, loose);
    expect(codes(await create(request([a, b, loose])))).toEqual([
      'TRADE_NOT_FREE /tradeIds/0',
      'TRADE_NOT_REGISTERED /tradeIds/1',
      'TRADE_NOT_FOUND /tradeIds/2',
    ]);
  });

  it.each([
    ['suspended', { status: 'SUSPENDED' as const }, 'R24_PARTY_NOT_ACTIVE'],
    ['cancelled', { status: 'CANCELLED' as const }, 'R24_PARTY_NOT_ACTIVE'],
    ['out of date', { validUntil: '2026-03-16' }, 'R24_PARTY_EXPIRED'],
  ])('refuses a consolidator whose filing is %s', async (_what, change, code) => {
    const id = `entity-500111-${registry.runtime.newUlid()}`;
    await partyArrives(registry, party(id, 'consolidator', change));
    expect(codes(await create(request(trades, { consolidatorId: id })))).toEqual([`${code} /consolidatorId`]);
  });

  it('refuses a buyer that is not in force, once, at its first trade', async () => {
    const buyer = `entity-500111-${registry.runtime.newUlid()}`;
    await partyArrives(registry, party(buyer, 'buyer', { status: 'SUSPENDED' }));
    for (const trade of trades) await tradeArrives(registry, { ...trade, version: 2, buyerId: buyer });
    expect(codes(await create(request(trades)))).toEqual(['R24_PARTY_NOT_ACTIVE /tradeIds/0']);
  });

  it('explains a carton that goes into no container, and one that is only too tall upright', async () => {
    const [trade] = trades as [TradeSnapshot];
    const [line, ...rest] = trade.lines;
    const box = { count: 1, lengthMm: 6000, widthMm: 500, heightMm: 500, grossG: 1000, netG: 1000, stackable: true };
    const cartons = [
      { ...box, thisSideUp: false },
      { ...box, lengthMm: 400, heightMm: 2400, thisSideUp: true },
      { ...box, lengthMm: 400, heightMm: 2400, thisSideUp: false },
      { ...box, lengthMm: 400, grossG: 28_200_001, thisSideUp: false },
    ];
    await tradeArrives(registry, { ...trade, version: 2, lines: [{ ...line!, cartons }, ...rest] });
    const small = await create(request([trade], { containerTypes: ['22G1'] }));
    expect(codes(small)).toEqual(Array(3).fill('CARTON_FITS_NO_CONTAINER /tradeIds/0'));
    expect(small.body.errors[0].message).toContain('6000×500×500 毫米');
    expect(small.body.errors[0].message).toContain('22G1 20GP：5900×2350×2390 毫米');
    const large = await create(request([trade], { containerTypes: ['22G1', '45G1'] }));
    expect(codes(large)).toEqual(['CARTON_FITS_NO_CONTAINER /tradeIds/0']);
  });

  it('refuses a line over one declaration and more cartons than a plan takes', async () => {
    const [a, b] = trades as [TradeSnapshot, TradeSnapshot];
    const [line] = a.lines;
    await tradeArrives(registry, { ...a, version: 2, lines: [{ ...line!, amountUsdMinor: 15_000_001 }] });
    const [other] = b.lines;
    const cartons = [{ ...other!.cartons[0]!, count: 20_000 }];
    await tradeArrives(registry, { ...b, version: 2, lines: [{ ...other!, cartons }] });
    const reply = await create(request([a, b]));
    expect(codes(reply)).toEqual(['TOO_MANY_CARTONS /tradeIds', 'R01_LINE_OVER_LIMIT /tradeIds/0']);
    expect(reply.body.errors[1]).toMatchObject({ legalBasis: '海关总署公告2019年第221号' });
    expect(reply.body.errors[1].message).toContain('150000.01');
  });

  it('lets an agent consolidate in its own name only, or declare what it consolidates', async () => {
    expect((await create(request(trades), { caller: agent(entityId(99)) })).status).toBe(403);
  });

  it('is not for reviewers, operators, agencies or merchants', async () => {
    for (const caller of [reviewer(), operator(), agency(), merchant(entityId(11))]) {
      expect((await create(request(trades), { caller })).status).toBe(403);
    }
  });

  it('takes eighty trades in one transaction', async () => {
    const many: TradeSnapshot[] = [];
    for (let serial = 0; serial < 80; serial += 1) {
      const trade = { ...sampleTrade(3), tradeId: `trade-500111-${registry.runtime.newUlid()}` };
      trade.lines = trade.lines.slice(0, 1);
      await register(registry, trade);
      many.push(trade);
    }
    const reply = await create(request(many));
    expect(reply.status).toBe(202);
    expect(new Set(await states(many))).toEqual(new Set(['RESERVED']));
    expect((await release(reply.body.id)).status).toBe(200);
    expect(new Set(await states(many))).toEqual(new Set(['OPEN']));
  });
});

describe('reading', () => {
  it('answers containers, placements, declarations, bounds and totals of the sample', async () => {
    const { id } = await planned(sampleTrades(), {});
    const { body } = await get(id);
    expect(body).toMatchObject({
      cartons: 1945,
      grossWeightKg: 33_690,
      volumeM3: 64.8,
      totalUsd: { amount: '123000.00', currency: 'USD' },
      unplaced: [],
      declarationsLowerBound: 1,
    });
    expect(body.containers.map(({ type }: { type: string }) => type)).toEqual(['45G1', '22G1']);
    const placements = body.containers.flatMap((one: { placements: unknown[] }) => one.placements);
    expect(placements).toHaveLength(1945);
    expect(body.declarations).toHaveLength(1);
    expect(body.declarations[0].lines).toHaveLength(11);
    expect(body.declarations[0].containerNos).toEqual([1, 2]);
    expect(body.gap).toBeGreaterThanOrEqual(0);
    expect(body.lowerBound).toBeLessThanOrEqual(body.cost);
  });

  it('is 404 for another district, a stranger agent and an unknown id', async () => {
    const [trade] = await registerSample(registry);
    const { id } = (await create(request([trade!]))).body;
    for (const caller of [clerk(YUZHONG), agent(entityId(50)), reviewer(YUZHONG)]) {
      expect((await get(id, { caller })).status).toBe(404);
      expect((await send('getPackingList', { caller, params: { id } })).status).toBe(404);
    }
    expect((await release(id, { caller: clerk(YUZHONG) })).status).toBe(404);
    expect((await confirm(id, seals(1), { caller: clerk(YUZHONG) })).status).toBe(404);
    expect((await get('consolidation-500111-x')).status).toBe(404);
    for (const caller of [agent(CONSOLIDATOR), agent(TRADE_OPERATOR), operator(), agency()]) {
      expect((await get(id, { caller })).status).toBe(200);
    }
  });

  it('lists by state, newest change first, to those who may see it', async () => {
    const trades = await registerSample(registry);
    const { id } = (await create(request(trades))).body;
    await release(id);
    const listed = async (options: CallOptions) =>
      (await send('listConsolidations', options)).body.items.map((item: { id: string }) => item.id);
    expect(await listed({ query: { status: 'CANCELLED' } })).toContain(id);
    expect(await listed({ query: { status: 'CONFIRMED' } })).not.toContain(id);
    expect(await listed({})).toContain(id);
    expect(await listed({ caller: agent(entityId(50)) })).toEqual([]);
    expect(await listed({ caller: clerk(YUZHONG) })).toEqual([]);
    expect((await send('listConsolidations', { query: { status: 'GONE' } })).status).toBe(400);
  });
});

describe('confirming', () => {
  it('records containers and seals, tells the others, and shows them', async () => {
    const { id, count } = await planned();
    const containers = seals(count);
    const reply = await confirm(id, containers);
    expect(reply.status).toBe(200);
    expect(reply.body).toEqual({ id, status: 'CONFIRMED' });
    expect((await get(id)).body.containers).toMatchObject(containers);
    expect((await registry.messages(pkOf(id))).at(-1)).toMatchObject({
      name: 'ConsolidationChanged',
      detail: { status: 'CONFIRMED', version: 3 },
    });
    expect((await confirm(id, seals(count))).body.code).toBe('WRONG_STATE');
  });

  it('refuses a wrong check digit, a missing, an unknown and a doubled container, each named', async () => {
    const { id } = await planned();
    const seal = (no: number, containerNumber: string, sealNumber = `S${no}`) => ({ no, containerNumber, sealNumber });
    const wrong = await confirm(id, [seal(1, 'CSQU3054384'), seal(2, NUMBERS[1]!)]);
    expect(codes(wrong)).toEqual(['R10_CONTAINER_NUMBER /containers/0/containerNumber']);
    expect(codes(await confirm(id, [seal(1, NUMBERS[0]!)]))).toEqual(['CONTAINER_MISSING /containers']);
    const three = [seal(1, NUMBERS[0]!), seal(2, NUMBERS[1]!), seal(3, NUMBERS[2]!)];
    expect(codes(await confirm(id, three))).toEqual(['UNKNOWN_CONTAINER /containers/2/no']);
    expect(codes(await confirm(id, [seal(1, NUMBERS[0]!), seal(1, NUMBERS[0]!, 'S1')]))).toEqual([
      'DUPLICATE /containers/1/no',
      'DUPLICATE /containers/1/containerNumber',
      'DUPLICATE /containers/1/sealNumber',
      'CONTAINER_MISSING /containers',
    ]);
    expect((await get(id)).body.status).toBe('PLANNED');
  });

  it('takes a number as people write it', async () => {
    const { id } = await planned();
    const reply = await confirm(id, [
      { no: 1, containerNumber: ' csqu 305438-3', sealNumber: 'A1' },
      { no: 2, containerNumber: 'ＭＳＫＵ9070323', sealNumber: 'A2' },
    ]);
    expect(reply.status).toBe(200);
    expect((await get(id)).body.containers[0].containerNumber).toBe('CSQU3054383');
  });

  it('refuses before there is a plan, and an agent that is not the consolidator', async () => {
    const trades = await registerSample(registry, fewCartons());
    const { id } = (await create(request(trades, APART))).body;
    expect((await confirm(id, seals(2))).body.code).toBe('WRONG_STATE');
    await plan(registry.runtime, id);
    expect((await confirm(id, seals(2), { caller: agent(TRADE_OPERATOR) })).status).toBe(403);
    expect((await confirm(id, seals(2), { caller: agent(CONSOLIDATOR) })).status).toBe(200);
  });

  it('holds a container for fifteen days, to the second, unless its consolidation is released', async () => {
    const [a, b] = [await planned(), await planned()];
    const containers = seals(2);
    expect((await confirm(a.id, containers)).status).toBe(200);
    const refused = await confirm(b.id, [containers[0], seals(2)[1]]);
    expect(codes(refused)).toEqual(['R11_CONTAINER_IN_USE /containers/0/containerNumber']);
    expect(refused.body.errors[0].message).toContain(`组货单 ${(await get(a.id)).body.consolidationNumber}，`);
    registry.setClock('2026-04-01T01:29:59.999Z');
    expect((await confirm(b.id, containers)).status).toBe(422);
    registry.setClock('2026-04-01T01:30:00.000Z');
    expect((await confirm(b.id, containers)).status).toBe(200);
    registry.setClock('2026-03-17T01:30:00.000Z');
    const c = await planned();
    expect((await confirm(c.id, containers)).status).toBe(422);
    expect((await release(b.id)).status).toBe(200);
    expect((await confirm(c.id, containers)).status).toBe(200);
  });

  it('gives one container to one of two that confirm it at once', async () => {
    const [a, b] = [await planned(), await planned()];
    const containers = seals(2);
    const replies = await Promise.all([confirm(a.id, containers), confirm(b.id, containers)]);
    expect(replies.map(({ status }) => status).sort((x, y) => x - y)).toEqual([200, 422]);
  });
});

describe('releasing', () => {
  it('frees the trades, keeps the reason, and lets them be consolidated again', async () => {
    const { id, trades } = await planned();
    const reply = await release(id);
    expect(reply.body).toEqual({ id, status: 'CANCELLED' });
    expect(await states(trades)).toEqual(['OPEN', 'OPEN', 'OPEN']);
    expect((await get(id)).body).toMatchObject({ status: 'CANCELLED', releaseReason: '客户改期' });
    expect((await registry.messages(pkOf(id))).at(-1)).toMatchObject({
      detail: { status: 'CANCELLED', tradeIds: trades.map(({ tradeId }) => tradeId) },
    });
    expect((await release(id)).body.code).toBe('WRONG_STATE');
    expect((await create(request(trades))).status).toBe(202);
  });

  it('does not free trades that are not its own any more', async () => {
    const { id, trades } = await planned();
    const [first] = trades;
    await registry.runtime.table.commit([freeLedger(first!.tradeId, id, () => new Error('not held'))]);
    await registry.runtime.table.commit([
      reserveLedger(first!.tradeId, { id: 'another' }, () => new Error('not free')),
    ]);
    expect((await release(id)).status).toBe(409);
    expect((await get(id)).body.status).toBe('PLANNED');
  });

  it('may end a planning that never comes back, which then publishes nothing', async () => {
    const trades = await registerSample(registry, fewCartons());
    const { id } = (await create(request(trades))).body;
    expect((await release(id)).status).toBe(200);
    expect(await plan(registry.runtime, id)).toEqual({ consolidationId: id, status: 'CANCELLED' });
    expect((await get(id)).body.status).toBe('CANCELLED');
    const failed = { consolidationId: id, failure: 'PLANNING_FAULT' };
    await releaseReservation(registry.runtime)(failed, {});
    expect((await get(id)).body.status).toBe('CANCELLED');
  });

  it('asks for a reason', async () => {
    const { id } = await planned();
    const reply = await send('releaseConsolidation', { params: { id }, body: {} });
    expect(codes(reply)).toEqual(['REQUIRED /reason']);
  });
});
