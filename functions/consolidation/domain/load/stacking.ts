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
 * Builds the cartons up from the floor and leaves out each that would load one below beyond its limit, and each that
 * has lost its support, of which `share` of its base is required. A carton's load passes to those under it in proportion to the
 * areas on which it rests.
 */
export function holdLoads(cartons: Carton[], cargo: Cargo, share: number): Carton[] {
  if (cargo.types.every((type) => type.stackable && type.maxLoadG === Number.POSITIVE_INFINITY)) return cartons;
  const byTop = new Map<number, Bearing[]>();
  const kept: Carton[] = [];
  for (const carton of cartons.toSorted((a, b) => a.z - b.z)) {
    const below = (byTop.get(carton.z) ?? [])
      .map((bearing) => ({ bearing, area: restingArea(carton, bearing.carton) }))
      .filter(({ area }) => area > 0);
    const rested = below.reduce((sum, { area }) => sum + area, 0);
    if (carton.z > 0 && rested < share * carton.length * carton.width) continue;
    const under = below.map(({ bearing, area }) => ({ bearing, share: area / rested }));
    const bearing: Bearing = { carton, loadG: 0, under };
    const { massG } = cargo.types[carton.type]!;
    if (!bears(bearing, massG)) continue;
    press(bearing, massG);
    kept.push(carton);
    const top = carton.z + carton.height;
    byTop.set(top, [...(byTop.get(top) ?? []), bearing]);
  }
  return kept;

  function bears({ under }: Bearing, massG: number): boolean {
    return under.every(({ bearing, share }) => {
      const { stackable, maxLoadG } = cargo.types[bearing.carton.type]!;
      // Several paths may meet in one carton below; the margin for that is checked where they meet.
      return stackable && bearing.loadG + massG * share <= maxLoadG + ROUNDING && bears(bearing, massG * share);
    });
  }
}

function press({ under }: Bearing, massG: number): void {
  for (const { bearing, share } of under) {
    bearing.loadG += massG * share;
    press(bearing, massG * share);
  }
}
