import writeExcel from 'write-excel-file/node';
import { Problem } from '../http/problem.ts';
import { says } from '../kernel/finding.ts';
import { HEAPED_MARKS, hasHeapedMarks } from '../kernel/marks.ts';
import { csvRows, type Separator } from './csv.ts';
import { MAX_CELL, MAX_CELLS, MAX_CHARACTERS, tooMuch } from './limits.ts';
import { openWorkbook } from './workbook.ts';
import { hiddenColumns, type SheetRow, worksheetRows } from './worksheet.ts';
import { BadXml } from './xml-scan.ts';
import { BadZip, unzipped } from './zip.ts';

/** Unpacked bytes of an XLSX, far above any sheet that is taken. */
const UNPACKED_BYTES = 64 * 1024 * 1024;

/** One sheet of a file; a CSV is one without a name. */
export interface TableOfText {
  readonly name: string;
  readonly isHidden: boolean;
  /**
   * The rows that have something in them, their cells as text: days as `YYYY-MM-DD`, formulas by their last result.
   *
   * @param count at most
   * @throws Problem MALFORMED_FILE, TOO_LARGE
   */
  readonly rows: (count: number) => SheetRow[];
  /** Places of the columns that people do not see, from 0. */
  readonly hiddenColumns: () => ReadonlySet<number>;
  /** The same text with its cells divided by tabs or semicolons; which it is, the row of titles tells. */
  readonly otherwise?: readonly TableOfText[];
}

/**
 * The sheets of a file, that which people see when they open it first: an XLSX, or a CSV in UTF-8 (with or without byte
 * order mark), in UTF-16 with one (as Excel saves Unicode text) or GBK. What it is, its bytes say; a name or a type can be
 * wrong.
 *
 * A large sheet takes seconds: a file that a client has sent is read in a task's thread (`onThread`).
 *
 * @throws Problem MALFORMED_FILE, TOO_LARGE
 */
export function sheetsIn(bytes: Buffer): TableOfText[] {
  if (bytes.subarray(0, 2).toString('latin1') !== 'PK') {
    const text = decoded(bytes);
    const dividedBy = (separator: Separator): TableOfText => ({
      name: '',
      isHidden: false,
      rows: (count) => wellFormed(csvCells(text, count, separator)),
      hiddenColumns: () => new Set(),
    });
    return [{ ...dividedBy(','), otherwise: [dividedBy('\t'), dividedBy(';')] }];
  }
  const workbook = readable(() => openWorkbook(unzipped(bytes, UNPACKED_BYTES)));
  return workbook.sheets
    .toSorted((a, b) => Number(b.isActive) - Number(a.isActive))
    .map((sheet) => ({
      name: sheet.name,
      isHidden: sheet.isHidden,
      rows: (count) => wellFormed(readable(() => worksheetRows(workbook, sheet, count))),
      hiddenColumns: () => readable(() => hiddenColumns(sheet)),
    }));
}

/**
 * Half a character is none: the store refuses it, and nobody can read it. Line ends are one, as in XML. What takes long to
 * compare, and nobody has written, is refused before it is compared.
 *
 * @throws Problem MALFORMED_FILE, TOO_LARGE
 */
function wellFormed(rows: readonly SheetRow[]): SheetRow[] {
  let characters = 0;
  return rows.map(({ cells, ...row }) => {
    for (const cell of cells) characters += cell.length;
    if (characters > MAX_CHARACTERS) throw tooMuch(`的文字多于 ${MAX_CHARACTERS} 字`);
    if (cells.some((cell) => cell.length > MAX_CELL)) {
      throw new Problem(
        'MALFORMED_FILE',
        says(`第 ${row.no} 行有一格多于 ${MAX_CELL} 字`, '请核对分隔符和引号，引号须成对'),
      );
    }
    if (cells.some(hasHeapedMarks)) {
      throw new Problem('MALFORMED_FILE', says(`第 ${row.no} 行有一格${HEAPED_MARKS.fact}`, HEAPED_MARKS.remedy));
    }
    return { ...row, cells: cells.map((cell) => cell.toWellFormed().replaceAll(/\r\n?/g, '\n')) };
  });
}

function csvCells(text: string, count: number, separator: Separator): SheetRow[] {
  try {
    return csvRows(text, count, MAX_CELLS, separator);
  } catch (error) {
    if (error instanceof RangeError) throw tooMuch(`多于 ${MAX_CELLS} 格`);
    throw error;
  }
}

function readable<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof BadXml || error instanceof BadZip)) throw error;
    const why = '不是完整的 XLSX 工作簿，或解压后超过 64 MB，或在 ZZ 列之外还有内容';
    const remedy = '请只留需要的行列，用 Excel 或 WPS 另存为 .xlsx 后再上传';
    throw new Problem('MALFORMED_FILE', says(`文件${why}`, remedy), [], { cause: error });
  }
}

/** By the mark of byte order that UTF-16 begins with; GBK has neither. */
function encodingsOf(bytes: Buffer): readonly string[] {
  const mark = bytes.subarray(0, 2).toString('hex');
  if (mark === 'fffe') return ['utf-16le'];
  return mark === 'feff' ? ['utf-16be'] : ['utf-8', 'gbk'];
}

function decoded(bytes: Buffer): string {
  for (const encoding of encodingsOf(bytes)) {
    try {
      return new TextDecoder(encoding, { fatal: true }).decode(bytes);
    } catch {
      // The next encoding may fit.
    }
  }
  throw new Problem(
    'MALFORMED_FILE',
    says('文件不是 UTF-8、GBK 或带字节顺序标记的 UTF-16 编码的 CSV，也不是 XLSX', '请另存为 .xlsx 后再上传'),
  );
}

/**
 * One sheet to write; its first row is the header and stays in sight. Numbers stay numbers, to be counted on; text is text,
 * so that none is a formula.
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
