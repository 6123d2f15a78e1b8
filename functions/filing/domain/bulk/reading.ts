import { comparisonForm } from '../../../shared/kernel/comparison.ts';
import { dayInText, withoutInvisible } from '../../../shared/kernel/day-text.ts';
import { normalised } from '../../../shared/kernel/marks.ts';
import { normaliseText } from '../../../shared/kernel/text.ts';
import type { Lists } from '../../../shared/reference/lists/index.ts';

/** What reading a sheet asks of the lists. */
export type SheetLists = Pick<Lists, 'markets' | 'gzswCodes' | 'countries' | 'units' | 'customsCreditTiers'>;

/**
 * How the text of a cell becomes a field; undefined where it cannot, null where it says that there is nothing to fill in.
 */
export interface Reader {
  readonly read: (text: string, lists: SheetLists) => unknown;
  /** What the cell should hold, for people. */
  readonly expected: string | ((lists: SheetLists) => string);
}

export const expectedOf = ({ expected }: Reader, lists: SheetLists): string =>
  typeof expected === 'string' ? expected : expected(lists);

export const plain: Reader = { read: (text) => text, expected: '文字' };

export const day: Reader = {
  read: dayInText,
  expected: '日期，如 2026-03-17',
};

/** The code lists by which the documents of the trade (联网信息) name a value: `1`, `105_01`. */
type CodeList = 'idTypes' | 'merchantTypes' | 'taxpayerTypes';

/** One of a few values, by its Chinese name, or by its code. */
export const oneOf = (names: Readonly<Record<string, string>>): Reader => ({
  read: (text) => Object.entries(names).find(([value, name]) => isAlike(value, text) || isAlike(name, text))?.[0],
  expected: Object.values(names).join('、'),
});

/** Yes or no. */
export const yesNo: Reader = {
  read: (text) =>
    ['是', '有', 'TRUE', 'Y', 'YES', '1'].some((word) => isAlike(word, text))
      ? true
      : ['否', '无', '没有', 'FALSE', 'N', 'NO', '0'].some((word) => isAlike(word, text))
        ? false
        : undefined,
  expected: '是、否',
};

/** A number, with commas between its thousands or none. */
export const figure: Reader = {
  read: (text) => {
    const digits = normalised(withoutInvisible(text), 'NFKC').replaceAll(/[\s,]/g, '');
    return /^\d+(?:\.\d+)?$/.test(digits) ? Number(digits) : undefined;
  },
  expected: '数字',
};

/**
 * What a code list of the registry has, by its code or by any of its names; what it does not have is the rules' to refuse.
 */
export const listed = (
  rowsOf: (lists: SheetLists) => Iterable<{ readonly code: string; readonly names: readonly string[] }>,
  expected: string,
): Reader => ({
  read: (text, lists) => {
    const typed = code.read(text, lists) as string;
    for (const row of rowsOf(lists)) if (isAlike(row.code, typed)) return row.code;
    for (const row of rowsOf(lists)) if (row.names.some((name) => isAlike(name, text))) return row.code;
    return typed;
  },
  expected,
});

/**
 * One of a few values, by its Chinese names, of which the first is the sheet's own, by its code, or by the code that the
 * documents of the trade have for it.
 */
export const choice = (names: Readonly<Record<string, readonly [string, ...string[]]>>, codes: CodeList): Reader => ({
  read: (text, { gzswCodes }) => {
    const coded = Object.entries(gzswCodes[codes]);
    return Object.entries(names).find(([value, words]) =>
      [value, ...words, ...coded.flatMap(([code, of]) => (of === value ? [code] : []))].some((word) =>
        isAlike(word, text),
      ),
    )?.[0];
  },
  expected: Object.values(names)
    .map(([name]) => name)
    .join('、'),
});

/** A code or number, without the blanks and invisible characters that it is pasted with. */
export const code: Reader = { ...plain, read: (text) => withoutInvisible(text).replaceAll(/\s/g, '') };

const ENDLESS = ['长期', '长期有效', '永久', '永久有效', '无固定期限', '无期限', '不约定期限'];

/** The last day of what may have none: 长期 says so, and so does the last day that there is. */
export const lastDay: Reader = {
  read: (text, lists) => {
    if (ENDLESS.some((word) => isAlike(word, text))) return null;
    const until = day.read(text, lists);
    return until === '9999-12-31' ? null : until;
  },
  expected: `${day.expected as string}，或“长期”`,
};

/** Whether two words are one to whoever reads them. */
export const isAlike = (word: string, text: string): boolean => comparisonForm(word) === comparisonForm(text);

/** [designed] Characters of the end of a name that still says which is meant. */
const LEAST_ENDING = 4;

/** Whether a name ends with what was written, of some length: 大足龙水五金市场 with 龙水五金市场. */
export function endsAlike(name: string, text: string): boolean {
  const end = comparisonForm(text);
  return end.length >= LEAST_ENDING && comparisonForm(name).endsWith(end);
}

/** Several values in one cell, between commas, semicolons, 、 or blanks. */
export const list: Reader = {
  read: (text) => text.split(/[,;、，；\s]+/).filter((part) => part !== ''),
  expected: '一项或几项，以“、”隔开',
};

/** Chapters of the tariff: `73`, `73章`, `第73章`, `第8章`. */
export const chapters: Reader = {
  ...list,
  read: (text, lists) =>
    (list.read(normalised(withoutInvisible(text), 'NFKC'), lists) as string[]).map((part) =>
      part.replace(/^第?(\d{1,2})章$/, (_all, number: string) => number.padStart(2, '0')),
    ),
};

/** Text as a cell has it: blanks and full-width characters normalised, so that one reader serves every keyboard. */
export const cellText = (cell: string | undefined): string => normaliseText(cell ?? '');
