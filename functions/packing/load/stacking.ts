import type { Cargo } from './cargo.ts';
import { type Carton, restingArea } from './layout.ts';

/** Of sums of shares, grams. */
const ROUNDING = 0.005;

interface Bearing {
  carton: Carton;
  loadG: number;
  under: { bearing: Bearing; share: number }[];
}

/**
 * Builds the cartons up from the floor. Leaves out each that would load one below beyond its limit, and each of whose
 * base less than the `required` share still rests on something. A carton's load passes to those under it in proportion
 * to the areas on which it rests.
 */
export function holdLoads(cartons: Carton[], cargo: Cargo, required: number): Carton[] {
  if (cargo.types.every((type) => type.stackable && type.maxLoadG === Number.POSITIVE_INFINITY)) return cartons;
  const byTop = new Map<number, Bearing[]>();
  const kept: Carton[] = [];
  for (const carton of cartons.toSorted((a, b) => a.z - b.z)) {
    const below = (byTop.get(carton.z) ?? [])
      .map((bearing) => ({ bearing, area: restingArea(carton, bearing.carton) }))
      .filter(({ area }) => area > 0);
    const rested = below.reduce((sum, { area }) => sum + area, 0);
    if (carton.z > 0 && rested < required * carton.length * carton.width) continue;
    const under = below.map(({ bearing, area }) => ({ bearing, share: area / rested }));
    const bearing: Bearing = { carton, loadG: 0, under };
    const added = loadsUnder(bearing, cargo.types[carton.type]!.massG);
    const borne = [...added].every(([lower, loadG]) => {
      const { stackable, maxLoadG } = cargo.types[lower.carton.type]!;
      return stackable && lower.loadG + loadG <= maxLoadG + ROUNDING;
    });
    if (!borne) continue;
    for (const [lower, loadG] of added) lower.loadG += loadG;
    kept.push(carton);
    const top = carton.z + carton.height;
    const level = byTop.get(top);
    if (level) level.push(bearing);
    else byTop.set(top, [bearing]);
  }
  return kept;
}

/** What a carton of this mass puts on each one below, directly and through what lies between; from above down. */
function loadsUnder(upper: Bearing, massG: number): Map<Bearing, number> {
  const loads = new Map<Bearing, number>();
  const open = [upper];
  while (open.length > 0) {
    // All that presses on the highest one is known.
    const at = open.reduce((best, { carton }, i) => (carton.z > open[best]!.carton.z ? i : best), 0);
    const [highest] = open.splice(at, 1);
    const loadG = highest === upper ? massG : loads.get(highest!)!;
    for (const { bearing, share } of highest!.under) {
      if (!loads.has(bearing)) open.push(bearing);
      loads.set(bearing, (loads.get(bearing) ?? 0) + loadG * share);
    }
  }
  return loads;
}
