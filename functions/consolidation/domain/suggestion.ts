import { groupLots } from '../../packing/group/group.ts';
import type { Lot, Vehicle } from '../../packing/group/model.ts';
import type { Lists, RowOf } from '../../shared/reference/lists/index.ts';
import { MAX_TRADES } from './consolidation.ts';
import { containerTypesOf } from './container-types.ts';
import { planDeclarations } from './declaration/declaration-plan.ts';
import { type DeclarationRules, declarationRulesOf } from './declaration/declaration-rules.ts';
import { cargoOf } from './draft.ts';
import { classesOf, conflictsAmong, segregationOf } from './segregation.ts';
import type { Standing } from './standing.ts';
import { sum } from './sums.ts';
import type { TradeSnapshot } from './trade.ts';

/** What one container of a suggestion would hold. */
export interface SuggestedContainer {
  readonly type: string;
  readonly volumeMm3: number;
  /** The volume that mixed cartons fill as a rule. */
  readonly usableMm3: number;
  readonly massG: number;
  readonly payloadG: number;
}

/** Trades that are worth consolidating together. */
export interface Suggestion {
  readonly destinationCountry: string;
  readonly portOfDischarge: string;
  /** Absent where all merchants export in their own name. */
  readonly tradeOperatorId: string | undefined;
  readonly trades: readonly TradeSnapshot[];
  readonly containers: readonly SuggestedContainer[];
  readonly declarations: number;
  readonly totalUsdMinor: number;
  /** The most that so many declarations hold. */
  readonly valueLimitMinor: number;
  /** The larger of the filled shares of volume and payload, in the container where it is least. */
  readonly fill: number;
  readonly reason: 'FULL' | 'CUTOFF_NEAR' | 'WAITED_LONG' | 'NOT_FULL';
  /** Cost index of the containers, and the least that any grouping of the port's trades can cost. */
  readonly cost: number;
  /** Whether a merchant has priority by its grade, and whose cargo is photographed and weighed on site. */
  readonly hasPriority: boolean;
  readonly siteCheckMerchantIds: readonly string[];
}

export interface Suggestions {
  readonly suggestions: readonly Suggestion[];
  /** Open trades that are in none, and why. */
  readonly left: readonly (Pick<TradeSnapshot, 'tradeId' | 'tradeNumber'> & {
    readonly code: 'AFTER_REVIEW' | 'TOO_LARGE';
  })[];
}

/** What a search asks of the lists: only that is copied to the thread which searches. */
export type SuggestionLists = Pick<
  Lists,
  'consolidationSuggestions' | 'containerTypes' | 'dangerousGoods' | 'declarationRules' | 'segregation'
>;

export const listsFor = (lists: Lists): SuggestionLists => ({
  consolidationSuggestions: lists.consolidationSuggestions,
  containerTypes: lists.containerTypes,
  dangerousGoods: lists.dangerousGoods,
  declarationRules: lists.declarationRules,
  segregation: lists.segregation,
});

export interface Situation {
  readonly trades: readonly TradeSnapshot[];
  readonly standings: ReadonlyMap<string, Standing>;
  /** What is in force. */
  readonly lists: SuggestionLists;
  /** The cut-off that the containers are to reach, ISO 8601. */
  readonly cutoffAt: string | undefined;
  readonly at: string;
  /** For all groupings together. */
  readonly seconds: number;
}

/**
 * Which open trades to consolidate now: for each port and trade operator, groups of whole trades in containers of least
 * cost, each within a declaration's value; full ones first. Trades of merchants who are to be reviewed first are left out.
 *
 * @param clock milliseconds
 */
export function suggest(situation: Situation, clock: () => number): Suggestions {
  const { trades, standings } = situation;
  const isHeld = ({ merchantId }: TradeSnapshot): boolean =>
    standings.get(merchantId)?.handling.consolidation === 'AFTER_REVIEW';
  const free = trades.filter((trade) => !isHeld(trade));
  const routes = routesOf(free);
  const found = routes.map((route) =>
    suggestFor(route, { ...situation, seconds: situation.seconds / routes.length }, clock),
  );
  return {
    suggestions: found.flatMap(({ suggestions }) => suggestions).sort(mostUrgent),
    left: [
      ...trades
        .filter(isHeld)
        .map(({ tradeId, tradeNumber }) => ({ tradeId, tradeNumber, code: 'AFTER_REVIEW' as const })),
      ...found.flatMap(({ left }) => left),
    ],
  };
}

/**
 * Trades that may share a declaration: one country, port and trade operator. Merchants who export in their own name take
 * any operator, so they join the one with most trades to their port.
 */
function routesOf(trades: readonly TradeSnapshot[]): TradeSnapshot[][] {
  const ports = Map.groupBy(trades, (trade) => `${trade.destinationCountry} ${trade.portOfDischarge}`);
  return [...ports.values()].flatMap((port) => {
    const operators = [
      ...Map.groupBy(
        port.filter(({ tradeOperatorId }) => tradeOperatorId !== undefined),
        ({ tradeOperatorId }) => tradeOperatorId,
      ).values(),
    ].sort((a, b) => b.length - a.length);
    const own = port.filter(({ tradeOperatorId }) => tradeOperatorId === undefined);
    const [largest = [], ...others] = operators;
    return [[...largest, ...own], ...others].filter((route) => route.length > 0);
  });
}

interface Offer extends Vehicle {
  readonly payloadG: number;
}

/** What is on offer, as far as mixed cartons fill it; the smallest first. */
const offersOf = (lists: SuggestionLists): Offer[] =>
  containerTypesOf(lists).map((type) => ({
    type: type.type,
    volumeMm3: Math.floor(
      type.lengthMm * type.widthMm * type.heightMm * lists.consolidationSuggestions.usableVolumeShare,
    ),
    massG: type.payloadG,
    payloadG: type.payloadG,
    cost: type.cost,
  }));

function suggestFor(route: readonly TradeSnapshot[], situation: Situation, clock: () => number): Suggestions {
  const { lists, seconds } = situation;
  const rules = declarationRulesOf(lists);
  const offers = offersOf(lists);
  const parts = route.flatMap((trade) => partsOf(trade, rules, offers, lists));
  const byId = new Map(parts.map((part) => [part.lot.id, part]));
  const sets = parts.map(({ classes }) => classes);
  const { groups, ungrouped } = groupLots(
    {
      lots: parts.map(({ lot }) => lot),
      vehicles: offers,
      maxUsdMinor: rules.maxUsd,
      conflicts: conflictsAmong(sets, lists.segregation),
      seconds,
    },
    clock,
  );
  const joined = componentsOf(groups.map(({ lotIds }) => lotIds.map((id) => byId.get(id)!.trade.tradeId)));
  return {
    suggestions: joined
      .map((places) =>
        suggestionOf(
          places.map((at) => groups[at]!),
          (id) => byId.get(id)!,
          situation,
        ),
      )
      .filter(({ trades }) => trades.length <= MAX_TRADES),
    left: [...new Set(ungrouped.map(({ lotId }) => byId.get(lotId)!.trade))].map(({ tradeId, tradeNumber }) => ({
      tradeId,
      tradeNumber,
      code: 'TOO_LARGE',
    })),
  };
}

/** A trade's goods of one segregation class, in as many parts as containers and declarations need. */
interface Part {
  readonly trade: TradeSnapshot;
  readonly classes: readonly string[];
  readonly lot: Lot;
}

function partsOf(
  trade: TradeSnapshot,
  rules: DeclarationRules,
  offers: readonly Offer[],
  lists: SuggestionLists,
): Part[] {
  const options = { separateInspected: false };
  return [...Map.groupBy(trade.lines, (line) => segregationOf(classesOf(line, options, lists)))].flatMap(
    ([name, lines]) => {
      const { volumeMm3, grossG, totalUsdMinor } = cargoOf([{ ...trade, lines }]);
      const count = Math.max(
        1,
        ...offers
          .slice(-1)
          .map((large) =>
            Math.ceil(Math.max(volumeMm3 / large.volumeMm3, grossG / large.massG, totalUsdMinor / rules.maxUsd) - 1e-9),
          ),
      );
      return Array.from({ length: count }, (_, at) => ({
        trade,
        classes: classesOf(lines[0]!, options, lists),
        lot: {
          id: `${trade.tradeId}/${name}/${at}`,
          volumeMm3: volumeMm3 / count,
          massG: grossG / count,
          usdMinor: totalUsdMinor / count,
          classes: [name],
        },
      }));
    },
  );
}

/** Places of the groups that share a trade, directly or through others: a trade is consolidated as a whole. */
function componentsOf(groups: readonly (readonly string[])[]): number[][] {
  const components: { tradeIds: Set<string>; places: number[] }[] = [];
  for (const [place, tradeIds] of groups.entries()) {
    const own = new Set(tradeIds);
    const touching = components.filter((one) => !one.tradeIds.isDisjointFrom(own));
    for (const one of touching) components.splice(components.indexOf(one), 1);
    components.push({
      tradeIds: touching.reduce((all, one) => all.union(one.tradeIds), own),
      places: [...touching.flatMap((one) => one.places), place].sort((a, b) => a - b),
    });
  }
  return components.map(({ places }) => places);
}

function suggestionOf(
  groups: readonly { readonly type: string; readonly lotIds: readonly string[]; readonly cost: number }[],
  partOf: (lotId: string) => Part,
  { lists, standings, cutoffAt, at }: Situation,
): Suggestion {
  const rules = declarationRulesOf(lists);
  const offers = offersOf(lists);
  const trades = [...new Set(groups.flatMap(({ lotIds }) => lotIds.map((id) => partOf(id).trade)))];
  const containers = groups.map(({ type, lotIds }): SuggestedContainer => {
    const vehicle = offers.find((one) => one.type === type)!;
    const lots = lotIds.map((id) => partOf(id).lot);
    return {
      type,
      volumeMm3: sum(lots, ({ volumeMm3 }) => volumeMm3),
      usableMm3: vehicle.volumeMm3,
      massG: sum(lots, ({ massG }) => massG),
      payloadG: vehicle.payloadG,
    };
  });
  const declarations = planDeclarations(trades, rules).declarations.length;
  const fill = Math.min(...containers.map((one) => Math.max(one.volumeMm3 / one.usableMm3, one.massG / one.payloadG)));
  const [first] = trades;
  const waitedMs = Date.parse(at) - Math.min(...trades.map(({ registeredAt }) => Date.parse(registeredAt ?? at)));
  return {
    destinationCountry: first?.destinationCountry ?? '',
    portOfDischarge: first?.portOfDischarge ?? '',
    tradeOperatorId: trades.find(({ tradeOperatorId }) => tradeOperatorId !== undefined)?.tradeOperatorId,
    trades,
    containers,
    declarations,
    totalUsdMinor: sum(trades, ({ totalUsdMinor }) => totalUsdMinor),
    valueLimitMinor: declarations * rules.maxUsd,
    fill,
    reason: reasonOf(
      lists.consolidationSuggestions,
      fill,
      waitedMs,
      cutoffAt === undefined ? undefined : Date.parse(cutoffAt) - Date.parse(at),
    ),
    cost: sum(groups, ({ cost }) => cost),
    hasPriority: trades.some(({ merchantId }) => standings.get(merchantId)?.handling.consolidation === 'PRIORITY'),
    siteCheckMerchantIds: [
      ...new Set(
        trades
          .map(({ merchantId }) => merchantId)
          .filter((id) => standings.get(id)?.handling.consolidation === 'SITE_PHOTO_AND_VGM'),
      ),
    ],
  };
}

const HOUR_MS = 3600 * 1000;

function reasonOf(
  settings: RowOf<'consolidationSuggestions'>,
  fill: number,
  waitedMs: number,
  untilCutoffMs: number | undefined,
): Suggestion['reason'] {
  if (fill >= settings.fullFromShare) return 'FULL';
  if (untilCutoffMs !== undefined && untilCutoffMs <= settings.hoursBeforeCutoff * HOUR_MS) return 'CUTOFF_NEAR';
  return waitedMs >= settings.longestWaitDays * 24 * HOUR_MS ? 'WAITED_LONG' : 'NOT_FULL';
}

const URGENCY: Record<Suggestion['reason'], number> = { CUTOFF_NEAR: 0, FULL: 0, WAITED_LONG: 1, NOT_FULL: 2 };

/** Suggestions that may go now come before those that wait, then those of merchants with priority, then the fuller ones. */
const mostUrgent = (a: Suggestion, b: Suggestion): number =>
  URGENCY[a.reason] - URGENCY[b.reason] || Number(b.hasPriority) - Number(a.hasPriority) || b.fill - a.fill;
