/**
 * What people type and paste: full-width digits and letters become half-width, surrounding blanks go. Used for
 * identifiers, codes, phones and names before they are checked.
 */
export const normaliseText = (text: string): string =>
  text
    .replace(/[\uFF01-\uFF5E]/g, (character) => String.fromCharCode(character.charCodeAt(0) - 0xfee0))
    .replace(/\u3000/g, ' ')
    .trim();

/** Control characters (other than line feed and tab in long texts) have no place in a record that is printed and exported. */
export const hasControlCharacter = (text: string): boolean =>
  // eslint-disable-next-line no-control-regex
  /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u2028\u2029\u202A-\u202E\u2066-\u2069\uFEFF]/.test(text);
