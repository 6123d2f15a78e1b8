import { beforeAll, describe, expect, it } from 'vitest';
import { cartonGroups, loadRequest } from '../../../functions/consolidation/domain/cargo.ts';
import { planDeclarations } from '../../../functions/consolidation/domain/declaration/declaration-plan.ts';
import {
  type DeclarationResult,
  inContainers,
} from '../../../functions/consolidation/domain/declaration/declaration-result.ts';
import { declarationRulesOf } from '../../../functions/consolidation/domain/declaration/declaration-rules.ts';
import { type LoadResult, toPlan, toResult } from '../../../functions/consolidation/domain/load-result.ts';
import { checkPlan, PlanFault } from '../../../functions/consolidation/domain/plan-check.ts';
import { planLoad } from '../../../functions/packing/load/plan.ts';
import type { Lists } from '../../../functions/shared/reference/lists/index.ts';
import { shippedOn } from '../../../functions/shared/reference/reference.ts';
import { BUYER, fewCartons } from './fixtures/sample.ts';

const lists = shippedOn('2026-03-17');
const rules = declarationRulesOf(lists);
const trades = fewCartons();
const containerTypes = ['45G1', '22G1'];
const options = { seconds: 0.1, requireSupport: true, separateInspected: false, seed: 1 };
const request = loadRequest(trades, containerTypes, options, lists);
const groups = cartonGroups(trades);

let load: LoadResult;
let declared: DeclarationResult;
beforeAll(() => {
  const plan = planLoad({ ...request, budget: { completions: 1 } }, () => 0);
  load = toResult(plan, groups, lists);
  declared = inContainers(planDeclarations(trades, rules), load.containers);
});

/** The lists with other limits of a declaration. */
const limits = (change: Partial<Lists['declarationRules']>) => ({
  ...lists,
  declarationRules: { ...lists.declarationRules, ...change },
});

/** Checks a copy of the sound plan after something was done to it. */
function check(damage: (copy: { load: LoadResult; declared: DeclarationResult }) => void): void {
  const copy = structuredClone({ load, declared });
  damage(copy);
  checkPlan({ trades, containerTypes, options, ...copy }, lists);
}

type Damage = Parameters<typeof check>[0];
const [firstContainer, line, otherLine] = [
  (copy: { load: LoadResult }) => copy.load.containers[0]!,
  (copy: { declared: DeclarationResult }) => copy.declared.declarations[0]!.lines[5]!,
  (copy: { declared: DeclarationResult }) => copy.declared.declarations[0]!.lines[0]!,
];

describe('plan check', () => {
  it('finds nothing in a sound plan', () => {
    expect(() => check(() => {})).not.toThrow();
  });

  it('goes from the planner’s form to the stored one and back', () => {
    expect(toResult(toPlan(load, groups), groups, lists)).toEqual(load);
  });

  it.each<[string, RegExp, Damage]>([
    [
      'a carton that hangs in another',
      /重叠/,
      (copy) => {
        const [a, b] = firstContainer(copy).placements;
        // Wherever the planner has put them: one millimetre off the other's corner.
        Object.assign(b!, { x: a!.x + 1, y: a!.y, z: a!.z });
      },
    ],
    ['a carton outside', /超出箱内/, (copy) => void (firstContainer(copy).placements[0]!.x = 12_000)],
    ['a lost carton', /应为|cartons given/, (copy) => void firstContainer(copy).placements.pop()],
    [
      'a carton number that stands twice',
      /stands twice/,
      (copy) => {
        const { placements } = firstContainer(copy);
        const [a] = placements;
        const twin = placements.find((p) => p !== a && p.tradeId === a!.tradeId && p.lineNo === a!.lineNo);
        twin!.cartonNo = a!.cartonNo;
      },
    ],
    ['an invented utilisation', /体积利用率/, (copy) => void (firstContainer(copy).volumeUtilisation += 0.01)],
    ['an invented cost', /费用/, (copy) => void (copy.load.cost -= 1)],
    ['a changed amount', /conserve value and weight/, (copy) => void (line(copy).amountMinor += 1)],
    ['a changed net weight', /conserve value and weight/, (copy) => void (line(copy).netG -= 1)],
    ['a changed quantity', /conserve the quantity/, (copy) => void (line(copy).quantity += 1)],
    ['a changed unit', /conserve the quantity/, (copy) => void (line(copy).unit = '007')],
    ['a lost source', /is not declared once/, (copy) => void line(copy).mergedFrom.pop()],
    [
      'a doubled source',
      /is not declared once/,
      (copy) => void line(copy).mergedFrom.push(otherLine(copy).mergedFrom[0]!),
    ],
    ['a currency that is not the trade’s', /mixes currencies/, (copy) => void (line(copy).currency = 'EUR')],
    ['a total of its own', /another total/, (copy) => void (copy.declared.declarations[0]!.totalUsdMinor -= 1)],
    ['another buyer', /mixes buyers/, (copy) => void (copy.declared.declarations[0]!.buyerId = `${BUYER}x`)],
    [
      'containers it is not in',
      /names other containers/,
      (copy) => void copy.declared.declarations[0]!.containerNos.pop(),
    ],
    [
      'inspected goods in a merge',
      /merges goods that may not be/,
      ({ declared: { declarations } }) => {
        const { lines } = declarations[0]!;
        const inspected = lines.pop()!;
        const into = lines[0]!;
        into.mergedFrom.push(...inspected.mergedFrom);
        for (const field of ['amountMinor', 'amountUsdMinor', 'netG', 'grossG', 'quantity'] as const) {
          into[field] += inspected[field];
        }
      },
    ],
    [
      'a kind of high value in a merge',
      /which is declared by itself/,
      ({ declared: { declarations } }) => {
        const { lines } = declarations[0]!;
        const [kept] = lines.splice(0, 1);
        const into =
          lines.find(({ hsCode, mergedFrom }) => hsCode.startsWith('82') && mergedFrom.length > 1) ?? lines[0]!;
        into.mergedFrom.push(...kept!.mergedFrom);
        for (const field of ['amountMinor', 'amountUsdMinor', 'netG', 'grossG', 'quantity'] as const) {
          into[field] += kept![field];
        }
      },
    ],
    [
      'a merge under the code of a lesser kind',
      /not its highest value/,
      ({ declared: { declarations } }) => {
        const merged = declarations[0]!.lines.find(({ mergedFrom }) => mergedFrom.length > 1)!;
        merged.hsCode = `${merged.hsCode.slice(0, 2)}99999999`;
      },
    ],
    [
      'a merge that says not why',
      /does not explain/,
      ({ declared: { declarations } }) => {
        delete declarations[0]!.lines.find(({ mergedFrom }) => mergedFrom.length > 1)!.explanation;
      },
    ],
  ])('throws for %s', (_what, message, damage) => {
    expect(() => check(damage)).toThrow(PlanFault);
    expect(() => check(damage)).toThrow(message);
  });

  it('throws for food in the container of paint, though the planner was not told', () => {
    const [food, paint] = ['2106909090', '3208909090'];
    const painted = trades.map((trade) => ({
      ...trade,
      lines: trade.lines.map((one) => (one.hsCode === food ? one : { ...one, hsCode: paint })),
    }));
    const plan = {
      trades: painted,
      containerTypes,
      options,
      load,
      declared: inContainers(planDeclarations(painted, rules), load.containers),
    };
    expect(() => checkPlan(plan, lists)).toThrow(/container 1 holds .*FOOD/);
  });

  it('throws for a declaration over its limits', () => {
    const plan = { trades, containerTypes, options, load, declared };
    expect(() => checkPlan(plan, limits({ maxUsd: '122999.99' }))).toThrow(/over the value limit/);
    expect(() => checkPlan(plan, limits({ maxUsd: '123000.00' }))).not.toThrow();
    expect(() => checkPlan(plan, limits({ maxLines: 10 }))).toThrow(/too many lines/);
  });
});
