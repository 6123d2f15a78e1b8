/**
 * What people type and paste as text: full-width digits and letters become half-width, surrounding blanks go. Full-width
 * punctuation stays: in Chinese names and sentences it is the right one, as in 重庆（大足）公司.
 */
export const normaliseText = (text: string): string =>
  halfWidth(text, /[\uFF10-\uFF19\uFF21-\uFF3A\uFF41-\uFF5A]/g)
    .replace(/\u3000/g, ' ')
    .trim();

/** What people type and paste as a code, number or phone: all of it half-width and in capitals. */
export const normaliseCode = (text: string): string =>
  halfWidth(text, /[\uFF01-\uFF5E]/g)
    .replace(/\u3000/g, ' ')
    .trim()
    .toUpperCase();

const halfWidth = (text: string, characters: RegExp): string =>
  text.replace(characters, (character) => String.fromCharCode(character.charCodeAt(0) - 0xfee0));

/**
 * Control characters (other than line feed and tab in long texts) have no place in a record that is printed and exported,
 * nor have code points that will never be a character.
 */
export const hasControlCharacter = (text: string): boolean =>
  // eslint-disable-next-line no-control-regex
  /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u2028\u2029\u202A-\u202E\u2066-\u2069\uFEFF]/.test(text) ||
  noncharacterIn(text) !== undefined;

/**
 * A control or replacement character, which a broken conversion leaves, or a code point that is no character: the first in
 * the text. Line ends and tabs are none.
 */
export const brokenIn = (text: string): string | undefined =>
  // eslint-disable-next-line no-control-regex
  /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\uFFFD]/.exec(text)?.[0] ?? noncharacterIn(text);

/**
 * A code point that Unicode keeps for programs and will never give to a character (Unicode 23.7): U+FDD0 to U+FDEF and the
 * last two of every plane. XML takes not all of them, and programs take them for marks of their own.
 */
export const noncharacterIn = (text: string): string | undefined => /\p{Noncharacter_Code_Point}/u.exec(text)?.[0];

/** What is wrong with a text that has one, and what to do; Chinese, behind the name of its place. */
export const NONCHARACTER = {
  fact: '含有不是文字的码位（Unicode 非字符）',
  remedy: '请删去后重新手工输入',
} as const;

/** Whether a text has a sign of the form of a digit that is a mark or a fraction: `²`, `①`, `½`, `Ⅳ`. */
export const hasMarkedDigit = (text: string): boolean => /[\p{No}\p{Nl}]/u.test(text);

/** A number too long for a spreadsheet, which keeps 15 digits of it and shows the rest as a power of ten. */
export const hasLostDigits = (text: string): boolean => /^\d(\.\d+)?E\+\d{2}$/i.test(text);

/**
 * Text without the marks by which people keep a spreadsheet from taking it for a number: `'007`, `` `007 ``, `="007"`. An
 * apostrophe before words is their own.
 */
export const unguarded = (cell: string): string =>
  cell
    .replace(/^\s*="([^"]*)"\s*$/, '$1')
    .replace(/^\s*['`\u2018\u2019\uFF07](?=[=+\-@]|[\dA-Z][\dA-Z.,/:+-]*\s*$)/i, '');

/** The beginning of a text, of so many UTF-16 units at most, that ends with a whole character. */
export const cut = (text: string, most: number): string =>
  text.length <= most ? text : text.slice(0, most).replace(/[\uD800-\uDBFF]$/, '');

/** A value as shown in a message, cut so that a pasted page does not fill the screen, and never within a character. */
export const excerpt = (value: string): string => (value.length > 40 ? `${cut(value, 40)}…` : value);
