import type { ContainerLoad } from '../model.ts';
import type { Cargo } from './cargo.ts';
import type { Carton } from './layout.ts';
import { loadingOrder } from './order.ts';

/**
 * Offset of the centre of gravity from the middle, as a share of the length: as a rule within the goal, never beyond
 * the limit (CTU Code).
 */
const OFFSET = { goal: 0.05, limit: 0.1 };
/** No more of the mass may lie in half the length (CTU Code). */
const HALF = 0.6;

/**
 * How a load lies along the length.
 *
 * @param offset of the centre of gravity from the middle, as a share of the length
 * @param half share of the mass in the half of the length that has more of it
 */
export function judge(offset: number, half: number): ContainerLoad['balance'] {
  const off = Math.abs(offset);
  if (off > OFFSET.limit || half > HALF) return 'BEYOND_LIMIT';
  return off <= OFFSET.goal ? 'WITHIN_GOAL' : 'WITHIN_LIMIT';
}

/** Share of the mass in the heavier half of the length; 0 when nothing has mass. */
export function heavierHalf<T extends { x: number; length: number }>(
  cartons: readonly T[],
  massOf: (carton: T) => number,
  lengthMm: number,
): number {
  let massG = 0;
  let inner = 0;
  for (const carton of cartons) {
    massG += massOf(carton);
    inner += massOf(carton) * Math.min(1, Math.max(0, (lengthMm / 2 - carton.x) / carton.length));
  }
  return massG === 0 ? 0 : Math.max(inner, massG - inner) / massG;
}

interface Wall {
  cartons: Carton[];
  from: number;
  length: number;
  massG: number;
  /** About the wall's own inner face. */
  moment: number;
}

/** Walls in a row from the inner end, and where each begins. */
interface Line {
  walls: readonly Wall[];
  starts: readonly number[];
  /** At most 1 where both rules are kept. */
  excess: number;
}

/**
 * Closes the gaps between the walls of a load, and brings its centre of gravity towards the middle of the length: cuts
 * the load across where no carton is in the way, moves all walls towards the door as far as there is room and, if that
 * is not enough, changes them about.
 */
export function balance(cartons: Carton[], cargo: Cargo, lengthMm: number, clearanceMm: number): Carton[] {
  const massOf = (carton: Carton): number => cargo.types[carton.type]!.massG;
  const massG = cartons.reduce((sum, c) => sum + massOf(c), 0);
  const stops = new Set(cartons.map((c) => cargo.types[c.type]!.stop));
  if (massG === 0 || stops.size > 1) return cartons;
  const walls = wallsOf(cartons, massOf);
  const room = lengthMm - clearanceMm - walls.reduce((sum, { length }) => sum + length, 0);
  const asLoaded = lineUp(
    walls,
    walls.map(({ from }) => from),
  );
  let best = close(walls);
  for (let better = true; better && best.excess > 1; ) {
    better = false;
    for (let i = 0; i < walls.length && !better; i++) {
      for (let j = i + 1; j < walls.length && !better; j++) {
        const changed = close(best.walls.with(i, best.walls[j]!).with(j, best.walls[i]!));
        better = changed.excess < best.excess - 1e-9;
        if (better) best = changed;
      }
    }
  }
  const isLoadedSo = best.walls.every(({ from }, i) => from === best.starts[i]);
  if (isLoadedSo || (best.excess > 1 && best.excess >= asLoaded.excess)) return cartons;
  return loadingOrder(
    best.walls.flatMap(({ cartons: members, from }, i) =>
      members.map((c) => Object.assign({}, c, { x: c.x - from + best.starts[i]! })),
    ),
  );

  /** The walls one after the other, no nearer to the door than the centre of gravity asks. */
  function close(order: readonly Wall[]): Line {
    let at = 0;
    const starts = order.map(({ length }) => (at += length) - length);
    const short = Math.ceil((-offsetOf(order, starts) - OFFSET.goal) * lengthMm);
    const shift = Math.max(0, Math.min(short, room));
    return lineUp(
      order,
      starts.map((start) => start + shift),
    );
  }

  function lineUp(order: readonly Wall[], starts: readonly number[]): Line {
    const inner = order.reduce((sum, wall, i) => sum + innerMass(wall, starts[i]!), 0);
    const half = Math.max(inner, massG - inner) / massG;
    const excess = Math.max(Math.abs(offsetOf(order, starts)) / OFFSET.goal, (half - 0.5) / (HALF - 0.5));
    return { walls: order, starts, excess };
  }

  function offsetOf(order: readonly Wall[], starts: readonly number[]): number {
    return order.reduce((sum, wall, i) => sum + wall.moment + wall.massG * starts[i]!, 0) / massG / lengthMm - 0.5;
  }

  /** What of a wall that begins at `start` lies in the inner half. */
  function innerMass({ cartons: members, from, length, massG: own }: Wall, start: number): number {
    if (start + length <= lengthMm / 2) return own;
    return members.reduce((sum, c) => {
      const share = Math.min(1, Math.max(0, (lengthMm / 2 - (c.x - from + start)) / c.length));
      return sum + share * massOf(c);
    }, 0);
  }
}

function wallsOf(cartons: readonly Carton[], massOf: (carton: Carton) => number): Wall[] {
  const walls: Wall[] = [];
  let end = Number.NEGATIVE_INFINITY;
  for (const carton of cartons.toSorted((a, b) => a.x - b.x)) {
    if (carton.x >= end) walls.push({ cartons: [], from: carton.x, length: 0, massG: 0, moment: 0 });
    const wall = walls.at(-1)!;
    end = Math.max(end, carton.x + carton.length);
    wall.cartons.push(carton);
    wall.length = end - wall.from;
    wall.massG += massOf(carton);
    wall.moment += massOf(carton) * (carton.x + carton.length / 2 - wall.from);
  }
  return walls;
}
