import type { Cargo } from './cargo.ts';
import type { Carton } from './layout.ts';
import type { ContainerLoad } from './model.ts';
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

/**
 * Brings the centre of gravity towards the middle of the length: cuts the load across where no carton is in the way,
 * changes the walls about and, if that is not enough, moves all of them towards the door as far as there is room.
 */
export function balance(cartons: Carton[], cargo: Cargo, lengthMm: number, clearanceMm: number): Carton[] {
  const massOf = (carton: Carton): number => cargo.types[carton.type]!.massG;
  const massG = cartons.reduce((sum, c) => sum + massOf(c), 0);
  const stops = new Set(cartons.map((c) => cargo.types[c.type]!.stop));
  if (massG === 0 || stops.size > 1) return cartons;
  let walls = wallsOf(cartons, massOf);
  const used = walls.reduce((sum, wall) => sum + wall.length, 0);
  const offset = (order: readonly Wall[]): number => {
    let at = 0;
    let moment = 0;
    for (const wall of order) {
      moment += wall.moment + wall.massG * at;
      at += wall.length;
    }
    return moment / massG / lengthMm - 0.5;
  };
  /** At most 1 where both rules are kept. */
  const excess = (order: readonly Wall[]): number => {
    let at = 0;
    let inner = 0;
    for (const { length, massG: own, cartons: members, from } of order) {
      if (at + length <= lengthMm / 2) inner += own;
      else if (at < lengthMm / 2) inner += innerMass(members, from - at);
      at += length;
    }
    return Math.max(
      Math.abs(offset(order)) / OFFSET.goal,
      (Math.max(inner, massG - inner) / massG - 0.5) / (HALF - 0.5),
    );
  };
  const innerMass = (members: readonly Carton[], shift: number): number =>
    members.reduce((sum, c) => {
      const share = Math.min(1, Math.max(0, (lengthMm / 2 - (c.x - shift)) / c.length));
      return sum + share * massOf(c);
    }, 0);
  const asIs = centre(cartons, massOf) / massG / lengthMm - 0.5;
  if (judge(asIs, heavierHalf(cartons, massOf, lengthMm)) === 'WITHIN_GOAL') return cartons;
  for (let better = true; better && excess(walls) > 1; ) {
    better = false;
    for (let i = 0; i < walls.length && !better; i++) {
      for (let j = i + 1; j < walls.length && !better; j++) {
        const changed = walls.with(i, walls[j]!).with(j, walls[i]!);
        if (excess(changed) >= excess(walls) - 1e-9) continue;
        walls = changed;
        better = true;
      }
    }
  }
  const short = -offset(walls) - OFFSET.goal;
  let at = Math.max(0, Math.min(Math.ceil(short * lengthMm), lengthMm - clearanceMm - used));
  const moved: Carton[] = [];
  for (const wall of walls) {
    for (const carton of wall.cartons) moved.push(Object.assign({}, carton, { x: carton.x - wall.from + at }));
    at += wall.length;
  }
  return loadingOrder(moved);
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

function centre(cartons: readonly Carton[], massOf: (carton: Carton) => number): number {
  return cartons.reduce((sum, c) => sum + massOf(c) * (c.x + c.length / 2), 0);
}
