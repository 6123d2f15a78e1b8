import type { Carton } from './layout.ts';

/**
 * For each carton, the indices of those loaded after it, because it is under or behind them, and of those loaded before it.
 */
export interface Precedence {
  after: number[][];
  before: number[][];
}

/** With more cartons than this, comparing all pairs takes longer than a sweep. */
const MAX_COMPARED = 3_000;

/** Finds which cartons must be loaded before which. */
export function precedenceOf(cartons: readonly Carton[]): Precedence {
  const precedence: Precedence = { after: cartons.map(() => []), before: cartons.map(() => []) };
  if (cartons.length <= MAX_COMPARED) comparePairs(cartons, precedence);
  else {
    sweep(cartons, { along: 'x', across: ['y', 'z'] }, precedence);
    sweep(cartons, { along: 'z', across: ['x', 'y'] }, precedence);
  }
  return precedence;
}

function comparePairs(cartons: readonly Carton[], { after, before }: Precedence): void {
  const x1 = Int32Array.from(cartons, (c) => c.x);
  const y1 = Int32Array.from(cartons, (c) => c.y);
  const z1 = Int32Array.from(cartons, (c) => c.z);
  const x2 = Int32Array.from(cartons, (c) => c.x + c.length);
  const y2 = Int32Array.from(cartons, (c) => c.y + c.width);
  const z2 = Int32Array.from(cartons, (c) => c.z + c.height);
  for (let i = 0; i < cartons.length; i++) {
    for (let j = 0; j < cartons.length; j++) {
      if (y1[i]! >= y2[j]! || y1[j]! >= y2[i]!) continue;
      const under = z2[i]! <= z1[j]! && x1[i]! < x2[j]! && x1[j]! < x2[i]!;
      const behind = x2[i]! <= x1[j]! && z1[i]! < z2[j]! && z1[j]! < z2[i]!;
      if (!under && !behind) continue;
      after[i]!.push(j);
      before[j]!.push(i);
    }
  }
}

type Axis = 'x' | 'y' | 'z';
const EDGE = { x: 'length', y: 'width', z: 'height' } as const;

/**
 * Adds the pairs of cartons that are next to each other in one line along an axis; all other pairs follow from them. Each
 * place across the axis remembers the last carton met there.
 */
function sweep(
  cartons: readonly Carton[],
  { along, across: [u, v] }: { along: Axis; across: [Axis, Axis] },
  { after, before }: Precedence,
): void {
  const us = places(cartons, u);
  const vs = places(cartons, v);
  const last = new Int32Array(us.size * vs.size).fill(-1);
  const order = Array.from(cartons.keys()).sort((i, j) => cartons[i]![along] - cartons[j]![along]);
  for (const j of order) {
    const carton = cartons[j]!;
    const met = new Set<number>();
    const end = vs.get(carton[v] + carton[EDGE[v]])!;
    for (let p = us.get(carton[u])!; p < us.get(carton[u] + carton[EDGE[u]])!; p++) {
      for (let q = vs.get(carton[v])!; q < end; q++) {
        const i = last[p * vs.size + q]!;
        if (i >= 0) met.add(i);
        last[p * vs.size + q] = j;
      }
    }
    for (const i of met) {
      after[i]!.push(j);
      before[j]!.push(i);
    }
  }
}

/** The coordinates at which cartons begin or end, each with its rank. */
function places(cartons: readonly Carton[], axis: Axis): Map<number, number> {
  const all = new Set(cartons.flatMap((c) => [c[axis], c[axis] + c[EDGE[axis]]]));
  return new Map([...all].sort((a, b) => a - b).map((coordinate, rank) => [coordinate, rank]));
}
