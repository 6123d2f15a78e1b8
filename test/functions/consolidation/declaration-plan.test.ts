import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planDeclarations } from '../../../functions/consolidation/domain/declaration/declaration-plan.ts';
import { declarationRulesOf } from '../../../functions/consolidation/domain/declaration/declaration-rules.ts';
import type { TradeSnapshot } from '../../../functions/consolidation/domain/trade.ts';
import { shippedOn } from '../../../functions/shared/reference/reference.ts';
import { processorSeconds } from '../../kit/processor-time.ts';
import { trades } from './fixtures/arbitrary.ts';
import { sampleTrade, sampleTrades, tradeId } from './fixtures/sample.ts';

const rules = declarationRulesOf(shippedOn('2026-03-17'));
const cents = (usd: number): number => Math.round(usd * 100);

/** A trade with one line per value, each another kind of another chapter. */
function trade(serial: number, usd: readonly number[], more: Partial<TradeSnapshot> = {}): TradeSnapshot {
  const [line] = sampleTrade(1).lines;
  if (!line) throw new Error('the sample has lines');
  return {
    ...sampleTrade(1),
    tradeId: tradeId(serial),
    totalUsdMinor: usd.reduce((sum, value) => sum + cents(value), 0),
    lines: usd.map((value, index) => ({
      ...line,
      lineNo: index + 1,
      hsCode: `${String(10 + (index % 80))}01000000`,
      amountMinor: cents(value),
      amountUsdMinor: cents(value),
    })),
    ...more,
  };
}

const totals = (some: readonly TradeSnapshot[]): number[] =>
  planDeclarations(some, rules).declarations.map((declaration) => declaration.totalUsdMinor);

describe('declaration planning', () => {
  it('puts the sample on one declaration of eleven lines', () => {
    const plan = planDeclarations(sampleTrades(), rules);
    expect(plan.declarations).toHaveLength(1);
    expect(plan.declarations[0]?.lines).toHaveLength(11);
    expect(plan.declarations[0]?.totalUsdMinor).toBe(cents(123_000));
    expect(plan.lowerBound).toBe(1);
  });

  it('takes exactly USD 150,000.00 and not a cent more', () => {
    expect(totals([trade(1, [75_000]), trade(2, [75_000])])).toEqual([cents(150_000)]);
    expect(totals([trade(1, [75_000]), trade(2, [75_000.01])])).toEqual([cents(75_000.01), cents(75_000)]);
  });

  it('keeps trades whole while they fit', () => {
    const plan = planDeclarations([trade(1, [60_000, 60_000]), trade(2, [50_000, 50_000])], rules);
    expect(
      plan.declarations.map((one) => new Set(one.lines.flatMap((l) => l.mergedFrom.map((s) => s.tradeId))).size),
    ).toEqual([1, 1]);
  });

  it('divides a trade over the limit by its lines, and fills what remains', () => {
    const plan = planDeclarations([trade(1, [100_000, 90_000, 40_000]), trade(2, [60_000])], rules);
    expect(plan.declarations.map((one) => one.totalUsdMinor)).toEqual([cents(140_000), cents(150_000)]);
    expect(plan.lowerBound).toBe(2);
  });

  it('refuses a line over the limit as a fault of the caller', () => {
    expect(() => planDeclarations([trade(1, [150_000.01])], rules)).toThrow(RangeError);
  });

  it('never mixes buyers', () => {
    const plan = planDeclarations([trade(1, [10]), trade(2, [10], { buyerId: 'other' })], rules);
    expect(plan.declarations.map((one) => one.buyerId)).toHaveLength(2);
    expect(plan.lowerBound).toBe(2);
  });

  it('opens another declaration rather than a 51st line', () => {
    const plan = planDeclarations(
      [
        trade(
          1,
          Array.from({ length: 45 }, () => 10),
        ),
        trade(2, [1]),
      ],
      rules,
    );
    expect(plan.declarations).toHaveLength(1);
    const many = trade(
      3,
      Array.from({ length: 60 }, () => 10),
    );
    expect(planDeclarations([many], rules).declarations.map((one) => one.lines.length)).toEqual([50, 10]);
  });

  it('holds the limits and declares every line once, on any trades', () => {
    fc.assert(
      fc.property(trades({ maxTrades: 8, maxLines: 25, maxUsdMinor: rules.maxUsd }), (some) => {
        const plan = planDeclarations(some, rules);
        const declared = plan.declarations.flatMap((one) => one.lines.flatMap((line) => line.mergedFrom));
        expect(declared.map((s) => `${s.tradeId}/${s.lineNo}`).sort()).toEqual(
          some.flatMap((t) => t.lines.map((line) => `${t.tradeId}/${line.lineNo}`)).sort(),
        );
        for (const one of plan.declarations) {
          expect(one.totalUsdMinor).toBeLessThanOrEqual(rules.maxUsd);
          expect(one.lines.length).toBeLessThanOrEqual(rules.maxLines);
          const buyers = one.lines.flatMap((line) =>
            line.mergedFrom.map((source) => some.find((t) => t.tradeId === source.tradeId)?.buyerId),
          );
          expect(new Set(buyers)).toEqual(new Set([one.buyerId]));
        }
        expect(plan.declarations.length).toBeGreaterThanOrEqual(plan.lowerBound);
        expect(plan.declarations.map((one) => one.no)).toEqual(plan.declarations.map((_, index) => index + 1));
      }),
      { numRuns: 50 },
    );
  });

  it('plans eighty trades of two hundred lines in ten seconds of the processor', async () => {
    const many = Array.from({ length: 80 }, (_, index) =>
      trade(
        index + 1,
        Array.from({ length: 200 }, (_one, at) => 1 + ((index * 31 + at * 17) % 3000)),
      ),
    );
    const { answer: plan, seconds } = await processorSeconds(() => planDeclarations(many, rules));
    expect(plan.declarations.length).toBeGreaterThanOrEqual(plan.lowerBound);
    expect(seconds).toBeLessThan(10);
  });
});

describe('fewest declarations', () => {
  /** How many declarations name a trade. */
  const shares = (some: readonly TradeSnapshot[]): number[] => {
    const { declarations } = planDeclarations(some, rules);
    return some.map(
      ({ tradeId: id }) =>
        declarations.filter(({ lines }) => lines.some((l) => l.mergedFrom.some((s) => s.tradeId === id))).length,
    );
  };

  it('fills two where first-fit decreasing takes three, with every trade whole', () => {
    const values = [70_000, 60_000, 50_000, 40_000, 40_000, 40_000];
    const some = values.map((usd, at) => trade(at + 1, [usd / 2, usd / 2]));
    expect(planDeclarations(some, rules)).toMatchObject({ lowerBound: 2 });
    expect(totals(some)).toHaveLength(2);
    expect(shares(some)).toEqual([1, 1, 1, 1, 1, 1]);
  });

  it('divides one trade of three where that saves a declaration', () => {
    const some = [1, 2, 3].map((serial) => trade(serial, [50_000, 50_000]));
    expect(totals(some)).toEqual([cents(150_000), cents(150_000)]);
    expect(shares(some).toSorted((a, b) => a - b)).toEqual([1, 1, 2]);
  });

  it('counts kinds that are never merged into the bound', () => {
    const some = trade(
      1,
      Array.from({ length: 101 }, () => 10),
    );
    const lines = some.lines.map((line, at) => ({ ...line, inspectionRequired: true, nameZh: `品名${at}` }));
    const plan = planDeclarations([{ ...some, lines }], rules);
    expect([plan.lowerBound, plan.declarations.length]).toEqual([3, 3]);
  });
});
