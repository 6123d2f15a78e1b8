import { normalised } from './marks.ts';

/** Text without the characters that are pasted along and seen by nobody. */
export const withoutInvisible = (text: string): string =>
  text.replaceAll(/[\p{Default_Ignorable_Code_Point}\p{Cf}]/gu, '');

/**
 * A day however people write it, in any width: 2026-03-17, 2026/3/17, 2026.3.17, 20260317, 2026年3月17日, with blanks between
 * or a time behind; as `YYYY-MM-DD`. Days that do not begin with the year may be read two ways, and are not.
 */
export function dayInText(text: string): string | undefined {
  const folded = withoutInvisible(normalised(text, 'NFKC'))
    .replaceAll(/\p{Pd}|\u2212/gu, '-')
    .replaceAll(/\s+/g, ' ')
    .replace(/[T ]\d{1,2}:\d\d(?::\d\d(?:\.\d{1,7})?)?$/i, '')
    .replaceAll(' ', '');
  const [, year = '', month = '', date = ''] =
    /^(\d{4})[-/.年。](\d{1,2})[-/.月。](\d{1,2})[日号]?$/.exec(folded) ?? /^(\d{4})(\d\d)(\d\d)$/.exec(folded) ?? [];
  return year === '' ? undefined : `${year}-${month.padStart(2, '0')}-${date.padStart(2, '0')}`;
}
