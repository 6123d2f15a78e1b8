import fc from 'fast-check';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { build } from '../../../functions/consolidation/api.ts';
import { consolidationApi } from '../../../functions/consolidation/contract/index.ts';
import { consentTo } from '../../../functions/consolidation/domain/consent.ts';
import type { TradeSnapshot } from '../../../functions/consolidation/domain/trade.ts';
import { build as onAgreement } from '../../../functions/consolidation/subscribers/consolidation-on-agreement-changed.ts';
import { build as onOffer } from '../../../functions/consolidation/subscribers/consolidation-on-trade-offer-changed.ts';
import type { Caller } from '../../../functions/shared/auth/caller.ts';
import { identifier } from '../../../functions/shared/kernel/identifier.ts';
import { endOfferLedger, offerLedger, readLedgers } from '../../../functions/shared/ledger/ledger.ts';
import { districtKey } from '../../../functions/shared/table/keys.ts';
import { type CallOptions, call, clerk, DAZU, merchant } from '../../kit/call.ts';
import { deliver } from '../../kit/deliver.ts';
import { useRegistry } from '../../kit/registry.ts';
import { sample } from '../events/samples.ts';
import { plan } from './fixtures/planning.ts';
import { CONSOLIDATOR, fewCartons, TRADE_OPERATOR } from './fixtures/sample.ts';
import { APART, agent, fileParties, party, partyArrives, registerSample, request } from './fixtures/world.ts';

const NOW = '2026-03-17T01:30:00.000Z';
const registry = useRegistry(NOW);
beforeEach(() => registry.setClock(NOW));

const RIVAL = identifier('entity', DAZU, '01JDXKQ8Z3W5T7V9Y1A3C5E999');
const failed = () => new Error('not as it was read');

beforeAll(async () => {
  await fileParties(registry);
  await partyArrives(registry, party(RIVAL, 'consolidator'));
});

const send = (operation: keyof typeof consolidationApi, options: CallOptions) =>
  // Whom a suggestion is for is not a matter of how long it is sought.
  call(build(registry.runtime, 0.05), consolidationApi, operation, options);
const create = (caller: Caller, trades: readonly { tradeId: string }[], more: object = {}) =>
  send('createConsolidation', { caller, body: request(trades, more) });
const consents = async (id: string) =>
  (await send('getConsolidation', { caller: clerk(), params: { id } })).body.consents;
const codes = (reply: { body: { errors: { code: string; pointer: string }[] } }) =>
  reply.body.errors.map(({ code, pointer }) => `${code} ${pointer}`);
const ledgers = (trades: readonly TradeSnapshot[]) =>
  readLedgers(
    registry.runtime.table,
    trades.map(({ tradeId }) => tradeId),
  );

/** Trades of the sample; of the three the last is exported by its merchant itself. */
const registered = () => registerSample(registry, fewCartons());

async function offered(
  trades: readonly TradeSnapshot[],
  consolidatorId = CONSOLIDATOR,
  until = '2026-04-15',
): Promise<string> {
  const offerId = identifier('tradeoffer', DAZU, registry.runtime.newUlid());
  await registry.runtime.table.commit(
    trades.map(({ tradeId }) => offerLedger(tradeId, { offerId, consolidatorId, until }, '2026-03-17', failed)),
  );
  const one = sample('TradeOfferChanged');
  await deliver(onOffer(registry.runtime), 'TradeOfferChanged', {
    ...one,
    offerId,
    consolidatorId,
    validUntil: until,
    trades: trades.map(({ tradeId, merchantId, merchantName }) => ({ tradeId, merchantId, merchantName })),
  });
  return offerId;
}

const agreed = (merchantId: string, changes: object = {}) =>
  deliver(onAgreement(registry.runtime), 'AgreementChanged', {
    ...sample('AgreementChanged'),
    agreementId: `agreement-of-${merchantId}`,
    districtId: DAZU,
    version: 1,
    merchantId,
    tradeOperatorId: TRADE_OPERATOR,
    status: 'IN_FORCE',
    validFrom: '2026-01-01',
    validUntil: '2026-12-31',
    ...changes,
  });

describe('a consolidator', () => {
  it('holds what is offered to it, and by which offer is recorded', async () => {
    const trades = await registered();
    const offerId = await offered(trades);
    const { status, body } = await create(agent(CONSOLIDATOR), trades);
    expect(status, JSON.stringify(body)).toBe(202);
    expect(await consents(body.id)).toEqual(
      trades.map(({ tradeId, merchantName }) => ({ tradeId, merchantName, basis: 'OFFER', offerId })),
    );
    expect((await ledgers(trades)).map((ledger) => [ledger?.state, ledger?.offer?.offerId])).toEqual(
      trades.map(() => ['RESERVED', offerId]),
    );
  });

  it('holds nothing else: each trade is named with what to do, and nothing is told of it', async () => {
    const trades = await registered();
    const [first, second] = trades as [TradeSnapshot, TradeSnapshot];
    await offered([first]);
    await offered([second], RIVAL);
    // The third is held by another already: nobody who may not know of it learns that.
    await create(clerk(), trades.slice(2));
    const unknown = { tradeId: identifier('trade', DAZU, registry.runtime.newUlid()) };
    const reply = await create(agent(CONSOLIDATOR), [...trades, unknown]);
    expect([reply.status, codes(reply)]).toEqual([
      422,
      ['CONSENT_REQUIRED /tradeIds/1', 'CONSENT_REQUIRED /tradeIds/2', 'CONSENT_REQUIRED /tradeIds/3'],
    ]);
    const [error] = reply.body.errors;
    expect(error.message).toContain(second.tradeId);
    expect(error.remedy).toContain('提交给组货人');
    const texts = reply.body.errors.map(({ message }: any) => message.replace(/trade-[\w-]+/, ''));
    expect(new Set(texts).size).toBe(1);
    expect(texts[0]).not.toMatch(/[A-Za-z]/);
    expect((await ledgers([first]))[0]?.state).toBe('OPEN');
  });

  it('holds what is offered through the last day of the offer', async () => {
    const trades = await registered();
    await offered(trades, CONSOLIDATOR, '2026-03-20');
    registry.setClock('2026-03-20T16:00:00.000Z');
    expect(codes(await create(agent(CONSOLIDATOR), trades))).toEqual(
      trades.map((_, at) => `CONSENT_REQUIRED /tradeIds/${at}`),
    );
    registry.setClock('2026-03-20T15:59:59.000Z');
    expect((await create(agent(CONSOLIDATOR), trades)).status).toBe(202);
  });

  it('of an offer that is taken back at the same time holds it or not, as the ledger says', async () => {
    for (let round = 0; round < 4; round += 1) {
      const [trade] = await registered();
      if (!trade) throw new Error('no trade');
      const offerId = await offered([trade]);
      const [held, back] = await Promise.all([
        create(agent(CONSOLIDATOR), [trade]).then(({ status }) => status === 202),
        registry.runtime.table.commit([endOfferLedger(trade.tradeId, offerId, failed)]).then(
          () => true,
          () => false,
        ),
      ]);
      expect([held, back].filter(Boolean)).toHaveLength(1);
    }
  });

  it('keeps the consents of what stays, when some is taken out late', async () => {
    const trades = await registered();
    await offered(trades);
    const { body } = await create(agent(CONSOLIDATOR), trades, APART);
    await plan(registry.runtime, body.id);
    const out = trades[0]?.tradeId ?? '';
    const read = await send('getConsolidation', { caller: clerk(), params: { id: body.id } });
    const amended = await send('amendConsolidation', {
      caller: agent(CONSOLIDATOR),
      params: { id: body.id },
      headers: { 'If-Match': read.headers['ETag'] },
      body: { reason: '客户撤货', withdrawTradeIds: [out] },
    });
    expect(amended.status, JSON.stringify(amended.body)).toBe(202);
    await plan(registry.runtime, body.id, 2);
    expect((await consents(body.id)).map(({ tradeId }: any) => tradeId)).toEqual(
      trades.slice(1).map(({ tradeId }) => tradeId),
    );
    const events = (await registry.messages(districtKey(DAZU, 'CONSOLIDATION', body.id))).filter(
      ({ type }: any) => type === 'event',
    );
    const steps = events.map(({ detail }: any) => [
      detail.action,
      detail.reason,
      detail.left?.map(({ tradeId }: any) => tradeId),
    ]);
    expect(steps).toEqual([
      ['CREATE', undefined, undefined],
      ['PLAN', undefined, undefined],
      ['AMEND', '客户撤货', undefined],
      ['PLAN', '客户撤货', [out]],
    ]);
    // What was taken out is offered still.
    expect((await ledgers(trades))[0]).toMatchObject({ state: 'OPEN', offer: { consolidatorId: CONSOLIDATOR } });
  });
});

describe('a trade operator', () => {
  it('consolidates what merchants have entrusted to it, with any consolidator, by their agreements in force', async () => {
    const trades = await registered();
    const entrusted = trades.filter(({ tradeOperatorId }) => tradeOperatorId === TRADE_OPERATOR);
    expect(entrusted.length).toBeGreaterThan(0);
    const refused = await create(agent(TRADE_OPERATOR), entrusted);
    expect(codes(refused)).toEqual(entrusted.map((_, at) => `CONSENT_REQUIRED /tradeIds/${at}`));
    for (const { merchantId } of entrusted) await agreed(merchantId);
    const { status, body } = await create(agent(TRADE_OPERATOR), entrusted);
    expect(status, JSON.stringify(body)).toBe(202);
    expect(await consents(body.id)).toMatchObject(
      entrusted.map(({ tradeId, merchantId }) => ({
        tradeId,
        basis: 'OPERATOR',
        agreementId: `agreement-of-${merchantId}`,
      })),
    );
    // It may undo what it did by its own right; a stranger may not.
    const release = (caller: Caller) =>
      send('releaseConsolidation', { caller, params: { id: body.id }, body: { reason: '客户改期' } });
    expect((await release(agent(RIVAL))).status).toBe(404);
    expect((await release(agent(TRADE_OPERATOR))).status).toBe(200);
    expect((await ledgers(entrusted)).every((ledger) => ledger?.state === 'OPEN')).toBe(true);
    for (const [at, { merchantId }] of entrusted.entries())
      await agreed(merchantId, { version: 2 + at, status: 'REVOKED' });
    expect((await create(agent(TRADE_OPERATOR), entrusted)).status).toBe(422);
  });

  it('takes no goods of who exports in its own name, nor what is offered to the consolidator that it names', async () => {
    const trades = await registered();
    const own = trades.filter(({ tradeOperatorId }) => tradeOperatorId === undefined);
    await offered(own);
    expect(codes(await create(agent(TRADE_OPERATOR), own))).toEqual(
      own.map((_, at) => `CONSENT_REQUIRED /tradeIds/${at}`),
    );
    expect((await create(agent(CONSOLIDATOR), own)).status).toBe(202);
  });

  it('does not release what others hold with it as the declaring operator', async () => {
    const trades = await registered();
    const { body } = await create(clerk(), trades);
    const reply = await send('releaseConsolidation', {
      caller: agent(TRADE_OPERATOR),
      params: { id: body.id },
      body: { reason: '不想' },
    });
    expect(reply.status).toBe(403);
  });
});

describe('the centre', () => {
  it('consolidates for them, which is recorded as its act, or as the owner’s where there is an offer', async () => {
    const trades = await registered();
    const offerId = await offered(trades.slice(0, 1));
    await offered(trades.slice(1, 2), RIVAL);
    const { status, body } = await create(clerk(), trades);
    expect(status).toBe(202);
    expect(await consents(body.id)).toMatchObject([
      { basis: 'OFFER', offerId },
      { basis: 'CENTRE' },
      { basis: 'CENTRE' },
    ]);
    // An offer to another has ended by it.
    expect((await ledgers(trades)).map((ledger) => ledger?.offer?.offerId)).toEqual([offerId, undefined, undefined]);
  });

  it('alone is told by messages of its interchange, which no client can say to carry out', async () => {
    const trades = await registered();
    const forged = await send('createConsolidation', {
      caller: agent(CONSOLIDATOR),
      body: { ...request(trades), messageId: 'COMB_1' },
    });
    expect(forged.status).toBe(422);
    const header = await send('createConsolidation', {
      caller: agent(CONSOLIDATOR),
      headers: { messageId: 'COMB_1', 'X-Message-Id': 'COMB_1' },
      body: request(trades),
    });
    expect(codes(header)).toEqual(trades.map((_, at) => `CONSENT_REQUIRED /tradeIds/${at}`));
    const carried = await send('createConsolidation', {
      caller: { ...clerk(), messageId: 'COMB_20260317_1' } as Caller,
      body: request(trades),
    });
    expect(await consents(carried.body.id)).toMatchObject(
      trades.map(() => ({ basis: 'CENTRE', messageId: 'COMB_20260317_1' })),
    );
  });
});

describe('suggestions', () => {
  const suggested = async (caller: Caller): Promise<string[]> => {
    const { status, body } = await send('suggestConsolidations', { caller });
    expect(status, JSON.stringify(body)).toBe(200);
    return [...body.items.flatMap(({ tradeIds }: any) => tradeIds), ...body.left.map(({ tradeId }: any) => tradeId)];
  };

  it('tell an agent of what is offered to it, or entrusted, alone, and each trade once', async () => {
    const trades = await registered();
    const [first, ...others] = trades as [TradeSnapshot, ...TradeSnapshot[]];
    const mine = async (caller: Caller) =>
      (await suggested(caller)).filter((id) => trades.some(({ tradeId }) => tradeId === id)).toSorted();
    expect(await mine(agent(CONSOLIDATOR))).toEqual([]);
    await offered([first], CONSOLIDATOR, '2026-03-16');
    expect(await mine(agent(CONSOLIDATOR))).toEqual([]);
    await offered([first]);
    expect(await mine(agent(CONSOLIDATOR))).toEqual([first.tradeId]);
    expect(await mine(agent(RIVAL))).toEqual([]);
    const entrusted = trades.filter(({ tradeOperatorId }) => tradeOperatorId === TRADE_OPERATOR);
    expect(await mine(agent(TRADE_OPERATOR))).toEqual(entrusted.map(({ tradeId }) => tradeId).toSorted());
    expect(await mine(clerk())).toEqual(trades.map(({ tradeId }) => tradeId).toSorted());
    await create(agent(CONSOLIDATOR), [first]);
    expect(await mine(agent(CONSOLIDATOR))).toEqual([]);
    expect(others.length).toBeGreaterThan(0);
    expect((await send('suggestConsolidations', { caller: merchant(first.merchantId) })).status).toBe(403);
    expect(await suggested({ sub: 'a', role: 'agent', districtId: DAZU })).toEqual([]);
  });
});

describe('the right to hold goods', () => {
  const day = fc.integer({ min: 1, max: 28 }).map((n) => `2026-02-${String(n).padStart(2, '0')}`);
  const agreements = fc.array(
    fc.record({
      agreementId: fc.constantFrom('a', 'b'),
      merchantId: fc.constant('m'),
      tradeOperatorId: fc.constant('operator'),
      status: fc.constantFrom('IN_FORCE' as const, 'REVOKED' as const, 'EXPIRED' as const),
      validFrom: day,
      validUntil: day,
    }),
    { maxLength: 3 },
  );
  const who = fc.constantFrom('consolidator', 'operator', 'stranger', '');

  it('of an agent rests on an offer to itself or an agreement in force, whatever else there is', () => {
    fc.assert(
      fc.property(
        who,
        fc.option(fc.constant('offer'), { nil: undefined }),
        fc.option(who, { nil: undefined }),
        fc.option(fc.constant('COMB_1'), { nil: undefined }),
        agreements,
        day,
        (agentId, offerId, tradeOperatorId, messageId, all, today) => {
          const consent = consentTo(
            { offerId, tradeOperatorId, agreements: all },
            { agentId, consolidatorId: 'consolidator', messageId, day: today },
          );
          const mayTake = agentId === 'consolidator' && offerId !== undefined;
          const isEntrusted =
            agentId === tradeOperatorId &&
            all.some((one) => one.status === 'IN_FORCE' && one.validFrom <= today && today <= one.validUntil);
          expect(consent !== undefined).toBe(mayTake || isEntrusted);
          expect(consent?.basis).not.toBe('CENTRE');
        },
      ),
    );
  });

  it('of the centre rests on the offer to the consolidator, else on its own act and the message that it carries out', () => {
    const by = { consolidatorId: 'consolidator', day: '2026-02-01' };
    const trade = { offerId: undefined, tradeOperatorId: 'operator', agreements: [] };
    expect(consentTo({ ...trade, offerId: 'offer' }, { ...by, messageId: 'COMB_1' })).toEqual({
      basis: 'OFFER',
      offerId: 'offer',
    });
    expect(consentTo(trade, { ...by, messageId: 'COMB_1' })).toEqual({ basis: 'CENTRE', messageId: 'COMB_1' });
    expect(consentTo(trade, by)).toEqual({ basis: 'CENTRE' });
  });
});
