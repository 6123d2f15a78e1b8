import { comparableNumber } from './comparison.ts';
import { normalised } from './marks.ts';

/** One column of a sheet, and how people head it. */
export interface Heading<K> {
  readonly key: K;
  /** Its name in the template first, without a unit. */
  readonly titles: readonly string[];
  /**
   * How well the column can be read with what stands behind its title: `重量(KGS)`, `重量/吨`, `单价 美元`. Undefined where
   * that makes it another column. A column of words has no such thing.
   */
  readonly units?: (unit: TitleUnit) => Fit | undefined;
  readonly required: boolean;
}

/** How a column's figures are taken: as the template has them, in a unit of their own, or in one that it may not know. */
export type Fit = 'OWN' | 'OTHER' | 'UNKNOWN';

/** What stands behind a title, in capitals and one width, its parts between slashes: `KGS`, `USD/把`. */
export interface TitleUnit {
  readonly word: string;
  /** Whether it stands in brackets or behind a sign such as `/`, `:` or `_`, not just behind a blank or none. */
  readonly isSetOff: boolean;
}

/** The column that a title names. */
export interface Read<K> {
  readonly key: K;
  /** Its unit as `TitleUnit` writes it; empty where the title has none. */
  readonly unit: string;
  readonly fit: Fit;
}

/**
 * A title as it is compared: letters and digits alone, in one width and case, without marks of what must be filled in, so
 * that `*交易数量`, `＊交易 数量：` and `交易数量（必填）` are one.
 */
export const headingForm = (title: string): string => comparableNumber(title).replaceAll(MARKS, '');

const MARK = '(?:非?必[填输]|[可选]填|可选|可不填)项?';
const MARKS = new RegExp(`^${MARK}|${MARK}$`, 'g');

/** The columns of a sheet, found by the titles that people write. */
export class Headings<K> {
  readonly #columns = new Map<string, Heading<K>>();
  readonly #forms: readonly string[];
  readonly #required: ReadonlySet<K>;
  readonly #titles: ReadonlyMap<K, string>;

  constructor(headings: readonly Heading<K>[]) {
    for (const heading of headings) {
      for (const title of heading.titles) this.#columns.set(headingForm(title), heading);
    }
    // The longest first: 第二数量 is not 数量.
    this.#forms = [...this.#columns.keys()].toSorted((a, b) => b.length - a.length);
    this.#required = new Set(headings.filter(({ required }) => required).map(({ key }) => key));
    this.#titles = new Map(headings.map(({ key, titles: [title = ''] }) => [key, title]));
  }

  /**
   * The columns in a row of titles, and where each stands. Of several titles of one column it is the first in the
   * template's unit, else in one that is converted, else any.
   */
  columns(cells: readonly string[]): Map<K, Read<K> & { readonly place: number }> {
    const found = new Map<K, Read<K> & { readonly place: number }>();
    for (const [place, cell] of cells.entries()) {
      const read = this.read(cell);
      const before = read && found.get(read.key);
      if (read && (!before || FITS.indexOf(read.fit) < FITS.indexOf(before.fit)))
        found.set(read.key, { ...read, place });
    }
    return found;
  }

  /** Where each column stands in a row of titles. */
  places(cells: readonly string[]): Map<K, number> {
    return new Map([...this.columns(cells)].map(([key, { place }]) => [key, place]));
  }

  /** The required columns that a row of titles does not have, by their names in the template. */
  missing(cells: readonly string[]): string[] {
    const found = new Set(cells.map((cell) => this.read(cell)?.key));
    return [...this.#required].filter((key) => !found.has(key)).map((key) => this.#titles.get(key) ?? '');
  }

  /** The column that a title names. A title is some words; what is longer is none, and is not looked at. */
  read(title: string): Read<K> | undefined {
    if (title === '' || title.length > LONGEST) return undefined;
    const parts = partsOf(title);
    if (parts.length > MOST_PARTS) return undefined;
    for (let count = parts.length; count > 0; count -= 1) {
      const heading = this.#named(parts.slice(0, count));
      if (heading) return this.#withUnit(heading, parts.slice(count));
    }
    return this.#attached(parts);
  }

  /** People number their titles, too: 1.货值. */
  #named(parts: readonly Part[]): Heading<K> | undefined {
    if (parts.some(({ text }) => SIGN.test(text))) return undefined;
    const form = formOf(parts);
    return this.#columns.get(form) ?? this.#columns.get(form.replace(/^\d{1,2}/, ''));
  }

  #withUnit(heading: Heading<K>, rest: readonly Part[]): Read<K> | undefined {
    const { key } = heading;
    // A column's other name behind its first says nothing of a unit: 金额/总价.
    if (rest.length === 0 || this.#named(rest) === heading) return { key, unit: '', fit: 'OWN' };
    if (this.#named(rest)) return undefined;
    const [first, ...more] = rest;
    const words = first && more.length > 0 && first.text.replace(UNIT_IS, '') === '' ? more : rest;
    const unit = words.map(({ text }) => text.replace(UNIT_IS, '') || text).join('/');
    const fit = heading.units?.({ word: unit, isSetOff: rest.some(({ isSetOff }) => isSetOff) });
    return fit && { key, unit, fit };
  }

  /** A unit that stands right behind a title: 净重KG. */
  #attached(parts: readonly Part[]): Read<K> | undefined {
    for (let count = parts.length; count > 0; count -= 1) {
      const form = formOf(parts.slice(0, count));
      const title = this.#forms.find((one) => form.startsWith(one));
      const heading = title === undefined ? undefined : this.#columns.get(title);
      if (title === undefined || !heading?.units) continue;
      const behind = parts.slice(count).map(({ text }) => text);
      const unit = [form.slice(title.length), ...behind].join('/').replace(UNIT_IS, '');
      const fit = heading.units({ word: unit, isSetOff: false });
      if (fit) return { key: heading.key, unit, fit };
    }
    return undefined;
  }

  /** The column of a title, where it has one. */
  keyOf(title: string): K | undefined {
    return this.read(title)?.key;
  }
}

const FITS: readonly Fit[] = ['OWN', 'OTHER', 'UNKNOWN'];

const LONGEST = 60;
const MOST_PARTS = 8;

const UNIT_IS = /^单位(?:为|是)?/;

/** A piece of a title, and whether a sign that is no blank stands before it. */
interface Part {
  readonly text: string;
  /** As titles are compared; empty of a sign. */
  readonly form: string;
  readonly isSetOff: boolean;
}

const formOf = (parts: readonly Part[]): string => parts.map(({ form }) => form).join('');

/** The pieces of a title between brackets, signs and blanks, without marks of what must be filled in. */
function partsOf(title: string): Part[] {
  const folded = normalised(title, 'NFKC')
    .toUpperCase()
    .replaceAll(/[\p{Default_Ignorable_Code_Point}\p{Cf}]/gu, '')
    .replaceAll(/\b(?:US|HK)\s?\$/g, (sign) => (sign.startsWith('US') ? ' USD ' : ' HKD '))
    .replaceAll(/[$¥€£]/g, ' $& ');
  return [...folded.matchAll(PIECE)].flatMap(({ groups: { before = '', text = '' } = {} }) => {
    // The whole is folded already: this is a title's form, in a fraction of the time.
    const form = text.replaceAll(NO_LETTER, '').replaceAll(MARKS, '');
    return form === '' && !SIGN.test(text) ? [] : [{ text, form, isSetOff: /[^\s*★☆※]/.test(before) }];
  });
}

const BETWEEN = '\\s*★☆※\\p{Ps}\\p{Pe}\\p{Pi}\\p{Pf}\\p{Pd}\\p{Pc}/\\\\:;,、|~"\'';
const PIECE = new RegExp(`(?<before>[${BETWEEN}]*)(?<text>[^${BETWEEN}]+)`, 'gu');
const SIGN = /^[$¥€£]$/;
const NO_LETTER = /[^\p{L}\p{M}\p{N}]/gu;
