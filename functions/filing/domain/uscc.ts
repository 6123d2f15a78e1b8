/**
 * 统一社会信用代码, GB 32100-2015: 18 characters, the last a check character over the first 17. Characters 9–17 are the
 * 组织机构代码 of GB 11714, whose ninth character is a check character of its own.
 */
const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';

export const USCC_PATTERN = /^[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}$/;

export const USCC_BASIS = 'GB 32100-2015';

/**
 * The check character that the first 17 characters call for: C₁₈ = (31 − Σ cᵢ·3^(i−1) mod 31) mod 31.
 *
 * @param code at least 17 characters of the code's alphabet
 */
export function usccCheckCharacter(code: string): string {
  let weight = 1;
  let sum = 0;
  for (const character of code.slice(0, 17)) {
    sum += ALPHABET.indexOf(character) * weight;
    weight = (weight * 3) % 31;
  }
  return ALPHABET.charAt((31 - (sum % 31)) % 31);
}

export const isUscc = (code: string): boolean => USCC_PATTERN.test(code) && usccCheckCharacter(code) === code[17];

const ORGANISATION_WEIGHTS = [3, 7, 9, 10, 5, 8, 4, 2];

/**
 * Whether the organisation code inside a USCC has its own check character right (GB 11714, MOD 11: 10 is X, 11 is 0).
 * Codes issued before the two were merged may not, so this is only ever a note.
 */
export function hasOrganisationCheckCharacter(uscc: string): boolean {
  const code = uscc.slice(8, 17);
  const sum = ORGANISATION_WEIGHTS.reduce(
    (total, weight, index) => total + weight * parseInt(code.charAt(index), 36),
    0,
  );
  return '0123456789X0'.charAt(11 - (sum % 11)) === code[8];
}
