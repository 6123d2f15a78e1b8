import { randomInt } from 'node:crypto';
import { normalised } from '../../../../functions/shared/kernel/marks.ts';

/** Digits and capitals of which none is taken for another on a slip, however it is written: no 0 O, 1 I L, 2 Z, 5 S, 8 B. */
const LETTERS = '34679ACDEFHJKMNPQRTUWXY';
const GROUP = 5;

/** [designed] 23 letters, ten of them: 45 bits, for one of which nobody has more than a few tries a minute. */
const CHARACTERS = 10;

/** How long a one-time code may be used, in days. */
export const ONE_TIME_CODE_DAYS = 7;

/** Recovery codes of a second factor. */
export const RECOVERY_CODES = 10;

/** A code that a person reads off a slip, in groups: `ACDE3-FH7JK`. */
export function newCode(): string {
  const letters = Array.from({ length: CHARACTERS }, () => LETTERS[randomInt(LETTERS.length)]).join('');
  return `${letters.slice(0, GROUP)}-${letters.slice(GROUP)}`;
}

/** A code as it is compared, however it was typed: full-width, in small letters, without the hyphen. */
export const normalCode = (typed: string): string =>
  normalised(typed, 'NFKC')
    .toUpperCase()
    .replaceAll(/[^A-Z0-9]/g, '');
