import { Problem } from '../http/problem.ts';
import { says } from '../kernel/finding.ts';

/**
 * What a sheet may come to, counted before it is read: a file of kilobytes can be packed, or refer to itself, so that it
 * becomes gigabytes.
 */

/** [designed] Cells with something in them: 26 columns in each of 20,000 rows, and some. */
export const MAX_CELLS = 600_000;

/** [designed] Cells of all rows, those included that are filled in between. */
export const MAX_GRID = 2_000_000;

/** [designed] Characters of all cells together: one text may stand in every cell. */
export const MAX_CHARACTERS = 8_000_000;

/** Characters of one cell: as many as a spreadsheet takes. What is longer in a CSV has mostly lost a quotation mark. */
export const MAX_CELL = 32_767;

/** The refusal of a sheet that comes to more. */
export const tooMuch = (what: string): Problem =>
  new Problem('TOO_LARGE', says(`表中${what}`, '请只留需要的行列，或分成几份上传'));
