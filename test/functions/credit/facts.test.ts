import { describe, expect, it } from 'vitest';
import { build as onCreditFactFound } from '../../../functions/credit/subscribers/on-credit-fact-found.ts';
import { build as onCreditTradeChanged } from '../../../functions/credit/subscribers/on-credit-trade-changed.ts';
import type { EventName } from '../../../functions/events/index.ts';
import { ConcurrencyConflict } from '../../../functions/shared/table/errors.ts';
import { clerk, DAZU } from '../../kit/call.ts';
import { useRegistry } from '../../kit/registry.ts';
import { delivery, sample } from '../events/samples.ts';
import { creditKit, invoke } from './kit.ts';

const registry = useRegistry();
const kit = creditKit(registry);

const tell = async (build: typeof onCreditFactFound, name: EventName, detail: object) =>
  invoke(build(registry.runtime), delivery(name, detail));
const factsOf = async (entityId: string) =>
  (await kit.call('listCreditEvents', { caller: clerk(), query: { entityId } })).body.items;

describe('a trade that was entered late', () => {
  const tradeId = `trade-${DAZU}-01JDXKQ8Z3W5T7V9Y1A3C5E7G9`;
  const trade = (merchantId: string, vouchers: object[], review: string | undefined = 'RELEASED') => ({
    ...sample('TradeChanged'),
    tradeId,
    merchantId,
    // 17 March, 01:00 in China.
    registeredAt: '2026-03-16T17:00:00.000Z',
    review,
    vouchers,
    version: 2,
  });
  const told = async (detail: object) => tell(onCreditTradeChanged, 'TradeChanged', detail);
  const packed = { type: 'PACKING_LIST', number: 'PL1', issuedOn: '2026-03-16' };
  const loaded = { type: 'BILL_OF_LADING', number: 'BL1', issuedOn: '2026-03-12' };

  it('is a fact of its merchant by the gravest voucher, once, however often it is told', async () => {
    const merchantId = await kit.file('merchant');
    await told(trade(merchantId, [packed, loaded]));
    await told({ ...trade(merchantId, [packed, loaded]), version: 3 });
    expect(await factsOf(merchantId)).toMatchObject([
      {
        indicator: 'TRADE_ENTERED_AFTER_DECLARATION',
        occurredOn: '2026-03-17',
        source: { authority: '市场采购贸易登记平台', documentNumber: tradeId, documentDate: '2026-03-17' },
        status: 'RECORDED',
      },
    ]);
    expect(await kit.score(merchantId)).toMatchObject({ score: 77 });
  });

  it('is not lost where the table was busy with another: the event comes again', async () => {
    const merchantId = await kit.file('merchant');
    const busy = async () => Promise.reject(new ConcurrencyConflict('another transaction holds one of the items'));
    const { runtime } = registry;
    const detail = trade(merchantId, [packed]);
    const refused = invoke(
      onCreditTradeChanged({ ...runtime, table: { ...runtime.table, commit: busy } }),
      delivery('TradeChanged', detail),
    );
    await expect(refused).rejects.toMatchObject({ name: 'ConcurrencyConflict' });
    await told(detail);
    expect(await factsOf(merchantId)).toHaveLength(1);
  });

  it.each<[string, object[], string | undefined, string[]]>([
    ['packed before it was entered', [packed], 'RELEASED', ['TRADE_ENTERED_AFTER_HANDOVER']],
    ['packed on the day', [{ ...packed, issuedOn: '2026-03-17' }], 'RELEASED', []],
    ['of an invoice of before', [{ ...packed, type: 'INVOICE' }], 'RELEASED', []],
    ['whose voucher has no date', [{ type: 'PACKING_LIST', number: 'PL1' }], 'RELEASED', []],
    ['still under review', [packed], 'OPEN', []],
    ['rejected', [packed], 'REJECTED', []],
    ['never reviewed', [packed], undefined, []],
  ])('%s: %o %s gives %o', async (_what, vouchers, review, expected) => {
    const merchantId = await kit.file('merchant');
    await told({ ...trade(merchantId, vouchers), review });
    expect((await factsOf(merchantId)).map((fact: { indicator: string }) => fact.indicator)).toEqual(expected);
  });
});

describe('a fact that another capability found', () => {
  const found = (entityId: string, more: object = {}) => ({
    entityId,
    indicator: 'WEIGHT_GAP_ABOVE_10_PERCENT',
    occurredOn: '2026-03-16',
    source: { authority: '市场采购贸易登记平台', documentNumber: 'CBHU9876547', documentDate: '2026-03-16' },
    evidence: '过磅单 24,120 kg，方案 21,400 kg',
    ...more,
  });
  /** As the bus does, which delivers again what met another delivery. */
  const told = async (detail: object): Promise<unknown> =>
    tell(onCreditFactFound, 'CreditFactFound', detail).catch((error: unknown) => {
      if (!(error instanceof ConcurrencyConflict)) throw error;
      return told(detail);
    });

  it('is recorded once, told twice and both at once', async () => {
    const entityId = await kit.file('carrier');
    await Promise.all([told(found(entityId)), told(found(entityId))]);
    await told(found(entityId));
    const facts = await factsOf(entityId);
    expect(facts).toMatchObject([
      { indicator: 'WEIGHT_GAP_ABOVE_10_PERCENT', evidence: expect.stringContaining('过磅单') },
    ]);
    expect(await kit.score(entityId)).toMatchObject({ score: 76 });
  });

  it.each([
    ['an indicator that is not on the card', { indicator: 'SPITTING' }, 'UNKNOWN_INDICATOR'],
    ['a day to come', { occurredOn: '2026-03-18' }, 'FUTURE_DATE'],
    ['a party that is not filed yet', { entityId: `entity-${DAZU}-01JDXKQ8Z3W5T7V9Y1A3C5E7G9` }, 'NOT_FILED'],
  ])('with %s is refused by name, to be delivered again and then looked at', async (_what, more, code) => {
    const entityId = await kit.file('carrier');
    await expect(told(found(entityId, more))).rejects.toThrow(code);
  });
});
