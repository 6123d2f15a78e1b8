import type { Blocks } from './block-columns.ts';
import type { CartonType } from './cargo.ts';

/** Bearing of the floor, and of cartons without a limit. */
export const UNLIMITED = 2_000_000_000;

/** What may still rest on something of this pressure that stands on something of this bearing. */
export function borneAbove(bearing: number, pressure: number): number {
  return bearing === UNLIMITED ? UNLIMITED : bearing - pressure;
}

/** By block, the share of the cargo's volume that may stand on it in some orientation. */
export function shareBorne(
  { count, orientationCount, orientationType, pressure, bearing }: Blocks,
  types: readonly CartonType[],
): Float64Array {
  const open = new Float64Array(count);
  const least = types.map(() => Number.POSITIVE_INFINITY);
  for (let b = 0; b < orientationCount; b++) {
    const type = orientationType[b]!;
    least[type] = Math.min(least[type]!, pressure[b]!);
  }
  const volumes = types.map((type) => type.volume * type.count);
  const total = volumes.reduce((sum, volume) => sum + volume, 0);
  for (let b = 0; b < count; b++) {
    const borne = volumes.reduce((sum, volume, type) => (least[type]! <= bearing[b]! ? sum + volume : sum), 0);
    open[b] = bearing[b] === UNLIMITED ? 1 : borne / total;
  }
  return open;
}
