/** Signs of the digits 0 to 9, those of contracts and banknotes among them, in rows of ten. */
const DIGITS = ['〇一二三四五六七八九', '零壹贰叁肆伍陆柒捌玖', '○幺两'];

/** The characters of numbers, for a class of a regular expression. */
export const NUMERALS = `${DIGITS.join('')}十拾百佰千仟廿卅`;

/** The letter O and circles of other sizes, as they are typed for 〇 among Chinese numerals: `二O二六`. */
const ZERO = new RegExp(`(?<=[${NUMERALS}])[O◯⚪]+(?![A-Z])`, 'gu');

/** Text in capitals whose circles for zero are the Chinese one. */
export const withZeros = (text: string): string => text.replaceAll(ZERO, (circles) => '〇'.repeat(circles.length));

/** A number by value, its digits Arabic: thousands, hundreds, tens and ones, a zero where some are left out. */
const BY_VALUE = /^(?:([1-9])千)?0?(?:([1-9])百)?0?(?:([1-9]?)(十))?0?([1-9]?)$/u;

/**
 * A number below 10,000 as Chinese writes it: by value (`十二`, `一百零五`, `贰拾`, `廿三`) or digit by digit (`二〇二六`).
 *
 * @returns its Arabic digits; undefined where it is no such number, or `一百二`, which is 120 to some and 102 to others
 */
export function arabicOf(numeral: string): string | undefined {
  const text = numeral
    .replaceAll('廿', '二十')
    .replaceAll('卅', '三十')
    .replaceAll(/[拾佰仟]/g, (unit) => ({ 拾: '十', 佰: '百' })[unit] ?? '千')
    .replaceAll(/[^十百千]/gu, (digit) => String(Math.max(...DIGITS.map((row) => row.indexOf(digit)))));
  if (/^\d*$/.test(text)) return text === '' ? undefined : text;
  const [, thousands, hundreds, tens, ten, ones] = BY_VALUE.exec(text) ?? [];
  const isColloquial = ten === undefined && !text.includes('0') && ones !== '';
  if (ones === undefined || isColloquial || text.endsWith('0')) return undefined;
  const digits = [thousands ?? 0, hundreds ?? 0, ten === undefined ? 0 : tens || 1, ones || 0];
  return String(Number(digits.join('')));
}

/** Text whose numerals are Arabic where the expression finds them; what is no number stays as it is. */
export const withArabic = (text: string, numerals: RegExp): string =>
  text.replaceAll(numerals, (numeral) => arabicOf(numeral) ?? numeral);
