import { normalised } from './marks.ts';

/**
 * The form in which names, numbers and codes are compared: what looks the same to a person is the same text. Every
 * comparison of identities, and every key that claims uniqueness, is made of it, of `comparableNumber`, or of a form that
 * begins with it (`documentNumberForm`, `stallKey`); what is shown stays as it was typed. Whoever changes a form changes
 * keys: the items that stand under them get a new version of their form, and a migration that moves them.
 *
 * Compatibility forms are unified (NFKC: full-width letters, circled digits, Kangxi radicals), letters are capitals, every
 * digit is one of 0 to 9, all brackets are round. Blanks, hyphens, points, slashes, quotes and whatever is invisible are
 * left out. Applied twice it is the same as once; capital letters and digits alone stay as they are.
 */
export const comparisonForm = (text: string): string =>
  folded(text)
    .replaceAll(/[<‹«]/g, '(')
    .replaceAll(/[>›»]/g, ')')
    .replaceAll(OPENING, '(')
    .replaceAll(CLOSING, ')')
    .replaceAll(SEPARATOR, '');

/**
 * Letters and digits of the comparison form alone, for numbers that have no brackets of their own: `K 598-3102.` is
 * `K5983102`.
 */
export const comparableNumber = (text: string): string => folded(text).replaceAll(/[^\p{L}\p{M}\p{N}]/gu, '');

/** Applies a form until nothing changes any more: what it leaves out brings others side by side. */
export function untilSame(once: (text: string) => string, typed: string): string {
  let [text, before] = [typed, ''];
  while (text !== before) [text, before] = [once(text), text];
  return text;
}

/**
 * The comparison form of names that are looked for: accents of Latin letters do not count either, nor do brackets and
 * other signs, so that `Jose Garcia` finds `JOSÉ GARCÍA`.
 */
export const searchForm = (text: string): string =>
  normalised(normalised(comparableNumber(text), 'NFD').replaceAll(/(?<=\p{Script=Latin}\p{M}*)\p{M}/gu, ''), 'NFC');

/**
 * The comparison form of descriptions of goods: as `comparisonForm`, but what stands between two digits belongs to what they
 * say, as in `1.5L`, which is not `15L`, and in `8-10mm`.
 */
export const descriptionForm = (text: string): string =>
  folded(text)
    .replaceAll(OPENING, '(')
    .replaceAll(CLOSING, ')')
    .replaceAll(DASH, '-')
    .replaceAll(BLANK, '')
    .replaceAll(SEPARATOR, (separator, at: number, whole: string) =>
      /\d/.test(whole[at - 1] ?? '') && /\d/.test(whole[at + separator.length] ?? '') ? separator : '',
    );

/**
 * Text in which words are looked for: small letters, compatibility forms unified, Chinese characters without blanks between.
 */
export const wordsForm = (text: string): string =>
  plain(text.replaceAll(EVERY_INVISIBLE, ''))
    .toLowerCase()
    .replaceAll(/(?<=\p{Script=Han})\s+(?=\p{Script=Han})/gu, '');

/** A character that nobody sees, or that no font shows: the first in the text. */
export const invisibleIn = (text: string): string | undefined => INVISIBLE.exec(text)?.[0];

/** A character as a message names it: `U+200B`. */
export const codePoint = (character: string): string =>
  `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;

/**
 * Letters that may have been taken for others: those of a foreign script beside Latin letters or digits, as a Cyrillic А
 * in `А18`. Chinese and Latin letters mix rightly (`A区`), so do Chinese and Japanese or Korean ones (UTS 39, highly
 * restrictive); a text all of one script is what it looks like, unless each of its letters looks like a Latin one.
 *
 * @returns the doubtful letters, each once; empty where there is no doubt
 */
export function lookAlikes(text: string): string[] {
  const letters = Array.from(normalised(text, 'NFKC')).filter((character) => /\p{L}/u.test(character));
  const foreign = [...new Set(letters.filter((letter) => !FAMILIAR.test(letter)))];
  if (foreign.length === 0) return [];
  const isMixed = letters.some((letter) => FAMILIAR.test(letter)) || scriptsOf(foreign) > 1;
  return isMixed || foreign.every((letter) => LIKE_LATIN.includes(letter.toUpperCase())) ? foreign : [];
}

/** Scripts that are written together here, and letters of none. */
const FAMILIAR =
  /[\p{Script=Latin}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Bopomofo}\p{Script=Hangul}\p{Script=Common}\p{Script=Inherited}]/u;

/** Cyrillic, Greek, Armenian and Cherokee letters that look like Latin capitals (Unicode confusables.txt). */
const LIKE_LATIN = 'АВСЕНІЈКМОРЅТХУԚԜҮΑΒΕΖΗΙΚΜΝΟΡΤΥΧՕՍᎪᏴᏟᎠᎬᏀᎻᎥᎫᏦᏞᎷᏢᏚᎢᏙᎳᏃ';

const SCRIPTS = ['Cyrillic', 'Greek', 'Armenian', 'Cherokee', 'Arabic', 'Hebrew', 'Thai', 'Devanagari'].map(
  (script) => new RegExp(`\\p{Script=${script}}`, 'u'),
);

const scriptsOf = (letters: readonly string[]): number =>
  new Set(letters.map((letter) => SCRIPTS.findIndex((script) => script.test(letter)))).size;

/**
 * Default ignorable characters and other format controls, fillers, private use, lone surrogates, the replacement
 * character that a broken conversion leaves, and blanks of other widths that NFKC does not make plain.
 */
const INVISIBLE =
  /[\p{Default_Ignorable_Code_Point}\p{Cf}\p{Co}\p{Cs}\u2028\u2029\u115F\u1160\u3164\uFFA0\u2800\uFFF9-\uFFFD]/u;
const EVERY_INVISIBLE = new RegExp(INVISIBLE.source, 'gu');

const OPENING = /\p{Ps}/gu;
const CLOSING = /\p{Pe}/gu;

/** Blanks, controls, dashes and the marks by which people set off the parts of a number or name. */
const SEPARATOR = /[\p{Z}\p{Cc}\p{Pd}\p{Pc}\p{Pi}\p{Pf}\u2212.,;:/\\'"`´·•‧∙⋅・、。|¦~^!?¡¿…]/gu;

const BLANK = /[\p{Z}\p{Cc}]/gu;
const DASH = /[\p{Pd}\u2212]/gu;

const folded = (text: string): string =>
  normalised(plain(text.replaceAll(EVERY_INVISIBLE, '')).toUpperCase(), 'NFKC').replaceAll(/\p{Nd}/gu, digitOf);

/** NFKC leaves the digits in dark, double and dingbat circles as they are. */
const plain = (text: string): string =>
  normalised(text, 'NFKC').replaceAll(/[\u2776-\u2793\u24EB-\u24FF]/g, (character) =>
    String(CIRCLED.get(character) ?? character),
  );

const CIRCLED = new Map<string, number>([
  ...range('\u2776', 1, 10),
  ...range('\u2780', 1, 10),
  ...range('\u278A', 1, 10),
  ...range('\u24EB', 11, 20),
  ...range('\u24F5', 1, 10),
  ...range('\u24FF', 0, 0),
]);

function range(from: string, first: number, last: number): [string, number][] {
  return Array.from({ length: last - first + 1 }, (_, index) => [
    String.fromCodePoint((from.codePointAt(0) ?? 0) + index),
    first + index,
  ]);
}

/** The decimal digits of every script stand in rows of ten that begin with a zero. */
function digitOf(digit: string): string {
  const point = digit.codePointAt(0) ?? 0;
  let zero = point;
  while (zero > 0 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero -= 1;
  return String((point - zero) % 10);
}
