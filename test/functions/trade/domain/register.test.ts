import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { warningId } from '../../../../functions/shared/kernel/finding.ts';
import { tradeChanged } from '../../../../functions/trade/domain/event.ts';
import type { Filed } from '../../../../functions/trade/domain/filed.ts';
import { MAX_BYTES } from '../../../../functions/trade/domain/record-size.ts';
import { register } from '../../../../functions/trade/domain/register.ts';
import { totals } from '../../../../functions/trade/domain/totals.ts';
import { Trade } from '../../../../functions/trade/domain/trade.ts';
import { cartons, context, filed, history, line, lineWorth, request, TROWEL, trowel } from '../samples.ts';

const registration = (body: Record<string, unknown>, accept: string[] = [], facts: Partial<Filed> = {}) =>
  register(request(body), filed(facts), history(), context(accept));

function registered(body: Record<string, unknown>, accept: string[] = [], facts: Partial<Filed> = {}): Trade {
  const result = registration(body, accept, facts);
  if ('refused' in result) throw new Error(result.refused.map((found) => found.message).join('; '));
  return result.trade;
}

function refusals(body: Record<string, unknown>, accept: string[] = []): string[] {
  const result = registration(body, accept);
  return 'refused' in result ? result.refused.map(warningId) : [];
}

/** Goods of a chapter without a narrow band of dollars per kilogram. */
const PRINTED = { goods: new Map([[TROWEL, trowel({ hsCode: '4911100000' })]]) };

const bytes = (value: unknown) => new TextEncoder().encode(JSON.stringify(value)).length;

describe('register', () => {
  it('makes a trade in exact integers that its own schema takes', () => {
    const trade = registered({
      lines: [
        line(),
        line({ quantity: 0.00003, unitPrice: '333.3333', amount: '0.01', legalQuantity: 0.002, cartons: undefined }),
      ],
    });
    expect(Trade.parse(trade)).toEqual(trade);
    expect(trade).toMatchObject({
      status: 'REGISTERED',
      merchant: { name: '大足区龙水镇兴旺五金经营部', stall: 'A区1层018号' },
      exchangeRate: { usdPerUnit: '1', month: '2026-03' },
      totalMinor: 2_200_001,
      totalUsdMinor: 2_200_001,
    });
    expect(trade.lines[0]).toMatchObject({
      lineNo: 1,
      hsCode: '8205590000',
      quantity: 2_200_000_000,
      legalQuantity: 418_000_000,
      unitPrice: 10_000,
      amountMinor: 2_200_000,
      grossG: 4_400_000,
      netG: 4_180_000,
      cartons: [{ count: 220, grossG: 20_000, netG: 19_000, thisSideUp: false, stackable: true }],
    });
    expect(trade.lines[1]).toMatchObject({ lineNo: 2, quantity: 3, amountMinor: 1, netG: 0, grossG: 0, cartons: [] });
  });

  it('lists every finding at once', () => {
    expect(
      refusals({
        exportMode: 'ENTRUSTED',
        tradeOperatorId: undefined,
        destinationCountry: 'KEN',
        lines: [line({ unit: '007', amount: '1.00', cartons: [cartons({ netWeightKg: 99 })] })],
      }),
    ).toEqual([
      'UNIT_NOT_AS_FILED@/lines/0/unit',
      'AMOUNT_NOT_PRODUCT@/lines/0/amount',
      'NET_ABOVE_GROSS@/lines/0/cartons/0/netWeightKg',
      'VALUE_PER_KILOGRAM_UNUSUAL@/lines/0',
      'TRADE_OPERATOR_REQUIRED@/tradeOperatorId',
      'DESTINATION_NOT_BUYER_COUNTRY@/destinationCountry',
    ]);
  });

  describe('with warnings', () => {
    const near = 'TOTAL_NEAR_DECLARATION_LIMIT@/lines';
    const elsewhere = 'DESTINATION_NOT_BUYER_COUNTRY@/destinationCountry';
    const doubtful = { destinationCountry: 'KEN', lines: [lineWorth('149000.00')] };
    const explained = { ...doubtful, explanation: '货物经肯尼亚仓库分销' };

    it('refuses until each is accepted', () => {
      expect(refusals(doubtful)).toEqual([near, elsewhere]);
      expect(refusals(explained)).toEqual([near, elsewhere]);
      expect(refusals(explained, [near])).toEqual([elsewhere]);
      expect(refusals(explained, ['SOMETHING_ELSE@/lines'])).toEqual([near, elsewhere]);
    });

    it('refuses an acceptance without an explanation', () => {
      expect(refusals(doubtful, [near, elsewhere])).toEqual(['EXPLANATION_REQUIRED@/explanation']);
    });

    it('keeps what was accepted and why', () => {
      expect(registered(explained, [near, elsewhere])).toMatchObject({
        explanation: '货物经肯尼亚仓库分销',
        acceptedWarnings: [near, elsewhere],
      });
    });

    it('accepts no danger', () => {
      const danger = 'LINE_OVER_DECLARATION_LIMIT@/lines/0/amount';
      expect(refusals({ lines: [lineWorth('150000.01')], explanation: '一次成交' }, [danger])).toEqual([danger]);
    });
  });

  it('sums what it registers', () => {
    const amount = fc.integer({ min: 100, max: 100_000 }).map((cents) => lineWorth((cents / 100).toFixed(2)));
    fc.assert(
      fc.property(
        fc.array(amount, { minLength: 1, maxLength: 30 }),
        fc.constantFrom('EUR', 'CNY'),
        (lines, currency) => {
          const trade = registered({ currency, lines }, [], PRINTED);
          expect(trade.totalMinor).toBe(trade.lines.reduce((sum, one) => sum + one.amountMinor, 0));
          expect(trade.totalUsdMinor).toBe(trade.lines.reduce((sum, one) => sum + one.amountUsdMinor, 0));
          expect(totals(trade).cartons).toBe(lines.length);
        },
      ),
    );
  });

  describe('of great size', () => {
    const long = trowel({ hsCode: '4911100000', nameZh: '刀'.repeat(100), specification: '碳'.repeat(200) });
    const sized = (lines: number, groups: number) => ({
      lines: Array.from({ length: lines }, () =>
        line({
          quantity: 1,
          unitPrice: '100',
          amount: '100.00',
          cartons: Array.from({ length: groups }, () => cartons({ count: 1, maxLoadKg: 123.456 })),
        }),
      ),
    });
    const facts = { goods: new Map([[TROWEL, long]]) };

    it('refuses what no event can carry', () => {
      const result = registration(sized(200, 100), [], facts);
      expect('refused' in result && result.refused.map((found) => found.code)).toEqual(['TRADE_TOO_LARGE']);
    });

    it('gives the largest trade an event below 200 KiB', () => {
      let groups = 1;
      let largest = registered(sized(20, groups), [], facts);
      for (;;) {
        groups += 1;
        const result = registration(sized(20, groups), [], facts);
        if ('refused' in result) break;
        largest = result.trade;
      }
      expect(bytes(largest)).toBeGreaterThan(MAX_BYTES * 0.95);
      expect(
        bytes(tradeChanged({ ...largest, status: 'CONSOLIDATED' }, 99_999, '2026-03-17T01:30:00.000Z')),
      ).toBeLessThan(200 * 1024);
    });
  });
});

describe('totals', () => {
  it('adds volumes beyond the safe integers exactly', () => {
    const huge = cartons({ count: 20_000, lengthMm: 19_999, widthMm: 19_999, heightMm: 19_999 });
    const trade = registered({ lines: [line({ cartons: [huge] })] }, [], PRINTED);
    // 20,000 × 19,999³ mm³ = 159,976,001,199,980,000 mm³
    expect(totals(trade).volumeLitres).toBe(159_976_001_200);
  });

  it('rounds half a litre up', () => {
    const half = cartons({ count: 1, lengthMm: 100, widthMm: 100, heightMm: 50 });
    expect(totals(registered({ lines: [line({ cartons: [half] })] }, [], PRINTED)).volumeLitres).toBe(1);
  });
});
