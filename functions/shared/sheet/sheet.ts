import { readSheet } from 'read-excel-file/universal';
import writeExcel from 'write-excel-file/node';
import { Problem } from '../http/problem.ts';
import { csvRows } from './csv.ts';
import { MAX_CELLS, MAX_CHARACTERS, tooMuch } from './limits.ts';
import { requireBounded } from './xlsx-limits.ts';
import { unzipped } from './zip.ts';

/** Unpacked bytes of an XLSX, far above any sheet that is taken. */
const UNPACKED_BYTES = 64 * 1024 * 1024;

/**
 * The cells of a sheet as text: the first sheet of an XLSX, or a CSV in UTF-8 (with or without byte order mark) or GBK.
 * What it is, its bytes say; a name or a type can be wrong. Days come as `YYYY-MM-DD`, formulas as their last result.
 *
 * A large sheet takes seconds: a file that a client has sent is read in a task's thread (`onThread`).
 *
 * @param maxRows one more is read at most, so that the caller sees that there are too many
 * @throws Problem MALFORMED_FILE, TOO_LARGE
 */
export async function sheetRows(bytes: Buffer, maxRows: number): Promise<string[][]> {
  const isZip = bytes.subarray(0, 2).toString('latin1') === 'PK';
  const rows = isZip ? (await xlsxRows(bytes)).slice(0, maxRows + 1) : csvCells(decoded(bytes), maxRows + 1);
  let characters = 0;
  for (const row of rows) for (const cell of row) characters += cell.length;
  if (characters > MAX_CHARACTERS) throw tooMuch(`的文字多于 ${MAX_CHARACTERS} 字`);
  return rows;
}

function csvCells(text: string, count: number): string[][] {
  try {
    return csvRows(text, count, MAX_CELLS);
  } catch (error) {
    if (error instanceof RangeError) throw tooMuch(`多于 ${MAX_CELLS} 格`);
    throw error;
  }
}

async function xlsxRows(bytes: Buffer): Promise<string[][]> {
  try {
    for (const part of unzipped(bytes, UNPACKED_BYTES)) {
      requireBounded(part);
      if (reachesFar(part)) throw new RangeError('a cell far out');
    }
    const rows = await readSheet(new Uint8Array(bytes).buffer);
    return (rows as Parameters<typeof cellText>[0][][]).map((row) => row.map(cellText));
  } catch (error) {
    if (error instanceof Problem) throw error;
    const why = '不是完整的 XLSX 工作簿，或解压后超过 64 MB，或在第 20000 行、ZZ 列之外还有内容';
    throw new Problem('MALFORMED_FILE', `文件${why}；请只留需要的行列，用 Excel 或 WPS 另存为 .xlsx 后再上传`, [], {
      cause: error,
    });
  }
}

/** One cell at the far end makes the reader fill the sheet up to it. A reference has no need of character entities. */
const reachesFar = (xml: Buffer): boolean =>
  xml.includes('sheetData') &&
  /\sr\s*=\s*["'](?:[A-Z]*(?:[2-9]\d{4}|\d{6,})|[A-Z]{3,}\d+|[^"'<>]*&)/i.test(xml.toString('utf8'));

function cellText(value: string | number | boolean | Date | null): string {
  if (value instanceof Date) return value.toISOString().slice(0, 10);
  // Excel keeps 15 digits of a number: a longer one is shown as Excel shows it, so that nobody takes it for whole.
  if (typeof value === 'number' && Math.abs(value) >= 1e15) return value.toExponential(5).replace('e', 'E');
  return value === null ? '' : String(value);
}

function decoded(bytes: Buffer): string {
  for (const encoding of ['utf-8', 'gbk']) {
    try {
      return new TextDecoder(encoding, { fatal: true }).decode(bytes);
    } catch {
      // The next encoding may fit.
    }
  }
  throw new Problem('MALFORMED_FILE', '文件不是 UTF-8 或 GBK 编码的 CSV，也不是 XLSX；请另存为 .xlsx 后再上传');
}

/**
 * One sheet to write; its first row is the header and stays in sight. Numbers stay numbers, to be counted on; text is text, so
 * that none is a formula.
 */
export interface Sheet {
  readonly name: string;
  readonly rows: readonly (readonly (string | number)[])[];
  /** Widths of the columns in characters. */
  readonly widths: readonly number[];
}

/** An XLSX workbook of the given sheets. */
export const xlsxOf = (sheets: readonly Sheet[]): Promise<Buffer> =>
  writeExcel(
    sheets.map(({ name, rows, widths }) => ({
      sheet: name,
      columns: widths.map((width) => ({ width })),
      stickyRowsCount: 1,
      orientation: 'landscape' as const,
      data: rows.map((row, index) => row.map((value) => ({ ...cell(value), ...(index === 0 ? HEADER : {}) }))),
    })),
  ).toBuffer();

const HEADER = { fontWeight: 'bold', backgroundColor: '#DDEBF7' } as const;

const cell = (value: string | number) =>
  typeof value === 'number' ? { value, type: Number } : { value, type: String, format: '@' };
