import type { CartonRef } from '../carton-ref.ts';
import { type LoadResult, type PlannedContainer, roundedBound, type UnplacedCartons } from '../load-result.ts';
import { segregatedBound } from '../segregated-bound.ts';
import { sum } from '../sums.ts';
import type { CargoToLoad } from './cargo-to-load.ts';
import type { Filler } from './filler.ts';

/** Containers of a plan, and the cartons that found a place in none of them. */
interface Loaded {
  readonly containers: readonly PlannedContainer[];
  readonly unplaced: readonly UnplacedCartons[];
}

/**
 * Places the cartons for which no container has been found yet: the emptiest container with enough volume left is loaded
 * anew with them; where it does not take all of them, they go into further containers instead.
 */
export async function placeRemaining(
  containers: readonly PlannedContainer[],
  remaining: readonly CartonRef[],
  cargo: CargoToLoad,
  filler: Filler,
): Promise<Loaded> {
  if (remaining.length === 0) return { containers, unplaced: [] };
  const volume = sum(remaining, (carton) => volumeOf(cargo.groupOf(carton).group));
  const [emptiest] = containers
    .map((container, at) => ({ container, at, type: cargo.typeOf(container.type) }))
    .filter(({ container, type }) => volumeOf(type) * (1 - container.volumeUtilisation) >= volume)
    .sort((a, b) => a.container.volumeUtilisation - b.container.volumeUtilisation);
  if (emptiest) {
    const { container, left } = await filler.fillOne(emptiest.type, [...emptiest.container.placements, ...remaining]);
    if (container && left.length === 0) return { containers: containers.with(emptiest.at, container), unplaced: [] };
  }
  const further = await filler.fillFurther(remaining);
  return { containers: [...containers, ...further.containers], unplaced: further.unplaced };
}

/** The plan of these containers: numbered from 1 in their order, with its cost and a lower bound. */
export const settled = ({ containers, unplaced }: Loaded, cargo: CargoToLoad, completions: number): LoadResult => ({
  containers: containers.map((container, at) => ({ ...container, no: at + 1 })),
  unplaced: [...unplaced],
  cost: sum(containers, ({ type }) => cargo.typeOf(type).cost),
  lowerBound: roundedBound(segregatedBound(cargo.request)),
  completions,
});

const volumeOf = (box: { lengthMm: number; widthMm: number; heightMm: number }): number =>
  box.lengthMm * box.widthMm * box.heightMm;
