import { MAX_CELLS, MAX_GRID, MAX_ROWS, tooMuch } from './limits.ts';

/** [designed] Elements of one part of a workbook: four to a cell, and some for its text. */
const MAX_ELEMENTS = 4_000_000;

/** [designed] Bytes of one tag. Excel's longest names the cells of a format; a number format has 255 characters. */
const MAX_TAG = 32 * 1024;
const MAX_NUMBER_FORMAT = 1024;

/** [designed] Bytes between two tags: a cell of Excel holds 32,767 characters. The reader goes through a longer text again and again. */
const MAX_TEXT = 128 * 1024;

const [LESS, MORE, SLASH, SPACE, COLON] = Buffer.from('<>/ :');

/**
 * Counts what is in one part of a workbook, in one pass over its bytes, and builds nothing.
 *
 * @throws Problem TOO_LARGE where a reader would make too much of it
 */
export function requireBounded(xml: Buffer): void {
  let [elements, rows, cells, strings, widest, lowest, end] = [0, 0, 0, 0, 0, 0, 0];
  for (let at = xml.indexOf(LESS!); at >= 0; at = xml.indexOf(LESS!, at + 1)) {
    if (at - end > MAX_TEXT) throw tooMuch(`有一段文字多于 ${MAX_TEXT} 字节`);
    end = xml.indexOf(MORE!, at);
    if (end < 0) return;
    if (xml[at + 1] === SLASH) continue;
    elements += 1;
    if (elements > MAX_ELEMENTS) throw tooMuch(`多于 ${MAX_ELEMENTS} 个元素`);
    const name = nameAt(xml, at + 1, end);
    // Comments and instructions are skipped by every reader, whatever their length.
    if (end - at > (name === 'numFmt' ? MAX_NUMBER_FORMAT : MAX_TAG) && /^\w/.test(name)) {
      throw tooMuch(`有一个 ${name.slice(0, 20)} 标记多于 ${end - at} 字节`);
    }
    if (name === 'row' && (rows += 1) > MAX_ROWS) throw tooMuch(`多于 ${MAX_ROWS} 行`);
    if (name === 'si' && (strings += 1) > MAX_CELLS) throw tooMuch(`多于 ${MAX_CELLS} 个共享字符串`);
    if (name !== 'c') continue;
    if ((cells += 1) > MAX_CELLS) throw tooMuch(`多于 ${MAX_CELLS} 格`);
    // A cell that has a format and nothing else is not filled in.
    if (xml[end - 1] === SLASH) continue;
    const [column, row] = placeOf(xml.toString('latin1', at, Math.min(end, at + 200)));
    widest = Math.max(widest, column);
    lowest = Math.max(lowest, row, rows);
    if (widest * lowest > MAX_GRID) throw tooMuch(`的内容到第 ${lowest} 行、第 ${widest} 列，其间的格太多`);
  }
}

/** The name of an element without its prefix. */
function nameAt(xml: Buffer, start: number, tagEnd: number): string {
  let [from, end] = [start, start];
  for (; end < tagEnd && end < start + 64; end += 1) {
    const byte = xml[end]!;
    if (byte <= SPACE! || byte === SLASH) break;
    if (byte === COLON) from = end + 1;
  }
  return xml.toString('latin1', from, end);
}

/** The column and the row that a cell's tag names, from 1; 0 where it names none. */
function placeOf(tag: string): [column: number, row: number] {
  const [, letters = '', digits = '0'] = /\sr\s*=\s*["']([A-Z]{1,7})(\d{1,7})/i.exec(tag) ?? [];
  const column = Array.from(letters.toUpperCase()).reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0);
  return [column, Number(digits)];
}
