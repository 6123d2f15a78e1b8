import type { CargoItem } from '../../packing/model.ts';
import { type Violation, verifyLoad } from '../../packing/verify/verify-load.ts';
import { danger, type Finding, says } from '../../shared/kernel/finding.ts';
import { itemId, type LoadLists, type LoadOptions } from './cargo.ts';
import type { CartonRef } from './carton-ref.ts';
import type { LoadResult, PlannedContainer } from './load-result.ts';
import { moveFindings } from './move-findings.ts';
import { after, type LoadedSteps, type Move, movesByCarton } from './moves.ts';
import { CargoToLoad } from './replan/cargo-to-load.ts';
import { sum } from './sums.ts';
import { type TradeSnapshot, knownAs as tradeName } from './trade.ts';

/** A plan, and the cartons of it that a person moves. */
export interface Rearrangement {
  readonly present: LoadResult;
  readonly trades: readonly TradeSnapshot[];
  readonly containerTypes: readonly string[] | undefined;
  readonly options: LoadOptions;
  readonly moves: readonly Move[];
  readonly loadedSteps: LoadedSteps;
  readonly lists: LoadLists;
}

/** The load after the moves, or what stands against it. */
export type Rearranged = { readonly load: LoadResult } | { readonly findings: readonly Finding[] };

/**
 * Moves single cartons of a plan and judges the load by the verifier. A container that is emptied leaves the plan, and those
 * after it are numbered anew.
 */
export function rearrange(asked: Rearrangement): Rearranged {
  const { present, trades, containerTypes, options, moves, loadedSteps, lists } = asked;
  const unfounded = moveFindings(asked);
  if (unfounded.length > 0) return { findings: unfounded };
  const cargo = new CargoToLoad(trades, containerTypes, options, lists);
  const containers = after(present.containers, movesByCarton(moves), loadedSteps).map((container, at) => {
    const before = present.containers[at];
    return before === container
      ? before
      : { ...cargo.container(container.type, container.placements), no: container.no };
  });
  const nameOf = namer(trades);
  const violations = violationsOf({ ...present, containers }, cargo, nameOf);
  if (violations.length > 0) {
    const indices = new Map(moves.map((move, index) => [nameOf(move), index]));
    return { findings: violations.map((violation) => findingOf(violation, indices)) };
  }
  const filled = containers.filter(({ placements }) => placements.length > 0);
  return {
    load: {
      ...present,
      containers: filled.map((container, at) => ({ ...container, no: at + 1 })),
      cost: sum(filled, ({ type }) => cargo.typeOf(type).cost),
    },
  };
}

type NameOf = (carton: CartonRef) => string;

/** What people call a carton; no two cartons have the same name. */
function namer(trades: readonly TradeSnapshot[]): NameOf {
  const names = new Map(trades.map((trade) => [trade.tradeId, tradeName(trade)]));
  return ({ tradeId, lineNo, cartonNo }) => `${names.get(tradeId) ?? tradeId} 第 ${lineNo} 行 ${cartonNo} 号箱`;
}

/** The verifier names items by their ids: so each carton is an item of its own, and its name is the id. */
function violationsOf(load: LoadResult, cargo: CargoToLoad, nameOf: NameOf): Violation[] {
  const groups = new Map(cargo.request.items.map((item) => [item.id, item]));
  const itemsOf = (group: string, id: string, count: number): CargoItem[] => {
    const item = groups.get(group);
    return item ? [{ ...item, id, count }] : [];
  };
  const unplaced = load.unplaced.map(({ groupNo, ...rest }) => ({ ...rest, itemId: itemId(rest, groupNo) }));
  const cartons = load.containers.flatMap(({ placements }) => placements);
  const items = [
    ...cartons.flatMap((carton) => itemsOf(cargo.groupOf(carton).itemId, nameOf(carton), 1)),
    ...unplaced.flatMap(({ itemId: id, count }) => itemsOf(id, id, count)),
  ];
  const named = ({ placements, ...container }: PlannedContainer) => ({
    ...container,
    placements: placements.map((carton) => ({ ...carton, itemId: nameOf(carton) })),
  });
  return verifyLoad({ ...cargo.request, items }, { ...load, containers: load.containers.map(named), unplaced });
}

/** At the moved carton that a violation is about, or at all moves where it is about none in particular. */
function findingOf({ code, itemIds, message }: Violation, indices: ReadonlyMap<string, number>): Finding {
  const [index] = itemIds.flatMap((id) => indices.get(id) ?? []);
  const pointer = index === undefined ? '/moves' : `/moves/${index}`;
  return danger(code, pointer, says(message, '请把所移的货箱改放别处，或放回原处'));
}
