import { normalised } from './marks.ts';

/** Numbers that people can say: how they are spelt, and read whatever way they were typed. */

/** `<prefix><district><year><six digits>`, e.g. `JD5001112026000123`. */
export const recordNumber = (series: string, serial: number): string => series + String(serial).padStart(6, '0');

/** What a series begins with in a year. @param today a day of China, `YYYY-MM-DD` */
export const seriesOf = (prefix: string, districtId: string, today: string): string =>
  `${prefix}${districtId}${today.slice(0, 4)}`;

const NUMBER = /^[A-Z]{2}(\d{6})\d{4}\d{6,7}$/;

/** The district of a number in its comparable form (`comparableNumber`); undefined where it is none of these numbers. */
export const districtOfNumber = (number: string): string | undefined => NUMBER.exec(number)?.[1];

/**
 * 装箱单号, by which a container's packing list is known: the consolidation's number and the container's in the plan, e.g.
 * `ZD5001112026000012-01`.
 */
export const packingNumber = (consolidationNumber: string, containerNo: number): string =>
  `${consolidationNumber}-${String(containerNo).padStart(2, '0')}`;

const PACKING = /^([A-Z]{2}\d{16,17})\s*[-\p{Pd}\s]\s*(\d{1,2})$/u;

/** The parts of a packing number; undefined where a text is none. The sign between them has to stand. */
export function parsePackingNumber(
  typed: string,
): { readonly consolidationNumber: string; readonly containerNo: number } | undefined {
  const [, consolidationNumber, no] = PACKING.exec(normalised(typed, 'NFKC').trim().toUpperCase()) ?? [];
  return consolidationNumber === undefined ? undefined : { consolidationNumber, containerNo: Number(no) };
}
