import { beforeAll, describe, expect, it } from 'vitest';
import type { Caller } from '../../../functions/shared/auth/caller.ts';
import { freeLedger, readLedgers, reserveLedger } from '../../../functions/shared/ledger/ledger.ts';
import { ConcurrencyConflict } from '../../../functions/shared/table/errors.ts';
import { districtKey } from '../../../functions/shared/table/keys.ts';
import { build as buildSystem } from '../../../functions/system/api.ts';
import { systemApi } from '../../../functions/system/contract.ts';
import { build } from '../../../functions/trade/api.ts';
import { tradeApi } from '../../../functions/trade/contract/index.ts';
import { MAX_OFFERED } from '../../../functions/trade/domain/offer.ts';
import { agency, type CallOptions, call, clerk, DAZU, merchant, operator, reviewer, YUZHONG } from '../../kit/call.ts';
import { useRegistry } from '../../kit/registry.ts';
import { SAMPLES } from '../events/samples.ts';
import {
  agreement,
  BUYER,
  body,
  file,
  fileSample,
  idOf,
  line,
  MERCHANT,
  merchantParty,
  OPERATOR,
  partyOf,
  trowel,
} from './samples.ts';

const NOW = '2026-03-17T01:30:00.000Z';
const registry = useRegistry(NOW);
const [CONSOLIDATOR, RIVAL, NEIGHBOUR, SUSPENDED] = [71, 72, 73, 74].map((n) => idOf('entity', n)) as [
  string,
  string,
  string,
  string,
];
const agent = (entityId: string): Caller => ({ sub: `agent-${entityId}`, role: 'agent', districtId: DAZU, entityId });
const shop = merchant(MERCHANT);

beforeAll(async () => {
  await fileSample(registry.runtime);
  await file(registry.runtime, {
    parties: [
      partyOf(CONSOLIDATOR, 'consolidator', { name: '陆港联运' }),
      partyOf(RIVAL, 'consolidator', { name: '另一组货人' }),
      partyOf(SUSPENDED, 'consolidator', { status: 'SUSPENDED' }),
      merchantParty({ entityId: NEIGHBOUR, name: '邻家五金', stall: 'A区1层019号' }),
    ],
  });
});

const on = (operation: keyof typeof tradeApi, options: CallOptions = {}) =>
  call(build(registry.runtime), tradeApi, operation, { caller: clerk(), ...options });

/** The trades of the sample are entrusted to its operator. */
async function registered(changes: Record<string, unknown> = {}): Promise<string> {
  const reply = await on('registerTrade', { body: body(changes) });
  if (reply.status !== 201) throw new Error(JSON.stringify(reply.body));
  return reply.body.id;
}

const offer = (caller: Caller, tradeIds: readonly string[], consolidatorId = CONSOLIDATOR) =>
  on('offerTrades', { caller, body: { tradeIds, consolidatorId } });

async function offered(caller: Caller, tradeIds: readonly string[], consolidatorId = CONSOLIDATOR): Promise<string> {
  const reply = await offer(caller, tradeIds, consolidatorId);
  if (reply.status !== 201) throw new Error(JSON.stringify(reply.body));
  return reply.body.id;
}

const act = (operation: 'acceptOffer' | 'refuseOffer' | 'withdrawOffer', caller: Caller, id: string) =>
  on(operation, { caller, params: { id }, ...(operation === 'acceptOffer' ? {} : { body: { reason: '改期' } }) });
const read = (caller: Caller, id: string) => on('readTrade', { caller, params: { id } });
const listed = async (caller: Caller, query: Record<string, string> = {}): Promise<string[]> =>
  (await on('listTrades', { caller, query })).body.items.map((one: any) => one.id);
const offers = async (caller: Caller, query: Record<string, string> = {}): Promise<string[]> =>
  (await on('listOffers', { caller, query })).body.items.map((one: any) => one.id);
const ledgerOf = async (id: string) => (await readLedgers(registry.runtime.table, [id]))[0];
const codes = (reply: { body: { errors: { code: string; pointer: string }[] } }) =>
  reply.body.errors.map(({ code, pointer }) => `${code} ${pointer}`);
const told = async (id: string) =>
  (await registry.messages(districtKey(DAZU, 'TRADE_OFFER', id))).map(({ detail }: any) => detail);
const conflict = () => new ConcurrencyConflict('test');
const hold = (id: string, offerId?: string) =>
  registry.runtime.table.commit([reserveLedger(id, { id: idOf('consolidation', 1) }, conflict, 'RESERVED', offerId)]);
const free = (id: string) => registry.runtime.table.commit([freeLedger(id, idOf('consolidation', 1), conflict)]);

const answersDue = async (caller: Caller) =>
  (await call(buildSystem(registry.runtime), systemApi, 'work', { caller })).body.items.find(
    ({ queue }: { queue: string }) => queue === 'TRADE_OFFER',
  );

describe('a trade by its number', () => {
  it('is found by the consolidator to whom it is offered, and by no other', async () => {
    const tradeId = await registered();
    const { tradeNumber } = (await read(shop, tradeId)).body;
    const id = await offered(shop, [tradeId]);
    expect(await listed(agent(CONSOLIDATOR), { tradeNumber })).toEqual([tradeId]);
    expect(await listed(agent(RIVAL), { tradeNumber })).toEqual([]);
    expect(await listed(merchant(NEIGHBOUR), { tradeNumber })).toEqual([]);
    await act('withdrawOffer', shop, id);
    expect(await listed(agent(CONSOLIDATOR), { tradeNumber })).toEqual([]);
  });

  it('and by the beginning of it, by its merchant and by the days of its registration', async () => {
    const tradeId = await registered();
    const { tradeNumber } = (await read(shop, tradeId)).body;
    const spoken = `${tradeNumber.slice(0, 2)}-${tradeNumber.slice(2, -1)}`.toLowerCase();
    for (const query of [{ q: spoken }, { merchantId: MERCHANT }, { from: '2026-03-17', to: '2026-03-17' }]) {
      for (const caller of [clerk(), shop, operator()]) expect(await listed(caller, query)).toContain(tradeId);
      expect(await listed(clerk(YUZHONG), query)).toEqual([]);
      expect(await listed(merchant(NEIGHBOUR), query)).toEqual([]);
    }
    const none = [{ q: `${tradeNumber}9` }, { merchantId: NEIGHBOUR }, { to: '2026-03-16' }, { from: '2026-03-18' }];
    for (const query of none)
      for (const caller of [clerk(), shop]) expect(await listed(caller, query)).not.toContain(tradeId);
  });

  it('but not by days that end before they begin', async () => {
    for (const caller of [clerk(), shop, operator()]) {
      const reply = await on('listTrades', { caller, query: { from: '2026-03-17', to: '2026-03-16' } });
      expect([reply.status, codes(reply)]).toEqual([400, ['DAYS_REVERSED /to']]);
    }
  });
});

describe('an offer that waits for its answer', () => {
  it('is work of the consolidator, not of the operator whose it is, until it is answered or past its last day', async () => {
    const [first, second] = [await registered(), await registered()];
    const id = await offered(shop, [first]);
    await offered(shop, [second]);
    expect(await answersDue(agent(CONSOLIDATOR))).toMatchObject({ count: 2, overdue: 0, oldestDueOn: '2026-04-15' });
    expect(await answersDue(agent(OPERATOR))).toMatchObject({ count: 0 });
    expect(await answersDue(agent(RIVAL))).toMatchObject({ count: 0 });
    await act('acceptOffer', agent(CONSOLIDATOR), id);
    expect(await answersDue(agent(CONSOLIDATOR))).toMatchObject({ count: 1 });
    registry.setClock('2026-04-16T01:30:00.000Z');
    expect(await answersDue(agent(CONSOLIDATOR))).toMatchObject({ count: 0 });
    registry.setClock(NOW);
    for (const one of await offers(shop, { status: 'OFFERED' })) await act('withdrawOffer', shop, one);
  });
});

describe('an offer', () => {
  it.each([
    ['the merchant', () => shop],
    ['the operator that it entrusted', () => agent(OPERATOR)],
    ['the centre for them', () => clerk()],
  ] as const)('is made by %s', async (_who, caller) => {
    const tradeId = await registered();
    const reply = await offer(caller(), [tradeId]);
    expect(reply.status, JSON.stringify(reply.body)).toBe(201);
    expect(reply.headers['Location']).toBe(`/v1/trade-offers/${reply.body.id}`);
    expect(reply.body).toMatchObject({
      status: 'OFFERED',
      consolidatorId: CONSOLIDATOR,
      consolidatorName: '陆港联运',
      validUntil: '2026-04-15',
      trades: [
        { tradeId, merchantId: MERCHANT, merchantName: '大足区龙水镇兴旺五金经营部', tradeOperatorId: OPERATOR },
      ],
    });
    expect(await ledgerOf(tradeId)).toMatchObject({
      state: 'OPEN',
      offer: { offerId: reply.body.id, consolidatorId: CONSOLIDATOR },
    });
    expect(await told(reply.body.id)).toMatchObject([{ offerId: reply.body.id, status: 'OFFERED', version: 1 }]);
    expect(reply.body).not.toHaveProperty('offeredBy');
  });

  it('is told as the sample of its event says', async () => {
    const id = await offered(shop, [await registered()]);
    await act('withdrawOffer', shop, id);
    const events = await told(id);
    const stored = SAMPLES.filter(({ name }) => name === 'TradeOfferChanged');
    const fields = (detail: object): string[] => Object.keys(detail).toSorted();
    expect(events.map(fields)).toEqual(stored.map(({ detail }) => fields(detail)));
  });

  it('is not made of others’ trades, nor by whoever is not entrusted: every trade is named', async () => {
    const [entrusted, self] = [
      await registered(),
      await registered({ exportMode: 'SELF', tradeOperatorId: undefined }),
    ];
    const unknown = idOf('trade', 999);
    for (const caller of [merchant(NEIGHBOUR), agent(RIVAL), agent(CONSOLIDATOR)]) {
      const reply = await offer(caller, [entrusted, unknown]);
      expect([reply.status, codes(reply)]).toEqual([
        422,
        ['TRADE_NOT_FOUND /tradeIds/0', 'TRADE_NOT_FOUND /tradeIds/1'],
      ]);
      expect(reply.body.errors[0].message).toContain(entrusted);
    }
    expect(codes(await offer(agent(OPERATOR), [self]))).toEqual(['TRADE_NOT_FOUND /tradeIds/0']);
    for (const caller of [reviewer(), operator(), agency()]) expect((await offer(caller, [self])).status).toBe(403);
  });

  it('of an operator ends with its agreement', async () => {
    const tradeId = await registered();
    await file(registry.runtime, { agreements: [agreement({ version: 50, status: 'REVOKED' })] });
    expect(codes(await offer(agent(OPERATOR), [tradeId]))).toEqual(['AGREEMENT_NOT_IN_FORCE /tradeIds/0']);
    // The merchant itself still offers what is its own.
    expect((await offer(shop, [tradeId])).status).toBe(201);
    await file(registry.runtime, { agreements: [agreement({ version: 51 })] });
  });

  it('goes to a consolidator in force, of goods that are there, once, all faults at once', async () => {
    const [free1, withdrawn, taken, twice] = await Promise.all([
      registered(),
      registered(),
      registered(),
      registered(),
    ]);
    await on('withdrawTrade', { caller: shop, params: { id: withdrawn } });
    await hold(taken);
    await offered(shop, [twice], RIVAL);
    const reply = await offer(shop, [free1, withdrawn, taken, twice, free1], BUYER);
    expect(codes(reply)).toEqual([
      'CONSOLIDATOR_NOT_FILED /consolidatorId',
      'TRADE_NOT_FREE /tradeIds/1',
      'TRADE_NOT_FREE /tradeIds/2',
      'ALREADY_OFFERED /tradeIds/3',
      'DUPLICATE_TRADE /tradeIds/4',
    ]);
    for (const { message } of reply.body.errors) {
      expect(message.replaceAll(/trade-[\w-]+|entity-[\w-]+|JD\d{16}/g, '')).not.toMatch(/[A-Za-z]/);
    }
    expect(await ledgerOf(free1)).not.toHaveProperty('offer');
    expect(codes(await offer(shop, [free1], SUSPENDED))).toEqual(['CONSOLIDATOR_NOT_IN_FORCE /consolidatorId']);
  });

  it('is one of two made at once, and one of two the same requests', async () => {
    const tradeId = await registered();
    const replies = await Promise.all([offer(shop, [tradeId]), offer(shop, [tradeId], RIVAL), offer(shop, [tradeId])]);
    expect(replies.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 422, 422]);
  });

  it(`is of ${MAX_OFFERED} trades at most, of as many merchants and operators in one transaction`, async () => {
    const tradeIds: string[] = [];
    for (let n = 0; n < MAX_OFFERED; n += 1) {
      const merchantId = idOf('entity', 200 + n);
      const tradeOperatorId = idOf('entity', 300 + n);
      const goodsId = idOf('goods', 200 + n);
      await file(registry.runtime, {
        parties: [
          merchantParty({ entityId: merchantId, name: `商户 ${n}` }),
          partyOf(tradeOperatorId, 'tradeOperator'),
        ],
        goods: [trowel({ goodsId, merchantId })],
        agreements: [agreement({ agreementId: idOf('agreement', 200 + n), merchantId, tradeOperatorId })],
      });
      tradeIds.push(await registered({ merchantId, tradeOperatorId, lines: [line({ goodsId })] }));
    }
    const reply = await offer(clerk(), tradeIds);
    expect(reply.status, JSON.stringify(reply.body)).toBe(201);
    expect((await offer(clerk(), [...tradeIds, idOf('trade', 5)])).status).toBe(422);
  });
});

describe('what is offered', () => {
  it('is seen by that consolidator and no other, without what the parties answer for', async () => {
    const tradeId = await registered({ voucher: 'HT-2026-001', explanation: '老客户' });
    for (const other of [CONSOLIDATOR, RIVAL]) {
      expect((await read(agent(other), tradeId)).status).toBe(404);
      expect(await listed(agent(other))).not.toContain(tradeId);
    }
    const id = await offered(shop, [tradeId]);
    const { status, body: shown } = await read(agent(CONSOLIDATOR), tradeId);
    expect(status).toBe(200);
    expect(shown).toMatchObject({ id: tradeId, cartonCount: 220, grossWeightKg: 4400, portOfDischarge: 'AEJEA' });
    expect(shown.lines[0]).toMatchObject({ hsCode: '8205590000', cartons: [{ count: 220, lengthMm: 600 }] });
    expect(shown).toMatchObject({ vouchers: [], acceptedWarnings: [], reviewFindings: [] });
    for (const hidden of ['voucher', 'explanation', 'measuring', 'reviewDecision'])
      expect(shown).not.toHaveProperty(hidden);
    expect((await read(shop, tradeId)).body).toMatchObject({ voucher: 'HT-2026-001', explanation: '老客户' });
    expect(await listed(agent(CONSOLIDATOR), { status: 'REGISTERED' })).toContain(tradeId);
    expect(await listed(agent(CONSOLIDATOR), { destinationCountry: 'KEN' })).not.toContain(tradeId);
    expect((await read(agent(RIVAL), tradeId)).status).toBe(404);
    // Seen, and nothing else: it is not the consolidator's to measure or withdraw.
    for (const operation of ['withdrawTrade', 'measureTrade'] as const) {
      const reply = await on(operation, {
        caller: agent(CONSOLIDATOR),
        params: { id: tradeId },
        headers: { 'If-Match': '"1"' },
        ...(operation === 'measureTrade'
          ? {
              body: {
                lines: [
                  {
                    lineNo: 1,
                    cartons: [{ count: 1, lengthMm: 1, widthMm: 1, heightMm: 1, grossWeightKg: 1, netWeightKg: 1 }],
                  },
                ],
              },
            }
          : {}),
      });
      expect(reply.status).toBe(404);
    }
    await act('withdrawOffer', shop, id);
    expect((await read(agent(CONSOLIDATOR), tradeId)).status).toBe(404);
    expect(await listed(agent(CONSOLIDATOR))).not.toContain(tradeId);
  });

  it('is seen while it is held by the offer, and after a release; not once others hold it', async () => {
    const tradeId = await registered();
    const id = await offered(shop, [tradeId]);
    await hold(tradeId, id);
    expect((await read(agent(CONSOLIDATOR), tradeId)).status).toBe(200);
    await free(tradeId);
    expect((await read(agent(CONSOLIDATOR), tradeId)).status).toBe(200);
    await hold(tradeId);
    expect((await read(agent(CONSOLIDATOR), tradeId)).status).toBe(404);
    expect(await listed(agent(CONSOLIDATOR))).not.toContain(tradeId);
    expect(await ledgerOf(tradeId)).not.toHaveProperty('offer');
  });

  it('is seen through the last day of its offer; then it may be offered to another', async () => {
    const tradeId = await registered();
    const id = await offered(shop, [tradeId]);
    registry.setClock('2026-04-15T15:59:59.000Z');
    expect((await read(agent(CONSOLIDATOR), tradeId)).status).toBe(200);
    expect(codes(await offer(shop, [tradeId], RIVAL))).toEqual(['ALREADY_OFFERED /tradeIds/0']);
    registry.setClock('2026-04-15T16:00:00.000Z');
    expect((await read(agent(CONSOLIDATOR), tradeId)).status).toBe(404);
    expect((await on('readOffer', { caller: shop, params: { id } })).body.status).toBe('LAPSED');
    const next = await offered(shop, [tradeId], RIVAL);
    expect((await read(agent(RIVAL), tradeId)).status).toBe(200);
    // Taking back the lapsed one leaves the other as it is.
    expect((await act('withdrawOffer', shop, id)).status).toBe(200);
    expect(await ledgerOf(tradeId)).toMatchObject({ offer: { offerId: next } });
    expect((await read(agent(RIVAL), tradeId)).status).toBe(200);
    registry.setClock(NOW);
  });

  it('is withdrawn with its trade', async () => {
    const tradeId = await registered();
    await offered(shop, [tradeId]);
    expect((await on('withdrawTrade', { caller: shop, params: { id: tradeId } })).status).toBe(200);
    expect(await ledgerOf(tradeId)).toEqual({ tradeId, state: 'WITHDRAWN' });
    expect((await read(agent(CONSOLIDATOR), tradeId)).status).toBe(404);
  });
});

describe('an answer to an offer', () => {
  it('is the consolidator’s, once', async () => {
    const id = await offered(shop, [await registered()]);
    for (const [caller, status] of [
      [agent(OPERATOR), 403],
      [agent(RIVAL), 404],
      [clerk(YUZHONG), 404],
      [merchant(MERCHANT), 403],
      [agent(CONSOLIDATOR), 200],
      [agent(CONSOLIDATOR), 409],
    ] as const) {
      expect((await act('acceptOffer', caller, id)).status, caller.sub).toBe(status);
    }
    expect((await told(id)).map((one: any) => one.status)).toEqual(['OFFERED', 'ACCEPTED']);
    expect((await on('readOffer', { caller: shop, params: { id } })).body).toMatchObject({
      status: 'ACCEPTED',
      acceptedAt: NOW,
    });
  });

  it('accepts nothing where another has taken all of it meanwhile', async () => {
    const [first, second] = [await registered(), await registered()];
    const id = await offered(shop, [first, second]);
    await hold(first);
    await hold(second);
    const reply = await act('acceptOffer', agent(CONSOLIDATOR), id);
    expect([reply.status, reply.body.code]).toEqual([409, 'WRONG_STATE']);
    const rest = await offered(shop, [await registered(), await registered()]);
    const [taken] = (await told(rest))[0].trades;
    await hold(taken.tradeId);
    expect((await act('acceptOffer', agent(CONSOLIDATOR), rest)).status).toBe(200);
  });

  it('turns it down with a reason, and frees the trades for others', async () => {
    const tradeIds = [await registered(), await registered()];
    const id = await offered(shop, tradeIds);
    expect(
      (await on('refuseOffer', { caller: agent(CONSOLIDATOR), params: { id }, body: { reason: ' ' } })).status,
    ).toBe(422);
    expect((await act('refuseOffer', shop, id)).status).toBe(403);
    const reply = await act('refuseOffer', agent(CONSOLIDATOR), id);
    expect(reply.body).toMatchObject({ status: 'REFUSED', refusal: { reason: '改期', at: NOW } });
    for (const tradeId of tradeIds) {
      expect(await ledgerOf(tradeId)).not.toHaveProperty('offer');
      expect((await read(agent(CONSOLIDATOR), tradeId)).status).toBe(404);
    }
    expect((await act('withdrawOffer', shop, id)).status).toBe(409);
    await offered(shop, tradeIds, RIVAL);
  });
});

describe('taking an offer back', () => {
  it('waits for goods that are held by it, also where both come at once', async () => {
    const tradeId = await registered();
    const id = await offered(shop, [tradeId]);
    await hold(tradeId, id);
    for (const operation of ['withdrawOffer', 'refuseOffer'] as const) {
      const reply = await act(operation, operation === 'refuseOffer' ? agent(CONSOLIDATOR) : shop, id);
      expect([reply.status, reply.body.code]).toEqual([409, 'WRONG_STATE']);
      expect(reply.body.detail).toContain(tradeId);
    }
    await free(tradeId);
    for (let round = 0; round < 5; round += 1) {
      const each = await registered();
      const offerId = await offered(shop, [each]);
      const [took, back] = await Promise.all([
        hold(each, offerId).then(
          () => true,
          () => false,
        ),
        act('withdrawOffer', shop, offerId).then(({ status }) => status === 200),
      ]);
      expect([took, back].filter(Boolean)).toHaveLength(1);
      expect((await ledgerOf(each))?.state).toBe(took ? 'RESERVED' : 'OPEN');
    }
  });

  it('is done by either of its owners, and not by the consolidator', async () => {
    for (const [caller, status] of [
      [shop, 200],
      [agent(OPERATOR), 200],
      [clerk(), 200],
      [agent(CONSOLIDATOR), 403],
      [agent(RIVAL), 404],
    ] as const) {
      const id = await offered(shop, [await registered()]);
      expect((await act('withdrawOffer', caller, id)).status, caller.sub).toBe(status);
    }
  });
});

describe('the list of offers', () => {
  it('has what one has given or was given', async () => {
    const id = await offered(shop, [await registered()]);
    for (const caller of [shop, agent(OPERATOR), agent(CONSOLIDATOR), clerk(), reviewer(), operator()]) {
      expect(await offers(caller), caller.sub).toContain(id);
      expect((await on('readOffer', { caller, params: { id } })).status).toBe(200);
    }
    for (const caller of [merchant(NEIGHBOUR), agent(RIVAL), clerk(YUZHONG)]) {
      expect(await offers(caller), caller.sub).not.toContain(id);
      expect((await on('readOffer', { caller, params: { id } })).status).toBe(404);
    }
    expect(await offers(shop, { status: 'OFFERED' })).toContain(id);
    expect(await offers(shop, { status: 'REFUSED' })).not.toContain(id);
  });
});
