import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { movesBetween } from '../../../functions/consolidation/domain/amendment.ts';
import { planDeclarations } from '../../../functions/consolidation/domain/declaration/declaration-plan.ts';
import { inContainers } from '../../../functions/consolidation/domain/declaration/declaration-result.ts';
import { declarationRulesOf } from '../../../functions/consolidation/domain/declaration/declaration-rules.ts';
import type { LoadResult } from '../../../functions/consolidation/domain/load-result.ts';
import { type Measure, measured } from '../../../functions/consolidation/domain/measured.ts';
import { planCargo } from '../../../functions/consolidation/domain/plan-cargo.ts';
import { checkPlan } from '../../../functions/consolidation/domain/plan-check.ts';
import { type Change, replan } from '../../../functions/consolidation/domain/replan.ts';
import { sum } from '../../../functions/consolidation/domain/sums.ts';
import { cartonCount, type TradeSnapshot } from '../../../functions/consolidation/domain/trade.ts';
import { planLoad } from '../../../functions/packing/load/plan.ts';
import type { Planner } from '../../../functions/packing/model.ts';
import { shippedOn } from '../../../functions/shared/reference/reference.ts';
import { sampleTrades } from './fixtures/sample.ts';

const lists = shippedOn('2026-03-17');
const rules = declarationRulesOf(lists);
const options = { seconds: 1, requireSupport: true, separateInspected: false, seed: 1 };
const NOTHING: Change = { measures: [], swaps: [] };
const ticking = (): Planner => {
  let now = 0;
  return (request) => Promise.resolve(planLoad(request, () => (now += 100)));
};

/** The sample in two thirds of its cartons: two small containers. */
const trades = sampleTrades().map((trade) => ({
  ...trade,
  lines: trade.lines.map((line) => ({
    ...line,
    cartons: line.cartons.map((group) => ({ ...group, count: Math.ceil((2 * group.count) / 3) })),
    grossG: sum(line.cartons, (group) => Math.ceil((2 * group.count) / 3) * group.grossG),
  })),
}));
const types = ['22G1', '45G1'];
const present = await planCargo(trades, ['22G1'], options, ticking(), lists);

/** A plan that holds in every respect, or throws. */
function sound(load: LoadResult, now: readonly TradeSnapshot[], allowed: readonly string[] = types): LoadResult {
  const declared = inContainers(planDeclarations(now, rules), load.containers);
  checkPlan({ trades: now, containerTypes: allowed, options, load, declared }, lists);
  return load;
}

const places = ({ containers }: LoadResult) => containers.map(({ placements }) => placements);
const cartonsOf = (some: readonly TradeSnapshot[]): number =>
  sum(
    some.flatMap(({ lines }) => lines),
    cartonCount,
  );

const measure = (changes: Partial<Measure> = {}): Measure => {
  const { tradeId, lines } = trades[0]!;
  const { lengthMm, widthMm, heightMm, grossG } = lines[0]!.cartons[0]!;
  return { tradeId, lineNo: 1, fromCartonNo: 1, toCartonNo: 3, lengthMm, widthMm, heightMm, grossG, ...changes };
};

describe('replanning', () => {
  it('changes nothing where nothing has happened', async () => {
    const again = sound(await replan(present, trades, types, options, NOTHING, ticking(), lists), trades);
    expect(places(again)).toEqual(places(present));
    expect(again.cost).toBe(present.cost);
    expect(movesBetween(present, again)).toEqual({ rehousedCartons: 0, movedCartons: 0 });
  });

  it('takes a trade out and leaves containers that it was not in as they are', async () => {
    for (const out of trades) {
      const left = trades.filter((trade) => trade !== out);
      const after = sound(await replan(present, left, types, options, NOTHING, ticking(), lists), left);
      const isUntouched = ({ placements }: LoadResult['containers'][number]) =>
        placements.every(({ tradeId }) => tradeId !== out.tradeId);
      for (const container of present.containers.filter(isUntouched)) {
        expect(places(after)).toContainEqual(container.placements);
      }
      expect(after.unplaced).toEqual([]);
      expect(after.cost).toBeLessThanOrEqual(present.cost);
      const { rehousedCartons, movedCartons } = movesBetween(present, after);
      expect(rehousedCartons).toBeLessThanOrEqual(movedCartons);
      expect(rehousedCartons).toBeLessThan(cartonsOf(left) / 2);
    }
  });

  it('never costs more than before because something was taken out, however it lay', async () => {
    const scattered = trades.map((trade) => ({ ...trade, merchantId: trades[0]!.merchantId }));
    const mixed = await planCargo(scattered, ['22G1'], options, ticking(), lists);
    for (const out of scattered) {
      const left = scattered.filter((trade) => trade !== out);
      const after = sound(await replan(mixed, left, ['22G1'], options, NOTHING, ticking(), lists), left, ['22G1']);
      expect(after.unplaced).toEqual([]);
      expect(after.cost).toBeLessThanOrEqual(mixed.cost);
    }
  });

  it('leaves the others in their places where a carton on top goes', async () => {
    const top = present.containers[0]!.placements.reduce((a, b) => (b.z + b.heightMm > a.z + a.heightMm ? b : a));
    const line = trades
      .find(({ tradeId }) => tradeId === top.tradeId)!
      .lines.find(({ lineNo }) => lineNo === top.lineNo)!;
    // The line of the top carton becomes one carton shorter by losing its last; the numbers of the others stay.
    const shorter = trades.map((trade) =>
      trade.tradeId === top.tradeId
        ? {
            ...trade,
            lines: trade.lines.filter((one) => one !== line),
          }
        : trade,
    );
    const after = sound(await replan(present, shorter, types, options, NOTHING, ticking(), lists), shorter);
    expect(cartonsOf(shorter)).toBe(sum(after.containers, ({ placements }) => placements.length));
  });

  it('weighs cartons anew without moving any', async () => {
    const heavier = measure({ grossG: 25_000 });
    const now = measured(trades, [heavier]);
    const after = sound(
      await replan(present, now, types, options, { ...NOTHING, measures: [heavier] }, ticking(), lists),
      now,
    );
    expect(movesBetween(present, after)).toEqual({ rehousedCartons: 0, movedCartons: 0 });
    expect(sum(after.containers, ({ massG }) => massG)).toBe(
      sum(present.containers, ({ massG }) => massG) + 3 * (25_000 - measure().grossG),
    );
  });

  it('loads all where cartons have grown', async () => {
    const larger = measure({ lengthMm: 700 });
    const now = measured(trades, [larger]);
    const after = sound(
      await replan(present, now, types, options, { ...NOTHING, measures: [larger] }, ticking(), lists),
      now,
    );
    expect(after.unplaced).toEqual([]);
    expect(sum(after.containers, ({ placements }) => placements.length)).toBe(cartonsOf(now));
  });

  it('loads a swapped container into its new type, and nothing else', async () => {
    const { no } = present.containers[0]!;
    const after = sound(
      await replan(present, trades, types, options, { ...NOTHING, swaps: [{ no, type: '45G1' }] }, ticking(), lists),
      trades,
    );
    expect(after.containers[0]!.type).toBe('45G1');
    expect(places(after).slice(1)).toEqual(places(present).slice(1));
  });

  it('finds another place for what a heavier container does not take', async () => {
    const large = await planCargo(trades, ['45G1'], options, ticking(), lists);
    const after = sound(
      await replan(large, trades, types, options, { ...NOTHING, swaps: [{ no: 1, type: '22G1' }] }, ticking(), lists),
      trades,
    );
    expect(after.containers[0]!.type).toBe('22G1');
    expect(after.unplaced).toEqual([]);
  });

  it('holds after any change', async () => {
    const changes = fc.record({
      out: fc.subarray(trades, { maxLength: 2 }),
      from: fc.integer({ min: 1, max: 40 }),
      lengthMm: fc.integer({ min: 100, max: 900 }),
      grossG: fc.integer({ min: 19_000, max: 60_000 }),
      swap: fc.constantFrom(undefined, '22G1', '45G1'),
    });
    await fc.assert(
      fc.asyncProperty(changes, async ({ out, from, lengthMm, grossG, swap }) => {
        const left = trades.filter((trade) => !out.includes(trade));
        const measures = [measure({ fromCartonNo: from, toCartonNo: from + 20, lengthMm, grossG })];
        const now = measured(left, measures);
        const swaps = swap === undefined ? [] : [{ no: 1, type: swap }];
        const after = sound(await replan(present, now, types, options, { measures, swaps }, ticking(), lists), now);
        expect(sum(after.containers, ({ placements }) => placements.length)).toBe(cartonsOf(now));
        expect(after.lowerBound).toBeLessThanOrEqual(after.cost + 1e-6);
      }),
      { numRuns: 4 },
    );
  });
});

describe('measures', () => {
  it('cut groups where they begin and end, and keep numbers, counts and other groups', async () => {
    const [{ cartons }] = trades[0]!.lines as [TradeSnapshot['lines'][number]];
    const [line] = measured(trades, [measure({ fromCartonNo: 3, toCartonNo: 5, heightMm: 333, grossG: 21_000 })])[0]!
      .lines;
    expect(line!.cartons.map(({ count, heightMm }) => [count, heightMm])).toEqual([
      [2, cartons[0]!.heightMm],
      [3, 333],
      [cartons[0]!.count - 5, cartons[0]!.heightMm],
    ]);
    expect(line!.grossG - trades[0]!.lines[0]!.grossG).toBe(3000);
  });

  it('may be taken again: the last one holds', async () => {
    const twice = [measure({ heightMm: 300 }), measure({ heightMm: 310, toCartonNo: 2 })];
    const [line] = measured(trades, twice)[0]!.lines;
    expect(line!.cartons.slice(0, 2).map(({ count, heightMm }) => [count, heightMm])).toEqual([
      [2, 310],
      [1, 300],
    ]);
  });
});
