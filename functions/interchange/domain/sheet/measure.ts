import { CURRENCIES, type Currency } from '../../../shared/kernel/money.ts';

/** So many of what is counted or weighed: 千克 is 1000 of `g`, 千个 is 1000 of `个`. */
export interface Unit {
  readonly of: string;
  readonly size: number;
}

const MASS: Readonly<Record<string, number>> = { 克: 1, 斤: 500, 千克: 1000, 公担: 100_000, 吨: 1_000_000 };
const LENGTH: Readonly<Record<string, number>> = { 毫米: 1, 厘米: 10, 分米: 100, 米: 1000 };
const HUNDREDS: Readonly<Record<string, number>> = { 百: 100, 千: 1000, 万: 10_000, 百万: 1_000_000, 亿: 100_000_000 };

/** Other words of the units above; a pound, an inch or a short ton is none of them. */
const WORDS = new Map(
  Object.entries({
    千克: ['KG', 'KGS', '公斤', 'KILOGRAM', 'KILOGRAMS'],
    克: ['G', 'GR', 'GRAM', 'GRAMS', '公克'],
    斤: ['市斤'],
    吨: ['T', 'MT', '公吨'],
    毫米: ['MM'],
    厘米: ['CM', '公分'],
    分米: ['DM'],
    米: ['M', '公尺'],
  }).flatMap(([name, words]) => words.map((word): [string, string] => [word, name])),
);

/** Units that are not converted, and what people count by: words that are units without brackets around them, too. */
const MORE =
  /^(?:磅|盎司|LBS?|OZ|TONS?|两|担|英[寸尺]|INCH(?:ES)?|IN|FT|码|[百千万]*[台座套个只张件支枝根条把块卷副片组份双对箱批罐桶包捆袋粒盒瓶打]|PCS?|PIECES?|SETS?|PAIRS?|DOZ(?:EN)?|平方米|立方米|升|毫升|ML|CTNS?|PKGS?)$/;

/** The unit of a word; of a word that is none of mass or length, so many of it. */
export function unitOf(word: string): Unit {
  const name = WORDS.get(word) ?? word;
  if (Object.hasOwn(MASS, name)) return { of: 'g', size: MASS[name] ?? 1 };
  if (Object.hasOwn(LENGTH, name)) return { of: 'mm', size: LENGTH[name] ?? 1 };
  return timesOf(name);
}

/** So many hundreds, thousands, … of something: 千个 is 1000 of `个`. */
function timesOf(word: string): Unit {
  const [, times = '', of = word] = /^(百万|[百千万亿])(.+)$/.exec(word) ?? [];
  return { of, size: HUNDREDS[times] ?? 1 };
}

/** A currency by one of its words, and how many of it the figures count: 万元 is 10,000 of `元`. */
export const currencyUnitOf = (text: string): Unit => timesOf(text);

/** Words of currencies that are such without brackets around them, too. */
const CURRENCY_WORDS: ReadonlySet<string> = new Set<string>([
  ...CURRENCIES,
  ...'US,RMB,$,¥,€,£,元,圆,美元,美金,美圆,人民币,人民币元,欧元,英镑,港币,港元,日元,日圆,日币,韩元,卢布,迪拉姆,新加坡元,澳元,加元'.split(
    ',',
  ),
]);

/** What a title's word is to a column that is measured in so much of something. */
export type WordKind = 'MASS' | 'LENGTH' | 'CURRENCY' | 'COUNT';

/** What a word measures; undefined where it is known to measure nothing here. */
export function kindOf(word: string): WordKind | undefined {
  const { of } = unitOf(word);
  if (of === 'g') return 'MASS';
  if (of === 'mm') return 'LENGTH';
  if (CURRENCY_WORDS.has(currencyUnitOf(word).of)) return 'CURRENCY';
  return MORE.test(word) ? 'COUNT' : undefined;
}

/** Signs and short words of a title, and the currencies that have them. 元 of a title is the yuan. */
export const CURRENCIES_OF_TITLE: Readonly<Record<string, readonly Currency[]>> = {
  US: ['USD'],
  元: ['CNY'],
  圆: ['CNY'],
  '¥': ['CNY', 'JPY'],
};

/**
 * A figure in another unit, exactly: `converted('800000', 1, 1000, 3)` is `800`, grams as kilograms.
 *
 * @param plain a plain decimal
 * @param size of the unit it is in, and `into` that of the unit wanted, both in the same smallest unit
 * @returns undefined where the result has more than `digits` decimals
 */
export function converted(plain: string, size: number, into: number, digits: number): string | undefined {
  if (size === into) return plain;
  const [whole = '', fraction = ''] = plain.split('.');
  const scaled = BigInt(whole + fraction) * BigInt(size) * 10n ** BigInt(digits);
  const divisor = BigInt(into) * 10n ** BigInt(fraction.length);
  if (scaled % divisor !== 0n) return undefined;
  const text = String(scaled / divisor).padStart(digits + 1, '0');
  return digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`;
}
