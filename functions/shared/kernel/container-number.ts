import { comparableNumber } from './comparison.ts';
import { type Said, says } from './finding.ts';
import { excerpt } from './text.ts';

/**
 * The check digit of a freight container number, ISO 6346: letters count A = 10 … Z = 38 without the multiples of 11,
 * the sum of value × 2^position, modulo 11, a remainder of 10 written as 0.
 *
 * A remainder of 10 and of 0 share the digit 0, so a number ending in 0 can hide one mistyped digit; every other single
 * mistake is found.
 *
 * @param stem owner code, category U and six digits, e.g. `CSQU305438`
 */
export function checkDigit(stem: string): number {
  const sum = Array.from(stem).reduce((total, character, position) => total + valueOf(character) * 2 ** position, 0);
  return (sum % 11) % 10;
}

/** Whether the text is a freight container number with the right check digit. */
export const isContainerNumber = (text: string): boolean =>
  CONTAINER_NUMBER.test(text) && checkDigit(text.slice(0, 10)) === Number(text[10]);

/** Owner code of three letters, category U (freight container), serial of six digits, check digit. */
export const CONTAINER_NUMBER = /^[A-Z]{3}U\d{7}$/;

function valueOf(character: string): number {
  const ordinal = Number.parseInt(character, 36);
  // 11, 22 and 33 are left out of the letters' values: they would vanish modulo 11.
  return ordinal < 10 ? ordinal : ordinal + Math.floor((ordinal - 1) / 10);
}

/** A container number as it is read off a door or a list: `cbhu 987654-7` is `CBHU9876547`. */
export const containerNumberOf = (typed: string): string => comparableNumber(typed);

/** Why a text is no container number, for whoever typed it. */
export const notAContainer = (text: string): Said =>
  says(
    `集装箱号“${excerpt(text)}”不正确：应为 3 位箱主代码、字母 U、6 位顺序号和 1 位校验码，如 CSQU3054383`,
    '请对照箱门核对',
  );
