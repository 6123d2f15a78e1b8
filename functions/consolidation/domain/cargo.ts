import type { CargoItem, LoadRequest } from '../../packing/model.ts';
import type { Lists } from '../../shared/reference/lists/index.ts';
import { type CartonRef, cartonKey, type LineRef, lineKey } from './carton-ref.ts';
import { containerTypesOf } from './container-types.ts';
import { classesOf, conflictsAmong, type SegregationOptions, segregationOf } from './segregation.ts';
import { type CartonGroup, cartonCount, type TradeLine, type TradeSnapshot } from './trade.ts';

/** Options of the planning of a load. */
export interface LoadOptions extends SegregationOptions {
  /** Seconds of search. */
  readonly seconds: number;
  /** Every carton's base rests on the floor or on other cartons, wholly or for at least `supportShare`. */
  readonly requireSupport: boolean;
  readonly supportShare?: number | undefined;
  /** Kept free under the roof and before the door; absent means 0. */
  readonly clearanceMm?: number | undefined;
  readonly seed: number;
}

/** What the planner's request asks of the lists. */
export type LoadLists = Pick<Lists, 'containerTypes' | 'dangerousGoods' | 'segregation'>;

/** A group of equal cartons, with the numbers that its cartons have in their trade line. */
export interface NumberedGroup extends LineRef {
  /** Id of the group as an item of the planner. */
  readonly itemId: string;
  /** Place of the group in its line, from 1. */
  readonly groupNo: number;
  /** Cartons of a line are numbered from 1 through its groups. */
  readonly firstCartonNo: number;
  readonly group: CartonGroup;
  readonly line: TradeLine;
}

/** Id of a carton group as an item of the planner. */
export const itemId = (line: LineRef, groupNo: number): string => `${lineKey(line)}/${groupNo}`;

/** The carton groups of all lines of the trades, in the order of trades, lines and groups. */
export const cartonGroups = (trades: readonly TradeSnapshot[]): NumberedGroup[] =>
  trades.flatMap(({ tradeId, lines }) =>
    lines.flatMap((line) =>
      line.cartons.map((group, index) => ({
        itemId: itemId({ tradeId, lineNo: line.lineNo }, index + 1),
        tradeId,
        lineNo: line.lineNo,
        groupNo: index + 1,
        firstCartonNo: 1 + cartonCount({ cartons: line.cartons.slice(0, index) }),
        group,
        line,
      })),
    ),
  );

/**
 * Finds the group of a carton by its number in its trade line.
 *
 * @throws RangeError where the groups have no such carton
 */
export function groupFinder(groups: readonly NumberedGroup[]): (carton: CartonRef) => NumberedGroup {
  const byLine = Map.groupBy(groups, lineKey);
  return (carton) => {
    const found = byLine.get(lineKey(carton))?.findLast(({ firstCartonNo }) => firstCartonNo <= carton.cartonNo);
    if (!found) throw new RangeError(`no carton ${cartonKey(carton)}`);
    return found;
  };
}

/**
 * Finds the measures and masses of a carton by its number in its trade line.
 *
 * @throws RangeError where the trades have no such carton
 */
export function cartonFinder(trades: readonly TradeSnapshot[]): (carton: CartonRef) => CartonGroup {
  const groupOf = groupFinder(cartonGroups(trades));
  return (carton) => groupOf(carton).group;
}

/** The planner's request for all cartons of the trades. A carton loads a container with its gross mass. */
export function loadRequest(
  trades: readonly TradeSnapshot[],
  types: readonly string[] | undefined,
  options: LoadOptions,
  lists: LoadLists,
): LoadRequest {
  const { seconds, requireSupport, supportShare, clearanceMm, seed } = options;
  const merchants = new Map(trades.map((trade) => [trade.tradeId, trade.merchantId]));
  const cargo = cartonGroups(trades).map((numbered) => ({
    numbered,
    classes: classesOf(numbered.line, options, lists),
  }));
  return {
    containers: containerTypesOf(lists, types),
    items: cargo.map(({ numbered, classes }) => cargoItem(numbered, merchants.get(numbered.tradeId), classes)),
    conflicts: conflictsAmong(
      cargo.map(({ classes }) => classes),
      lists.segregation,
    ),
    requireSupport,
    ...(supportShare === undefined ? {} : { supportShare }),
    ...(clearanceMm === undefined ? {} : { clearanceMm }),
    budget: { seconds },
    seed,
  };
}

const cargoItem = (
  { itemId: id, group }: NumberedGroup,
  merchantId: string | undefined,
  classes: readonly string[],
): CargoItem => ({
  id,
  lengthMm: group.lengthMm,
  widthMm: group.widthMm,
  heightMm: group.heightMm,
  massG: group.grossG,
  count: group.count,
  orientations: { length: !group.thisSideUp, width: !group.thisSideUp, height: true },
  stackable: group.stackable,
  segregation: segregationOf(classes),
  ...(group.maxLoadG === undefined ? {} : { maxLoadG: group.maxLoadG }),
  ...(merchantId === undefined ? {} : { group: merchantId }),
});
