import { arabicOf, NUMERALS, withArabic } from './chinese-number.ts';
import { comparisonForm } from './comparison.ts';
import { normalised } from './marks.ts';
import { simplified } from './simplified.ts';

/** Where a stall is, as a form has it. */
export interface Stall {
  readonly building: string;
  readonly floor?: string | undefined;
  readonly street?: string | undefined;
  readonly number: string;
}

/** A stall as it is written on the wall, e.g. `A区1层018号`. */
export const stallText = (stall: Stall): string =>
  `${stall.building}${stall.floor ?? ''}${stall.street ?? ''}${stall.number}`;

/**
 * One form for one stall, whatever look-alike digits, separators, brackets and leading zeros it is written with, in
 * simplified or traditional characters, with Arabic, Chinese or Roman numerals, and whichever field of the form says what:
 * `A区/1层/018号`, `a/1/⑱`, `A區/F1/十八號` and `A-首层/(18)` are the same. 之 between two digits is a separator as a hyphen
 * is one: `18号之一` is `18-1号`. An area, floor or street that a further field says once more is the same one. A street is a
 * part of a stall's name (区、楼、街、摊位号): a number may stand in each, so with one and without one are two stalls.
 * Designed for this project.
 *
 * @param stall the form's fields; what stands in `floor` is a floor and what stands in `street` a street, said or not
 */
export const stallKey = ({ building, floor = '', street = '', number }: Stall): string =>
  [compared(building), `${floorOf(floor)}层`, `${compared(street)}街`, compared(bare(number)).replace(SHOP, '')]
    .flatMap((part) => part.match(STALL_PART) ?? [])
    .map((part) => part.replace(/^0+(?=\d)/, '').replace('楼', '层'))
    .filter((part, at, all) => !/[区座栋幢层街排]$/.test(part) || all.lastIndexOf(part) === at)
    .map((part) => part.replace(/[区座栋幢号铺]$/, ''))
    .filter((part) => part !== '' && part !== '层' && part !== '街')
    .join('/');

/** A number without a word that says no more than that it is one: `No.18`, `№18`, `编号18`. */
const bare = (number: string): string =>
  normalised(number, 'NFKC').replaceAll(/(?<!\p{L})(?:no|n°|nr|编号|編號)[\s.:。：]*(?=\p{Nd})/giu, '');

/** A number or a word of a stall, with the sign that says which part of it that is. */
const STALL_PART = /(?:负?\d+|[A-Z]+|[^A-Z\d区座栋幢号铺层楼街排负]+|负)[区座栋幢号铺层楼街排]?|[层楼街排]/gu;

/** Words for a shop behind its number say nothing more: `18号商铺`. */
const SHOP = /(?<=[\d号])(?:商铺|商位|摊位|铺位|铺面|店铺|店面|门市部?|门面|档口|摊|档|店)$/u;

/** Letters, digits and characters as this project compares them. */
function compared(text: string): string {
  const arabic = text
    .replaceAll(/[\u2160-\u216B\u2170-\u217B]/g, (roman) => String(((roman.codePointAt(0) ?? 0) & 15) + 1))
    .replaceAll(/[-\u2212\p{Pd}](?<![\p{L}\p{N}]\s*[-\u2212\p{Pd}])(?=\s*[\p{Nd}]+\s*[层層楼樓F])/gu, '负');
  return withArabic(simplified(comparisonForm(arabic)), NUMERAL)
    .replaceAll(/[^\p{L}\p{M}\p{N}]/gu, '')
    .replaceAll(/首(?=[层楼])/gu, '1')
    .replaceAll(/(?<=\d)号?之(?=\d)/gu, '')
    .replaceAll(/第(?=\d)/gu, '')
    .replaceAll(/地下(?=\d+[层楼])/gu, '负');
}

/** Numerals that are a number: of an area, a floor, a stall, or a field's end; others are a word's, as in 三峡. */
const NUMERAL = new RegExp(
  `(?<=[第之()A-Z\\d])[${NUMERALS}]+|(?<![\\p{Script=Han}])[${NUMERALS}]+$|[${NUMERALS}]+(?=[()区座栋幢号铺层楼街排门]|之[\\d${NUMERALS}])`,
  'gu',
);

/** A floor by its number: `2F`, `F2`, `2nd floor` and `Ⅱ层` are `2`, `B1` and `-1` are below the ground. */
function floorOf(floor: string): string {
  const text = compared(floor.replace(/^\s*[-\u2212\p{Pd}]\s*(?=[\p{Nd}])/u, '负'));
  const numeral = arabicOf(text) ?? text;
  return numeral
    .replace(/^首$/u, '1')
    .replace(/(?<!\d)0+(?=\d)/, '')
    .replace(/^(?:F|FLOOR|L|LEVEL)?(\d+)(?:ST|ND|RD|TH)?(?:F|FL|FLOOR)?[层楼]?$/, '$1')
    .replace(/^(?:B|负|地下)(\d+)(?:F|FL|FLOOR)?[层楼]?$/, '负$1')
    .replace(/[层楼]$/, '');
}
