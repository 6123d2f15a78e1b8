import { verifyLoad } from '../../packing/verify/verify-load.ts';
import type { Lists } from '../../shared/reference/lists/index.ts';
import { cartonGroups, type LoadOptions, loadRequest } from './cargo.ts';
import { lineKey } from './carton-ref.ts';
import type { Declaration, DeclarationResult } from './declaration/declaration-result.ts';
import { type DeclarationRules, declarationRulesOf } from './declaration/declaration-rules.ts';
import type { DeclarationLine } from './declaration/simplified-declaration.ts';
import { simplificationFaults } from './declaration/verify-simplification.ts';
import { type LoadResult, toPlan } from './load-result.ts';
import { classesOf, mustPart } from './segregation.ts';
import { sum } from './sums.ts';
import { cartonCount, type TradeSnapshot } from './trade.ts';

/** A plan that does not hold against its trades: a fault of this program, never a result. */
export class PlanFault extends Error {
  override readonly name = 'PlanFault';
}

export interface CheckedPlan {
  readonly trades: readonly TradeSnapshot[];
  readonly containerTypes: readonly string[] | undefined;
  readonly options: LoadOptions;
  readonly load: LoadResult;
  readonly declared: DeclarationResult;
}

/**
 * Checks a plan from its results alone: the load by the independent verifier, every carton once, every trade line
 * declared once, values, weights and quantities conserved, every declaration within its limits.
 *
 * @throws PlanFault naming what does not hold
 */
export function checkPlan(plan: CheckedPlan, lists: Lists): void {
  const rules = declarationRulesOf(lists);
  const { trades, containerTypes, options, load, declared } = plan;
  const groups = cartonGroups(trades);
  const faults = [
    ...verifyLoad(loadRequest(trades, containerTypes, options, lists), toPlan(load, groups)).map(
      ({ message }) => message,
    ),
    ...cartonFaults(trades, load),
    ...meetingFaults(trades, load, options, lists),
    ...lineFaults(trades, declared.declarations),
    ...declared.declarations.flatMap((declaration) => declarationFaults(declaration, trades, load, rules)),
  ];
  if (faults.length > 0) throw new PlanFault(`${faults.length} faults: ${faults.slice(0, 10).join('; ')}`);
}

function cartonFaults(trades: readonly TradeSnapshot[], load: LoadResult): string[] {
  const cartons = load.containers.flatMap(({ placements }) =>
    placements.map(({ tradeId, lineNo, cartonNo }) => `${tradeId}/${lineNo}/${cartonNo}`),
  );
  const unplaced = sum(load.unplaced, ({ count }) => count);
  const given = sum(
    trades.flatMap(({ lines }) => lines),
    cartonCount,
  );
  return [
    ...(new Set(cartons).size === cartons.length ? [] : ['a carton number stands twice in the load']),
    ...(cartons.length + unplaced === given
      ? []
      : [`${given} cartons given, ${cartons.length + unplaced} in the plan`]),
  ];
}

/** Goods that must part but share a container. */
function meetingFaults(
  trades: readonly TradeSnapshot[],
  load: LoadResult,
  options: LoadOptions,
  lists: Lists,
): string[] {
  const lines = new Map(
    trades.flatMap(({ tradeId, lines: own }) =>
      own.map((line) => [lineKey({ tradeId, lineNo: line.lineNo }), line] as const),
    ),
  );
  return load.containers.flatMap(({ no, placements }) => {
    const loaded = [...new Set(placements.map(lineKey))].flatMap((key) => lines.get(key) ?? []);
    const sets = new Map(loaded.map((line) => classesOf(line, options, lists)).map((names) => [names.join(), names]));
    return [...sets.values()].flatMap((a, at, all) =>
      all
        .slice(at + 1)
        .filter((b) => mustPart(a, b, lists.segregation))
        .map((b) => `container ${no} holds ${a.join()} with ${b.join()}`),
    );
  });
}

function lineFaults(trades: readonly TradeSnapshot[], declarations: readonly Declaration[]): string[] {
  const given = trades.flatMap(({ tradeId, lines }) => lines.map(({ lineNo }) => `${tradeId}/${lineNo}`));
  const declared = declarations.flatMap(({ lines }) => lines.flatMap(({ mergedFrom }) => mergedFrom.map(lineKey)));
  const counts = Map.groupBy(declared, (key) => key);
  return [
    ...given.filter((key) => counts.get(key)?.length !== 1).map((key) => `trade line ${key} is not declared once`),
    ...(declared.length === given.length ? [] : ['a declared line names no trade line']),
  ];
}

function declarationFaults(
  declaration: Declaration,
  trades: readonly TradeSnapshot[],
  load: LoadResult,
  rules: DeclarationRules,
): string[] {
  const { no, totalUsdMinor, lines, buyerId, containerNos } = declaration;
  const sources = new Set(lines.flatMap(({ mergedFrom }) => mergedFrom.map(lineKey)));
  const holding = load.containers.filter(({ placements }) => placements.some((placed) => sources.has(lineKey(placed))));
  const declared = new Map(trades.map((trade) => [trade.tradeId, trade]));
  const tradeIds = new Set(lines.flatMap(({ mergedFrom }) => mergedFrom.map(({ tradeId }) => tradeId)));
  return [
    ...(lines.length <= rules.maxLines ? [] : ['has too many lines']),
    ...(totalUsdMinor <= rules.maxUsd ? [] : ['is over the value limit']),
    ...(sum(lines, (line) => line.amountUsdMinor) === totalUsdMinor ? [] : ['has another total than its lines']),
    ...([...tradeIds].every((id) => declared.get(id)?.buyerId === buyerId) ? [] : ['mixes buyers']),
    ...(holding.map((container) => container.no).join() === containerNos.join() ? [] : ['names other containers']),
    ...lines.flatMap((line) => mergeFaults(line, declared, rules)),
    ...simplificationFaults(declaration, declared, rules),
  ].map((fault) => `declaration ${no} ${fault}`);
}

function mergeFaults(
  line: DeclarationLine,
  trades: ReadonlyMap<string, TradeSnapshot>,
  rules: DeclarationRules,
): string[] {
  const sources = line.mergedFrom.flatMap(({ tradeId, lineNo }) => {
    const trade = trades.get(tradeId);
    const source = trade?.lines.find((candidate) => candidate.lineNo === lineNo);
    return trade && source ? [{ ...source, currency: trade.currency }] : [];
  });
  const conserved = (['amountMinor', 'amountUsdMinor', 'netG', 'grossG'] as const).every(
    (field) => sum(sources, (source) => source[field]) === line[field],
  );
  // Where the units differ the quantity is the net weight: 1 g is 100 of 1/100,000 kg.
  const [unit = '', ...others] = new Set(sources.map((source) => source.legalUnit));
  const expected =
    others.length === 0
      ? { unit, quantity: sum(sources, (source) => source.legalQuantity) }
      : { unit: '035', quantity: line.netG * 100 };
  const barred = (source: (typeof sources)[number]): boolean =>
    source.inspectionRequired ||
    source.exportDuty ||
    rules.exceptions.some(({ hsPrefix }) => source.hsCode.startsWith(hsPrefix));
  const kinds = new Set(sources.map((source) => `${source.hsCode} ${source.nameZh}`));
  return [
    ...(conserved ? [] : [`does not conserve value and weight of ${line.hsCode}`]),
    ...(line.unit === expected.unit && line.quantity === expected.quantity
      ? []
      : [`does not conserve the quantity of ${line.hsCode}`]),
    ...(sources.every((source) => source.currency === line.currency) ? [] : [`mixes currencies in ${line.hsCode}`]),
    ...(kinds.size > 1 && sources.some(barred) ? [`merges goods that may not be in ${line.hsCode}`] : []),
  ];
}
