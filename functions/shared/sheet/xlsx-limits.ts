import { tooMuch } from './limits.ts';

/** [designed] Elements of one part of a workbook: four to a cell, and some for its text. */
const MAX_ELEMENTS = 4_000_000;

/** [designed] Bytes of one tag. Excel's longest names the cells of a format; a number format has 255 characters. */
const MAX_TAG = 32 * 1024;
const MAX_NUMBER_FORMAT = 1024;

/** [designed] Bytes between two tags: a cell of Excel holds 32,767 characters. */
const MAX_TEXT = 128 * 1024;

const [LESS, MORE, SLASH, SPACE, COLON] = Buffer.from('<>/ :');

/**
 * Counts what is in one part of a workbook, in one pass over its bytes, and builds nothing.
 *
 * @throws Problem TOO_LARGE where a reader would make too much of it
 */
export function requireBounded(xml: Buffer): void {
  let [elements, end] = [0, 0];
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
