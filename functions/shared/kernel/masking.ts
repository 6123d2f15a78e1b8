/** Personal data as those see it who need to recognise somebody, and not to use it. */

/** `500225190001010013` with 6 and 4 kept is `500225********0013`; a value too short to hide anything in is hidden whole. */
export const masked = (value: string, head: number, tail: number): string => {
  const hidden = value.length - head - tail;
  return hidden > 0
    ? value.slice(0, head) + '*'.repeat(hidden) + value.slice(value.length - tail)
    : '*'.repeat(value.length);
};

export const maskedIdNumber = (value: string): string =>
  value.length === 18 ? masked(value, 6, 4) : masked(value, 1, 3);

/** A number as people write one: letters and digits, with a space or hyphen here and there. */
const NUMBER = /[A-Z0-9](?:[ -]?[A-Z0-9]){5,}/giu;

/** Digits from which on what looks like a number may name a person: fewer are a code, a day, an amount. */
const FEWEST_DIGITS = 5;

/** What quotes what somebody sent, with whatever in it may be the number of a person masked. */
export const maskedNumbers = (quoting: string): string =>
  quoting.replaceAll(NUMBER, (number) =>
    number.replaceAll(/\D/g, '').length < FEWEST_DIGITS ? number : maskedIdNumber(number),
  );
