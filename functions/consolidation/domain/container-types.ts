import type { ContainerType } from '../../packing/model.ts';
import type { Lists, RowOf } from '../../shared/reference/lists/index.ts';

type Offered = Pick<Lists, 'containerTypes'>;

const volumeOf = (type: Pick<RowOf<'containerTypes'>, 'lengthMm' | 'widthMm' | 'heightMm'>): number =>
  type.lengthMm * type.widthMm * type.heightMm;

/**
 * The container types on offer as the planner takes them, from small to large.
 *
 * @param codes ISO 6346 size-type codes that may be used, e.g. `45G1`; all where it is undefined
 */
export const containerTypesOf = ({ containerTypes }: Offered, codes?: readonly string[]): ContainerType[] =>
  [...containerTypes.values()]
    .filter(({ type }) => codes === undefined || codes.includes(type))
    .map(({ from: _from, until: _until, designed: _designed, legalBasis: _basis, ...item }) =>
      Object.assign({ payloadG: item.payloadKg * 1000 }, item),
    )
    .sort((a, b) => volumeOf(a) - volumeOf(b));

/** What the trade calls a size-type, e.g. `40HQ`. */
export const marketName = (code: string, { containerTypes }: Offered): string =>
  containerTypes.get(code)?.marketName ?? code;

/** Mass of the empty container and the most it may weigh loaded, in grams, of a size-type on offer. */
export function massLimits(code: string, { containerTypes }: Offered): { tareG: number; maxGrossG: number } {
  const found = containerTypes.get(code);
  if (!found) throw new RangeError(`no container type ${code}`);
  return { tareG: found.tareKg * 1000, maxGrossG: (found.tareKg + found.payloadKg) * 1000 };
}
