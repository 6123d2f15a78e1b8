import { normalised } from '../../../shared/kernel/marks.ts';
import { hasMarkedDigit } from '../../../shared/kernel/text.ts';
import { converted } from './measure.ts';

/** A figure as people type it, and what they wrote beside it: `￥１，０００．００`, `200kg`, `US$ 5.5`. */
export interface Figure {
  /** A plain decimal. */
  readonly plain: string;
  /** A sign or word in front of it or behind it; mostly empty. */
  readonly beside: string;
}

/**
 * Reads a figure in any width, its digits grouped by commas or blanks or not; a comma anywhere else is no figure, nor is
 * anything below zero. What a spreadsheet has calculated, such as 0.30000000000000004, is rounded to the 15 digits that it
 * shows. A mark such as `²` is no digit of it. A power of ten that somebody typed is exact (`0.1E3`); one with a sign is how
 * a spreadsheet shows a number that it has cut, and is none.
 */
export function figureIn(text: string): Figure | undefined {
  if (text.length > MOST || hasMarkedDigit(text)) return undefined;
  const folded = normalised(text, 'NFKC')
    .replaceAll(/[\p{Default_Ignorable_Code_Point}\p{Cf}]/gu, '')
    .replaceAll(/(?<=\d)。(?=\d)/g, '.')
    .trim();
  const { before = '', digits = '', power = '0', after = '' } = FIGURE.exec(folded)?.groups ?? {};
  if (digits === '' || (before !== '' && after !== '')) return undefined;
  if (Number(power) > MOST_POWER) return undefined;
  return { plain: timesTen(plainOf(digits.replaceAll(/[, ]/g, '')), Number(power)), beside: (before || after).trim() };
}

/** Characters of the longest figure with a word beside it. */
const MOST = 60;

/** No figure of a sheet has more digits. */
const MOST_POWER = 15;

const FIGURE =
  /^(?<before>[^\d.,+\s-]{0,12}) ?\+?(?<digits>\d{1,3}(?:[, ]\d{3})+(?:\.\d*)?|\d+(?:\.\d*)?|\.\d+)(?:E(?<power>\d{1,2}))? ?(?<after>[^\d.,+\s-]{0,12})$/i;

function timesTen(plain: string, power: number): string {
  const decimals = plain.split('.')[1]?.length ?? 0;
  return power === 0 ? plain : (converted(plain, 10 ** power, 1, decimals) ?? plain);
}

function plainOf(digits: string): string {
  const decimal = digits.startsWith('.') ? `0${digits}` : digits.replace(/\.$/, '');
  const exact =
    decimal.includes('.') && decimal.length > 16 ? String(Number(Number(decimal).toPrecision(15))) : decimal;
  return exact.replace(/^0+(?=\d)/, '');
}
