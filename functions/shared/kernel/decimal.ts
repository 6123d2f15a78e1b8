/**
 * Exact decimals as scaled integers: `parseDecimal('12.5', 3)` is 12500. All money, mass and quantity arithmetic is done
 * on such integers; floating point never takes part. Zeros at the end are no decimals: `15000.00` has none.
 *
 * @returns undefined when the text is not a plain non-negative decimal, has more than `digits` decimals, or leaves the
 * range in which integers are exact.
 */
export function parseDecimal(text: string, digits: number): number | undefined {
  const match = /^(\d{1,16})(?:\.(\d+))?$/.exec(text);
  if (!match) return undefined;
  const [, whole = '', written = ''] = match;
  let length = written.length;
  while (length > digits && written[length - 1] === '0') length -= 1;
  if (length > digits) return undefined;
  const fraction = written.slice(0, length);
  const scaled = Number(whole + fraction.padEnd(digits, '0'));
  return Number.isSafeInteger(scaled) ? scaled : undefined;
}

/** The decimal text of a scaled integer with exactly `digits` decimals: `formatDecimal(12500, 2)` is `125.00`. */
export function formatDecimal(scaled: number, digits: number): string {
  const sign = scaled < 0 ? '-' : '';
  const text = String(Math.abs(scaled)).padStart(digits + 1, '0');
  return digits === 0 ? sign + text : `${sign}${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

/** A decimal text without the zeros that end its fraction, in time that grows with its length and no faster. */
export function withoutTrailingZeros(text: string): string {
  if (!text.includes('.')) return text;
  let end = text.length;
  while (text[end - 1] === '0') end -= 1;
  return text.slice(0, text[end - 1] === '.' ? end - 1 : end);
}

/** A scaled integer as a JSON number, e.g. grams as kilograms: `scaledToNumber(12500, 3)` is 12.5. */
export const scaledToNumber = (scaled: number, digits: number): number => Number(formatDecimal(scaled, digits));

/** A JSON number as a scaled integer; undefined where the number has more decimals than `digits`. */
export function numberToScaled(value: number, digits: number): number | undefined {
  const text = String(value);
  return text.includes('e') ? undefined : parseDecimal(text, digits);
}

/** a × b ÷ divisor, rounded half up, exact for any safe integers. */
export function multiplyDivide(a: number, b: number, divisor: number): number {
  const product = BigInt(a) * BigInt(b);
  const by = BigInt(divisor);
  return Number((2n * product + by) / (2n * by));
}
