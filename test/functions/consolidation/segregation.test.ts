import { describe, expect, it } from 'vitest';
import { loadRequest } from '../../../functions/consolidation/domain/cargo.ts';
import { planDeclarations } from '../../../functions/consolidation/domain/declaration/declaration-plan.ts';
import { inContainers } from '../../../functions/consolidation/domain/declaration/declaration-result.ts';
import { declarationRulesOf } from '../../../functions/consolidation/domain/declaration/declaration-rules.ts';
import { planCargo } from '../../../functions/consolidation/domain/plan-cargo.ts';
import { checkPlan } from '../../../functions/consolidation/domain/plan-check.ts';
import { segregatedBound } from '../../../functions/consolidation/domain/segregated-bound.ts';
import { classesOf, mustPart } from '../../../functions/consolidation/domain/segregation.ts';
import type { TradeSnapshot } from '../../../functions/consolidation/domain/trade.ts';
import { planLoad } from '../../../functions/packing/load/plan.ts';
import { shippedOn } from '../../../functions/shared/reference/reference.ts';
import { sampleTrade, sampleTrades } from './fixtures/sample.ts';

const OPEN = { separateInspected: false };
const APART = { separateInspected: true };
const options = { seconds: 0.1, requireSupport: true, separateInspected: false, seed: 1 };

const goods = (hsCode: string, nameZh: string, inspectionRequired = false) => ({
  hsCode,
  nameZh,
  specification: '样品',
  inspectionRequired,
});

const lists = shippedOn('2026-03-17');

describe('classes of goods', () => {
  it.each([
    [goods('2106909090', '固体饮料'), ['FOOD']],
    [goods('3304990039', '面霜'), ['FOOD']],
    [goods('3808919090', '杀虫剂'), ['CHEMICAL', 'DANGEROUS 6']],
    [goods('8507600090', '锂电池'), ['DANGEROUS 9']],
    [goods('9603909090', '油漆刷'), []],
    [goods('8205590000', '抹泥刀'), []],
  ])('of %o are %j', (line, names) => expect(classesOf(line, OPEN, lists)).toEqual(names));

  it('count inspection only where inspected goods are to be apart', () => {
    const line = goods('2106909090', '固体饮料', true);
    expect(classesOf(line, OPEN, lists)).toEqual(['FOOD']);
    expect(classesOf(line, APART, lists)).toEqual(['FOOD', 'INSPECTED']);
  });

  it.each<[string[], string[], boolean]>([
    [['FOOD'], ['CHEMICAL'], true],
    [['FOOD'], ['FOOD'], false],
    [['FOOD'], [], false],
    [['DANGEROUS 3'], ['FOOD'], true],
    [['DANGEROUS 3'], ['DANGEROUS 5'], true],
    [['DANGEROUS 3'], ['DANGEROUS 3'], false],
    [['DANGEROUS 9'], ['DANGEROUS 3'], false],
    [['DANGEROUS 9'], ['DANGEROUS 1'], true],
    [['DANGEROUS 3'], [], false],
    [['INSPECTED'], [], true],
    [['FOOD', 'INSPECTED'], ['INSPECTED'], false],
  ])('%j and %j part: %s', (a, b, part) => {
    expect(mustPart(a, b, lists.segregation)).toBe(part);
    expect(mustPart(b, a, lists.segregation)).toBe(part);
  });
});

describe('planning with goods that must part', () => {
  const plan = async (trades: readonly TradeSnapshot[], how: typeof options) => {
    let now = 0;
    const load = await planCargo(
      trades,
      undefined,
      how,
      (request) => Promise.resolve(planLoad(request, () => (now += 20))),
      lists,
    );
    const rules = declarationRulesOf(lists);
    const declared = inContainers(planDeclarations(trades, rules), load.containers);
    checkPlan({ trades, containerTypes: undefined, options: how, load, declared }, lists);
    return load;
  };

  it('keeps food from chemicals, at the cost of a container, and says so in the bound', async () => {
    const [a, b] = [sampleTrade(3), sampleTrade(2)];
    const few = (trade: TradeSnapshot, hsCode: string) => ({
      ...trade,
      lines: trade.lines.slice(0, 1).map((line) => ({ ...line, hsCode })),
    });
    const together = await plan([few(a, '8302100000'), few(b, '2106909090')], options);
    expect([together.containers.length, together.lowerBound]).toEqual([1, 100]);
    const parted = await plan([few(a, '3208909090'), few(b, '2106909090')], options);
    expect([parted.containers.length, parted.cost, parted.lowerBound]).toEqual([2, 200, 200]);
  });

  it('gives inspected goods a container of their own where that is asked for', async () => {
    const load = await plan(sampleTrades(), { ...options, ...APART });
    const holding = load.containers.map(
      ({ placements }) => new Set(placements.map(({ tradeId, lineNo }) => `${tradeId.slice(-1)}/${lineNo}`)),
    );
    expect(holding.filter((lines) => lines.has('2/5'))).toEqual([new Set(['2/5'])]);
  });

  it('never has a bound over what a plan costs', async () => {
    const trades = sampleTrades().map((trade, at) => ({
      ...trade,
      lines: trade.lines.map((line) => ({ ...line, hsCode: ['2106909090', '3208909090', '8205590000'][at]! })),
    }));
    const request = loadRequest(trades, undefined, options, lists);
    let now = 0;
    const { cost } = planLoad(request, () => (now += 20));
    const bound = segregatedBound(request);
    expect(bound).toBeGreaterThan(0);
    expect(bound).toBeLessThanOrEqual(cost);
  });
});
