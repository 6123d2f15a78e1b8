import type { Interior } from './interior.ts';
import { type Carton, restingArea } from './layout.ts';
import type { Pattern } from './pattern.ts';
import { Spaces } from './spaces.ts';

/** With more cartons than this, the overlapping spaces between them are too many to list. */
const MAX_CARTONS = 2_000;

interface TopUp {
  /** The load whose gaps are filled. */
  pattern: Pattern;
  /** Cartons left, by type. */
  stock: Int32Array;
  interior: Interior;
  /** The share of a carton's base that must rest on the floor or on cartons, from 0 to 1. */
  supportShare: number;
}

/**
 * Puts cartons of the stock into the gaps of a load: the largest first, into the lowest gap where enough of the base
 * rests. It does not check what the cartons below may bear; the caller does.
 */
export function topUp({ pattern, stock, interior, supportShare }: TopUp): Carton[] {
  const { cartons, massG, container } = pattern;
  const { length, width, height, unitMm, blocks, cargo, volumeLimit } = interior;
  if (cartons.length > MAX_CARTONS) return [...cartons];
  const spaces = new Spaces(length, width, height, false);
  spaces.reset(0, length, height);
  const byTop = new Map<number, Carton[]>();
  const all: Carton[] = [];
  let payloadG = container.payloadG - massG;
  let room = volumeLimit;
  let classBits = 0;
  for (const carton of cartons) stand(carton);
  const left = stock.slice();
  const orientations = Array.from({ length: blocks.orientationCount }, (_, b) => b).sort(
    (a, b) => blocks.volume[b]! - blocks.volume[a]! || a - b,
  );
  for (const b of orientations) {
    const type = blocks.orientationType[b]!;
    const { massG: own, segregation } = cargo.types[type]!;
    const conflicts = cargo.conflictBits[segregation] ?? 0;
    while (left[type]! > 0 && own <= payloadG && blocks.volume[b]! <= room && (classBits & conflicts) === 0) {
      const carton = placeOf(b, type);
      if (!carton) break;
      stand(carton);
      left[type] = left[type]! - 1;
      payloadG -= own;
    }
  }
  return all;

  function stand(carton: Carton): void {
    all.push(carton);
    room -= (carton.length * carton.width * carton.height) / unitMm ** 3;
    const { segregation } = cargo.types[carton.type]!;
    if (segregation >= 0) classBits |= 1 << segregation;
    const top = carton.z + carton.height;
    byTop.set(top, [...(byTop.get(top) ?? []), carton]);
    const from = [carton.x, carton.y, carton.z].map((mm) => mm / unitMm);
    const to = [carton.x + carton.length, carton.y + carton.width, top].map((mm) => mm / unitMm);
    spaces.cut(from[0]!, from[1]!, from[2]!, to[0]!, to[1]!, to[2]!);
  }

  /** The lowest place at a lower corner of a space where a carton of this type and orientation has enough support. */
  function placeOf(b: number, type: number): Carton | undefined {
    const l = blocks.length[b]!;
    const w = blocks.width[b]!;
    const h = blocks.height[b]!;
    let best: Carton | undefined;
    for (const { x1, y1, z1, x2, y2, z2 } of spaces.list()) {
      if (x2 - x1 < l || y2 - y1 < w || z2 - z1 < h || (best && z1 * unitMm >= best.z)) continue;
      for (const x of [x1, x2 - l]) {
        for (const y of [y1, y2 - w]) {
          const carton = {
            type,
            x: x * unitMm,
            y: y * unitMm,
            z: z1 * unitMm,
            length: l * unitMm,
            width: w * unitMm,
            height: h * unitMm,
          };
          if (!best || carton.z < best.z) best = isSupported(carton) ? carton : best;
        }
      }
    }
    return best;
  }

  function isSupported(carton: Carton): boolean {
    if (carton.z === 0) return true;
    let rested = 0;
    for (const below of byTop.get(carton.z) ?? []) {
      const area = restingArea(carton, below);
      if (area > 0 && !cargo.types[below.type]!.stackable) return false;
      rested += area;
    }
    return rested >= supportShare * carton.length * carton.width;
  }
}
