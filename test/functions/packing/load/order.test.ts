import { describe, expect, it } from 'vitest';
import type { Carton } from '../../../../functions/packing/load/layout.ts';
import { loadingOrder } from '../../../../functions/packing/load/order.ts';

function carton(type: number, x: [number, number], y: [number, number], z: [number, number]): Carton {
  return { type, x: x[0], y: y[0], z: z[0], length: x[1] - x[0], width: y[1] - y[0], height: z[1] - z[0] };
}

describe('loadingOrder', () => {
  it('goes from the inner end to the door and upwards', () => {
    const order = loadingOrder([
      carton(0, [5, 9], [0, 4], [0, 4]),
      carton(1, [0, 5], [0, 4], [4, 8]),
      carton(2, [0, 5], [0, 4], [0, 4]),
    ]);
    expect(order.map(({ type }) => type)).toEqual([2, 1, 0]);
  });

  it('orders thousands of cartons as it orders few', () => {
    // Stacks of two in rows across, given in the wrong order; enough that not every pair is compared.
    const grid = Array.from({ length: 4_000 }, (_, i) => {
      const [x, y, z] = [Math.floor(i / 20), Math.floor(i / 2) % 10, i % 2];
      return carton(i, [x, x + 1], [y, y + 1], [z, z + 1]);
    });
    const order = loadingOrder(grid.toReversed());
    const place = new Map(order.map(({ type }, at) => [type, at]));
    expect(order).toHaveLength(grid.length);
    for (let i = 0; i < grid.length; i++) {
      if (i % 2 === 1) expect(place.get(i - 1)).toBeLessThan(place.get(i)!);
      if (i >= 20) expect(place.get(i - 20)).toBeLessThan(place.get(i)!);
    }
  });

  it('leaves out the least of a ring of cartons that block each other', () => {
    // The first is behind the second, that under the third's level and behind it, that under the fourth, on which the
    // first stands.
    const ring = [
      carton(0, [5, 6], [0, 3], [9, 10]),
      carton(1, [7, 8], [0, 1], [0, 10]),
      carton(2, [9, 10], [0, 3], [0, 1]),
      carton(3, [0, 20], [2, 3], [1, 2]),
    ];
    expect(loadingOrder(ring).map(({ type }) => type)).toEqual([1, 2, 3]);
  });
});
