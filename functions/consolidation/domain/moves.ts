import { loadingOrder } from '../../packing/load/order.ts';
import { cartonKey } from './carton-ref.ts';
import type { PlacedCarton, PlannedContainer } from './load-result.ts';

/**
 * A carton, and where a person wants it: in which container of the plan, and its corner and edges there, as of a placement.
 */
export interface Move extends Omit<PlacedCarton, 'step'> {
  readonly containerNo: number;
}

/** Moves by the cartons that they move. */
export type Moves = ReadonlyMap<string, Move>;

/** How many steps of each container, by its number, are loaded already; their cartons stay. */
export type LoadedSteps = ReadonlyMap<number, number>;

/** What of a container moves change: the order in which its cartons are loaded, and where they stand. */
export interface Loaded extends Pick<PlannedContainer, 'no' | 'type'> {
  /** In the order of loading. */
  readonly placements: readonly PlacedCarton[];
}

export const movesByCarton = (moves: readonly Move[]): Moves => new Map(moves.map((move) => [cartonKey(move), move]));

/**
 * The containers after the moves, whether they can be loaded so or not. Those that no carton leaves or enters stay as they
 * are. In the others what is loaded keeps its steps, and the rest has an order made anew.
 */
export function after(containers: readonly Loaded[], moves: Moves, loaded: LoadedSteps): readonly Loaded[] {
  if (moves.size === 0) return containers;
  const entering = Map.groupBy(moves.values(), ({ containerNo }) => containerNo);
  return containers.map((container) => {
    const staying = container.placements.filter((placement) => !moves.has(cartonKey(placement)));
    const own = entering.get(container.no) ?? [];
    if (staying.length === container.placements.length && own.length === 0) return container;
    const steps = loaded.get(container.no) ?? 0;
    const free = [
      ...staying.filter(({ step }) => step > steps),
      ...own.map(({ containerNo: _containerNo, ...place }) => ({ ...place, step: 0 })),
    ];
    return {
      ...container,
      placements: [...staying.filter(({ step }) => step <= steps), ...inOrder(free)].map((placement, index) => ({
        ...placement,
        step: index + 1,
      })),
    };
  });
}

/** Cartons that block each other in a ring come last, where the verifier finds them. */
function inOrder(placements: readonly PlacedCarton[]): PlacedCarton[] {
  const order = loadingOrder(
    placements.map(({ x, y, z, lengthMm, widthMm, heightMm }, type) => ({
      type,
      x,
      y,
      z,
      length: lengthMm,
      width: widthMm,
      height: heightMm,
    })),
  ).map(({ type }) => type);
  const taken = new Set(order);
  return [...order, ...[...placements.keys()].filter((index) => !taken.has(index))].flatMap(
    (index) => placements[index] ?? [],
  );
}
