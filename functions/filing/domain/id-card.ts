/**
 * 公民身份号码, GB 11643-1999: 6 digits of region, 8 of birth date, 3 of sequence, a check character of ISO 7064 MOD 11-2.
 */
const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

export const ID_CARD_PATTERN = /^[1-9]\d{16}[0-9X]$/;

export const ID_CARD_BASIS = 'GB 11643-1999';

/** @param number at least 17 digits */
export function idCardCheckCharacter(number: string): string {
  const sum = WEIGHTS.reduce((total, weight, index) => total + weight * Number(number.charAt(index)), 0);
  return '10X98765432'.charAt(sum % 11);
}

/** The birth date in the number as `YYYY-MM-DD`; undefined where there is no such day. */
export function idCardBirthDate(number: string): string | undefined {
  const text = `${number.slice(6, 10)}-${number.slice(10, 12)}-${number.slice(12, 14)}`;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text) ? text : undefined;
}

/** Provinces and their equals, GB/T 2260; 81 to 83 are the residence permits of people from Hong Kong, Macao and Taiwan. */
const PROVINCES = new Set(
  '11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83'.split(' '),
);

/** Whether the number begins with a province; that of a foreigner's permanent residence card has it after a 9. */
export const hasIdCardRegion = (number: string): boolean =>
  PROVINCES.has(number.startsWith('9') ? number.slice(1, 3) : number.slice(0, 2));
