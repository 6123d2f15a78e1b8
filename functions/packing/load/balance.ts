import type { Cargo } from './cargo.ts';
import { MAX_HALF_SHARE, MAX_OFFSET } from './figures.ts';
import type { Carton } from './layout.ts';
import { loadingOrder } from './order.ts';

/** Cartons that no cut across the container separates; the load is a row of such walls. Millimetres and grams. */
interface Wall {
  cartons: Carton[];
  from: number;
  length: number;
  massG: number;
  /** Moment of the mass about the wall's inner face, gram-millimetres. */
  moment: number;
}

/** Walls in a row from the inner end, and where each begins, in millimetres. */
interface WallRow {
  walls: readonly Wall[];
  starts: readonly number[];
  /** How far the row is from the goal of the offset and the limit of the half; at most 1 where it keeps both. */
  excess: number;
}

/**
 * Closes the gaps between the walls of a load and brings its centre of gravity towards the middle of the length. The
 * load is cut across where no carton is in the way; all walls move towards the door as far as is needed and there is
 * room; if that is not enough, pairs of walls change places. Cargo of several stops is left as it is.
 *
 * @param lengthMm inner length of the container
 * @param clearanceMm kept free before the door
 * @returns the cartons in a loading order
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
  let best = closeUp(walls);
  for (let better = true; better && best.excess > 1; ) {
    better = false;
    for (let i = 0; i < walls.length && !better; i++) {
      for (let j = i + 1; j < walls.length && !better; j++) {
        const changed = closeUp(best.walls.with(i, best.walls[j]!).with(j, best.walls[i]!));
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

  /** The walls one after the other without gaps, moved no farther to the door than the centre of gravity asks. */
  function closeUp(order: readonly Wall[]): WallRow {
    let at = 0;
    const starts = order.map(({ length }) => (at += length) - length);
    const short = Math.ceil((-offsetOf(order, starts) - MAX_OFFSET.goal) * lengthMm);
    const shift = Math.max(0, Math.min(short, room));
    return lineUp(
      order,
      starts.map((start) => start + shift),
    );
  }

  /** The row of walls with these starts, and its excess. */
  function lineUp(order: readonly Wall[], starts: readonly number[]): WallRow {
    const inner = order.reduce((sum, wall, i) => sum + innerMass(wall, starts[i]!), 0);
    const half = Math.max(inner, massG - inner) / massG;
    const excess = Math.max(Math.abs(offsetOf(order, starts)) / MAX_OFFSET.goal, (half - 0.5) / (MAX_HALF_SHARE - 0.5));
    return { walls: order, starts, excess };
  }

  function offsetOf(order: readonly Wall[], starts: readonly number[]): number {
    return order.reduce((sum, wall, i) => sum + wall.moment + wall.massG * starts[i]!, 0) / massG / lengthMm - 0.5;
  }

  /** Grams of a wall that begins at `start` which lie in the inner half of the length. */
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
