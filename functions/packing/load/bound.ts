import { minimise } from '../solve/integer-program.ts';
import type { Interior } from './interior.ts';

/**
 * The continuous lower bound: the cost of the cheapest mix of containers whose volume, as far as rows of cartons can use
 * it, and payload cover the stock. Where no mix does, the cost of all containers on offer.
 */
export function cheapestMix(interiors: readonly Interior[], stock: Int32Array): number {
  if (stock.every((n) => n === 0)) return 0;
  const { types } = interiors[0]!.cargo;
  const volume = stock.reduce((sum, n, i) => sum + n * types[i]!.volume, 0);
  const massG = stock.reduce((sum, n, i) => sum + n * types[i]!.massG, 0);
  const result = minimise({
    columns: interiors.map(({ container, length, width, height, volumeLimit, unitMm }) => {
      const usable = Math.min(length * width * height, volumeLimit) * unitMm ** 3;
      const share: [number, number] = [0, usable / volume];
      return {
        cost: container.cost,
        upper: container.count ?? Number.POSITIVE_INFINITY,
        entries: massG > 0 ? [share, [1, container.payloadG / massG]] : [share],
      };
    }),
    atLeast: massG > 0 ? [1, 1] : [1],
    integer: true,
    seconds: Number.POSITIVE_INFINITY,
  });
  if (result) return result.bound;
  return interiors.reduce((sum, { container }) => sum + container.cost * (container.count ?? 1), 0);
}
