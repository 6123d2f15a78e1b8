import { comparisonForm } from '../../../shared/kernel/comparison.ts';
import { normalised } from '../../../shared/kernel/marks.ts';
import { normaliseText } from '../../../shared/kernel/text.ts';
import type { Lists } from '../../../shared/reference/lists/index.ts';

/** What reading a sheet asks of the lists. */
export type SheetLists = Pick<Lists, 'markets'>;

/** How the text of a cell becomes a field; undefined where it cannot. */
export interface Reader {
  readonly read: (text: string, lists: SheetLists) => unknown;
  /** What the cell should hold, for people. */
  readonly expected: string | ((lists: SheetLists) => string);
}

export const expectedOf = ({ expected }: Reader, lists: SheetLists): string =>
  typeof expected === 'string' ? expected : expected(lists);

export const plain: Reader = { read: (text) => text, expected: '文字' };

/**
 * A day however people write it, in any width: 2026-03-17, 2026/3/17, 2026.3.17, 20260317, 2026年3月17日, with blanks between
 * or a time behind. Days that do not begin with the year may be read two ways, and are not.
 */
export const day: Reader = {
  read: (text) => {
    const folded = normalised(text, 'NFKC')
      .replaceAll(/\p{Pd}|\u2212/gu, '-')
      .replaceAll(/[\p{Default_Ignorable_Code_Point}\p{Cf}]/gu, '')
      .replaceAll(/\s+/g, ' ')
      .replace(/[T ]\d{1,2}:\d\d(?::\d\d(?:\.\d{1,7})?)?$/i, '')
      .replaceAll(' ', '');
    const [, year = '', month = '', date = ''] =
      /^(\d{4})[-/.年。](\d{1,2})[-/.月。](\d{1,2})[日号]?$/.exec(folded) ?? /^(\d{4})(\d\d)(\d\d)$/.exec(folded) ?? [];
    return year === '' ? undefined : `${year}-${month.padStart(2, '0')}-${date.padStart(2, '0')}`;
  },
  expected: '日期，如 2026-03-17',
};

/** One of a few values, by its Chinese name or its code. */
export const choice = (names: Readonly<Record<string, string>>): Reader => ({
  read: (text) => Object.entries(names).find((words) => words.some((word) => isAlike(word, text)))?.[0],
  expected: Object.values(names).join('、'),
});

/** Whether two words are one to whoever reads them. */
export const isAlike = (word: string, text: string): boolean => comparisonForm(word) === comparisonForm(text);

/** Several values in one cell, between commas, semicolons, 、 or blanks. */
export const list: Reader = {
  read: (text) => text.split(/[,;、，；\s]+/).filter((part) => part !== ''),
  expected: '一项或几项，以“、”隔开',
};

/** Text as a cell has it: blanks and full-width characters normalised, so that one reader serves every keyboard. */
export const cellText = (cell: string | undefined): string => normaliseText(cell ?? '');
