import { Problem } from '../http/problem.ts';

/**
 * What a sheet may come to, counted before it is read: a file of kilobytes can be packed, or refer to itself, so that it
 * becomes gigabytes.
 */

/** [designed] Above the rows of any sheet that is taken; Excel itself goes on to row 1,048,576. */
export const MAX_ROWS = 20_000;

/** [designed] Cells with something in them: 26 columns in each of 20,000 rows, and some. */
export const MAX_CELLS = 600_000;

/** [designed] Cells that a reader fills in between and at the ends of rows, which all become as wide as the widest. */
export const MAX_GRID = 2_000_000;

/** [designed] Characters of all cells together: one text may stand in every cell. */
export const MAX_CHARACTERS = 8_000_000;

/** The refusal of a sheet that comes to more. */
export const tooMuch = (what: string): Problem =>
  new Problem('TOO_LARGE', `表中${what}；请只留需要的行列，或分成几份上传`);
