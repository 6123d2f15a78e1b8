/** Number formats of a workbook (ECMA-376 part 1, 18.8.30 and 18.8.31), as far as they tell what a number is. */

/**
 * Identifiers that mean a date or time without a code of their own, those of the Chinese, Japanese, Korean and Thai Excel
 * included.
 */
const BUILT_IN = [
  [14, 22],
  [27, 36],
  [45, 47],
  [50, 58],
  [71, 81],
] as const;

export const isBuiltInDate = (id: number): boolean => BUILT_IN.some(([from, to]) => id >= from && id <= to);

/** Whether a format's code shows a number as a date or time: letters of one, and no digit of a plain number beside them. */
export const isDateFormat = (code: string): boolean =>
  code
    .replaceAll(/"[^"]*"?|[\\_*][\s\S]/g, '')
    .replaceAll(/\[(?:h+|m+|s+)\]/gi, 'h')
    .replaceAll(/\[[^\]]*\]?/g, '')
    .split(';')
    .some(
      (section) =>
        !/general|@/i.test(section) &&
        /[ymdhs]|aaa/i.test(section) &&
        !/[0#?]/.test(section.replaceAll(/s[.,]0+/gi, 's')),
    );

/** Days from the first of January 1970 to the day 0 of the epochs. */
const [FROM_1900, FROM_1904] = [-25_569, -24_107];
const DAY = 24 * 3600 * 1000;

/**
 * The day of a date as a workbook counts it; undefined for what Excel shows as no date.
 *
 * @param serial days; what is behind the point is the time
 */
export function dayOfSerial(serial: number, is1904: boolean): string | undefined {
  const days = Math.floor(serial);
  if (!(days >= 0 && days < 2_958_466)) return undefined;
  // Excel has a 29 February 1900, which there never was.
  const day = is1904 ? days + FROM_1904 : days + FROM_1900 + (days < 60 ? 1 : 0);
  return new Date(day * DAY).toISOString().slice(0, 10);
}
