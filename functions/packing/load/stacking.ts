import type { Cargo } from './cargo.ts';
import { type Carton, restingArea } from './layout.ts';

/** Rounding error that sums of shares may have, grams. */
const ROUNDING = 0.005;

/** A carton that stands, the grams that rest on it, and the cartons it rests on, each with its share of the resting area. */
interface Standing {
  carton: Carton;
  loadG: number;
  under: { standing: Standing; share: number }[];
}

/**
 * The cartons that can stand: builds them up from the floor and leaves out each that would load one below beyond its
 * limit, and each of whose base less than the required share still rests on something. The load of a carton passes to those
 * under it in proportion to the areas on which it rests.
 *
 * @param required share of the base, from 0 to 1
 */
export function holdLoads(cartons: Carton[], cargo: Cargo, required: number): Carton[] {
  if (cargo.types.every((type) => type.stackable && type.maxLoadG === Number.POSITIVE_INFINITY)) return cartons;
  const byTop = new Map<number, Standing[]>();
  const kept: Carton[] = [];
  for (const carton of cartons.toSorted((a, b) => a.z - b.z)) {
    const below = (byTop.get(carton.z) ?? [])
      .map((standing) => ({ standing, area: restingArea(carton, standing.carton) }))
      .filter(({ area }) => area > 0);
    const rested = below.reduce((sum, { area }) => sum + area, 0);
    if (carton.z > 0 && rested < required * carton.length * carton.width) continue;
    const under = below.map(({ standing, area }) => ({ standing, share: area / rested }));
    const standing: Standing = { carton, loadG: 0, under };
    const added = loadsUnder(standing, cargo.types[carton.type]!.massG);
    const borne = [...added].every(([lower, loadG]) => {
      const { stackable, maxLoadG } = cargo.types[lower.carton.type]!;
      return stackable && lower.loadG + loadG <= maxLoadG + ROUNDING;
    });
    if (!borne) continue;
    for (const [lower, loadG] of added) lower.loadG += loadG;
    kept.push(carton);
    const top = carton.z + carton.height;
    const level = byTop.get(top);
    if (level) level.push(standing);
    else byTop.set(top, [standing]);
  }
  return kept;
}

/** Grams that a carton of this mass puts on each one below, directly and through those between. */
function loadsUnder(upper: Standing, massG: number): Map<Standing, number> {
  const loads = new Map<Standing, number>();
  const open = [upper];
  while (open.length > 0) {
    // From above down: all that presses on the highest one is known.
    const at = open.reduce((best, { carton }, i) => (carton.z > open[best]!.carton.z ? i : best), 0);
    const [highest] = open.splice(at, 1);
    const loadG = highest === upper ? massG : loads.get(highest!)!;
    for (const { standing, share } of highest!.under) {
      if (!loads.has(standing)) open.push(standing);
      loads.set(standing, (loads.get(standing) ?? 0) + loadG * share);
    }
  }
  return loads;
}
