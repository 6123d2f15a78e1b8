/**
 * Combining marks that stand in a row at most: those of the Stream-Safe Text Format (UAX #15, 13). No language has more
 * than some five on one letter; a Unicode normalisation sorts them, in a time that grows with the square of their number.
 */
const MAX_MARKS = 30;

/** Half-width voiced sound marks are letters by their category, and marks once they are normalised (NFKC). */
const MARK = '[\\p{M}\\uFF9E\\uFF9F]';
const HEAP = new RegExp(`(${MARK}{${MAX_MARKS}})${MARK}+`, 'gu');
const HEAPED = new RegExp(`${MARK}{${MAX_MARKS + 1}}`, 'u');

/** Whether more marks stand in a row than any language writes. Text that comes from outside must have no such row. */
export const hasHeapedMarks = (text: string): boolean => text.length > MAX_MARKS && HEAPED.test(text);

/** What is wrong with a text that has them, and what to do; Chinese, behind the name of its place. */
export const HEAPED_MARKS = {
  fact: `含有连在一起的 ${MAX_MARKS} 个以上附加符号（声调、重音等），没有文字这样书写`,
  remedy: '请删去后重新手工输入',
} as const;

/**
 * The one way to normalise text, in a time that grows with its length whatever it is made of: characters that are left out
 * before may have stood between marks, so marks beyond those of `MAX_MARKS` in a row are dropped here, too.
 */
export const normalised = (text: string, form: 'NFC' | 'NFD' | 'NFKC'): string =>
  text.replaceAll(HEAP, '$1').normalize(form);
