import { MAX_CELLS, MAX_GRID, tooMuch } from './limits.ts';
import { dayOfSerial } from './number-format.ts';
import { richText, unescaped, type Workbook, type WorkbookSheet } from './workbook.ts';
import { BadXml, isTrue, scanXml } from './xml-scan.ts';

/** A row of a sheet that has something in it. */
export interface SheetRow {
  /** As the spreadsheet counts, from 1. */
  readonly no: number;
  /** Up to the last that is filled in. */
  readonly cells: readonly string[];
  /** Whether it is filtered out, or hidden by hand: people do not see it. */
  readonly isHidden?: boolean;
}

/** Excel's own. */
const LAST_ROW = 1_048_576;

/** [designed] The last column that is read: 702, which Excel calls ZZ. */
export const LAST_COLUMN = 702;

/**
 * The rows of a sheet that have something in them, by their numbers. Rows and cells that are there for their format only
 * count for nothing: Excel keeps them down to the end of the sheet.
 *
 * @param count rows at most; those that come first in the file
 * @throws BadXml, Problem TOO_LARGE
 */
export function worksheetRows(workbook: Workbook, sheet: WorkbookSheet, count: number): SheetRow[] {
  const rows: SheetRow[] = [];
  const rich = richText();
  let [row, column, cells, grid] = [0, 0, 0, 0];
  let [texts, isHidden]: [string[], boolean] = [[], false];
  let cell: { readonly type: string; readonly style: number; value: string; isRich: boolean } | undefined;
  let [isData, isValue] = [false, false];

  const keep = (text: string): void => {
    if (text.trim() === '') return;
    if (column > LAST_COLUMN) throw new BadXml(`a cell in column ${column}`);
    if (texts[column - 1]) throw new BadXml(`two cells in row ${row}, column ${column}`);
    if ((cells += 1) > MAX_CELLS) throw tooMuch(`多于 ${MAX_CELLS} 格`);
    while (texts.length < column) texts.push('');
    texts[column - 1] = text;
  };
  const endRow = (): void => {
    if (texts.length === 0) return;
    if ((grid += texts.length) > MAX_GRID) throw tooMuch(`的内容到第 ${texts.length} 列，其间的格太多`);
    rows.push({ no: row, cells: texts, ...(isHidden ? { isHidden } : {}) });
  };

  try {
    scanXml(sheet.xml(), {
      open: (name, attributes) => {
        if (name === 'sheetData') isData = true;
        else if (!isData) return;
        else if (name === 'row') {
          const { r, hidden, ht } = attributes();
          row = placeIn(r, row);
          [texts, column, isHidden] = [[], 0, isTrue(hidden) || isZero(ht)];
        } else if (name === 'c') {
          const { r, t: type = 'n', s } = attributes();
          column = columnIn(r, column);
          cell = { type, style: Number(s ?? 0), value: '', isRich: type === 'inlineStr' };
          rich.start();
        } else if (name === 'v') isValue = true;
        else if (cell?.isRich) rich.open(name);
      },
      text: (piece) => {
        if (!cell) return;
        if (isValue) cell.value += piece;
        else if (cell.isRich) rich.text(piece);
      },
      close: (name) => {
        if (!isData) return;
        if (name === 'v') isValue = false;
        else if (name === 'c' && cell) {
          keep(cell.isRich ? rich.taken() : textOf(workbook, cell));
          cell = undefined;
        } else if (name === 'row') {
          endRow();
          if (rows.length >= count) throw new Enough();
        } else if (name === 'sheetData') throw new Enough();
        else if (cell?.isRich) rich.close(name);
      },
    });
    throw new BadXml('the sheet is broken off');
  } catch (error) {
    if (!(error instanceof Enough)) throw error;
  }
  return ordered(rows);
}

/**
 * The columns that are hidden or have no width, by their places from 0.
 *
 * @throws BadXml
 */
export function hiddenColumns(sheet: WorkbookSheet): ReadonlySet<number> {
  const hidden = new Set<number>();
  try {
    scanXml(sheet.xml(), {
      open: (name, attributes) => {
        // The columns stand before the data.
        if (name === 'sheetData') throw new Enough();
        if (name !== 'col') return;
        const { min, max, hidden: isHidden, width } = attributes();
        if (!isTrue(isHidden) && !isZero(width)) return;
        const last = Math.min(Number(max), LAST_COLUMN);
        for (let column = Math.max(1, Number(min)); column <= last; column += 1) hidden.add(column - 1);
      },
    });
  } catch (error) {
    if (!(error instanceof Enough)) throw error;
  }
  return hidden;
}

/** Dragged to nothing by hand: nobody sees it. */
const isZero = (size: string | undefined): boolean => size !== undefined && size.trim() !== '' && Number(size) === 0;

/** Ends a scan: all that is wanted has been read. */
class Enough extends Error {}

/** The number that a row gives itself; without one it follows the row before. */
function placeIn(reference: string | undefined, before: number): number {
  const no = reference === undefined ? before + 1 : Number(reference);
  if (!Number.isInteger(no) || no < 1 || no > LAST_ROW) throw new BadXml(`a row ${reference ?? no}`);
  return no;
}

/** The column of a cell's reference such as AB12; without one it follows the cell before. */
function columnIn(reference: string | undefined, before: number): number {
  if (reference === undefined) return before + 1;
  const [, letters] = /^([a-z]{1,3})\d+$/i.exec(reference) ?? [];
  if (letters === undefined) throw new BadXml(`a cell ${reference}`);
  return Array.from(letters.toUpperCase()).reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0);
}

/** By their numbers; most files have them so. */
function ordered(rows: SheetRow[]): SheetRow[] {
  const sorted = rows.toSorted((a, b) => a.no - b.no);
  const twice = sorted.find(({ no }, index) => sorted[index + 1]?.no === no);
  if (twice) throw new BadXml(`two rows ${twice.no}`);
  return sorted;
}

/** What a cell shows, as far as it matters: days as `YYYY-MM-DD`, formulas by their last result. */
function textOf(
  { strings, formats, is1904 }: Workbook,
  { type, style, value }: { type: string; style: number; value: string },
): string {
  switch (type) {
    case 's':
      return sharedString(strings, value.trim());
    case 'str':
      return unescaped(value);
    case 'b':
      return value.trim() === '' ? '' : String(isTrue(value));
    case 'd':
      return value.trim().replace(/^(\d{4}-\d\d-\d\d)T.*$/s, '$1');
    case 'n':
      return numberText(value.trim(), formats[style], is1904);
    // An error such as #N/A is told as it stands: taken for nothing, it would be left out in silence.
    default:
      return value;
  }
}

function sharedString(strings: readonly string[], index: string): string {
  if (index === '') return '';
  const text = strings[Number(index)];
  if (text === undefined) throw new BadXml(`no shared string ${index}`);
  return text;
}

function numberText(value: string, format: Workbook['formats'][number] | undefined, is1904: boolean): string {
  const number = Number(value);
  if (value === '' || Number.isNaN(number)) return value;
  if (format?.isDate) return dayOfSerial(number, is1904) ?? String(number);
  // Excel keeps 15 digits of a number: a longer one is shown as Excel shows it, so that nobody takes it for whole.
  if (Math.abs(number) >= 1e15) return number.toExponential(5).replace('e', 'E');
  const text = String(number);
  return format && Number.isInteger(number) && number >= 0 ? text.padStart(format.digits, '0') : text;
}
