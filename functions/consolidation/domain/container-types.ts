import { z } from 'zod';
import reference from '../../../seeds/reference/container-types.json' with { type: 'json' };
import type { ContainerType } from '../../packing/model.ts';

const Reference = z.array(
  z.strictObject({
    type: z.string(),
    marketName: z.string(),
    lengthMm: z.int().positive(),
    widthMm: z.int().positive(),
    heightMm: z.int().positive(),
    doorHeightMm: z.int().positive(),
    maxFill: z.number().positive().max(1),
    payloadKg: z.int().positive(),
    tareKg: z.int().positive(),
    cost: z.int().positive(),
  }),
);

const items = Reference.parse(reference.items);

/** ISO 6346 size-type codes on offer, e.g. `45G1`. */
export const CONTAINER_CODES = items.map((item) => item.type);

/** The containers of the given codes as the planner takes them, in the order of the reference. */
export const containerTypes = (codes: readonly string[]): ContainerType[] =>
  items
    .filter((item) => codes.includes(item.type))
    .map((item) => Object.assign({ payloadG: item.payloadKg * 1000 }, item));

/** Rank of a size-type among those on offer, which the reference lists from small to large. */
export const sizeOf = (code: string): number => CONTAINER_CODES.indexOf(code);

/** The common name of a size-type, e.g. `40HQ`. */
export const marketName = (code: string): string => items.find((item) => item.type === code)?.marketName ?? code;

/** Mass of the empty container and the most it may weigh loaded, in grams, of a size-type on offer. */
export function massLimits(code: string): { tareG: number; maxGrossG: number } {
  const found = items.find((item) => item.type === code);
  if (!found) throw new RangeError(`no container type ${code}`);
  return { tareG: found.tareKg * 1000, maxGrossG: (found.tareKg + found.payloadKg) * 1000 };
}
