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
  /** Whether all its titles say one thing, so that two of them in one sheet have to agree: 货值 and 总价. */
  readonly isOneThing?: boolean;
}

/**
 * How a column is taken: as the template has it, in a unit of its own or with further words behind its title, or in a unit
 * that it may not know.
 */
export type Fit = 'OWN' | 'OTHER' | 'UNKNOWN';

/** What stands behind a title, in capitals and one width, its parts between slashes: `KGS`, `USD/把`. */
export interface TitleUnit {
  readonly word: string;
  /** Whether it stands in brackets or behind a sign such as `/`, `:` or `_`, not just behind a blank or none. */
  readonly isSetOff: boolean;
  readonly isBracketed: boolean;
}

/** The column that a title names. */
export interface Read<K> {
  readonly key: K;
  /** The title of the column that was written, in its form. */
  readonly title: string;
  /** Its unit as `TitleUnit` writes it; empty where the title has none. */
  readonly unit: string;
  readonly fit: Fit;
}

/** A column in a row of titles. */
export interface Column<K> extends Read<K> {
  readonly place: number;
  /** Further columns of its title, in its unit: they have to say the same. */
  readonly others: readonly { readonly place: number; readonly unit: string }[];
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
  columns(cells: readonly string[]): Map<K, Column<K>> {
    const found = new Map<K, Column<K>>();
    for (const [place, cell] of cells.entries()) {
      const read = this.read(cell);
      const before = read && found.get(read.key);
      if (read && (!before || FITS.indexOf(read.fit) < FITS.indexOf(before.fit)))
        found.set(read.key, { ...read, place, others: [] });
      else if (read && before && this.#isSame(read, before))
        found.set(read.key, { ...before, others: [...before.others, { place, unit: read.unit }] });
    }
    return found;
  }

  #isSame(read: Read<K>, before: Read<K>): boolean {
    const isOneTitle = read.title === before.title || this.#columns.get(read.title)?.isOneThing === true;
    return isOneTitle && read.fit === before.fit && (read.fit === 'OWN' || read.unit === before.unit);
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
      const named = this.#named(parts.slice(0, count));
      if (named !== undefined) return this.#withUnit(named, parts.slice(count));
    }
    return this.#attached(parts);
  }

  /** The title that some pieces are, in its form. People number their titles, too: 1.货值. */
  #named(parts: readonly Part[]): string | undefined {
    if (parts.some(({ text }) => SIGN.test(text))) return undefined;
    const form = formOf(parts);
    return [form, form.replace(/^\d{1,2}/, '')].find((one) => this.#columns.has(one));
  }

  #withUnit(title: string, rest: readonly Part[]): Read<K> | undefined {
    const heading = this.#columns.get(title);
    if (!heading) return undefined;
    const { key } = heading;
    const behind = this.#named(rest);
    // A column's other name behind its first says nothing of a unit: 金额/总价.
    if (rest.length === 0 || (behind !== undefined && this.#columns.get(behind) === heading))
      return { key, title, unit: '', fit: 'OWN' };
    if (behind !== undefined) return undefined;
    const [first, ...more] = rest;
    const words = first && more.length > 0 && first.text.replace(UNIT_IS, '') === '' ? more : rest;
    const unit = words.map(({ text }) => text.replace(UNIT_IS, '') || text).join('/');
    const fit = heading.units?.({
      word: unit,
      isSetOff: rest.some(({ isSetOff }) => isSetOff),
      isBracketed: first?.isBracketed === true,
    });
    return fit && { key, title, unit, fit };
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
      const fit = heading.units({ word: unit, isSetOff: false, isBracketed: false });
      if (fit) return { key: heading.key, title, unit, fit };
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
  readonly isBracketed: boolean;
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
    if (form === '' && !SIGN.test(text)) return [];
    return [{ text, form, isSetOff: /[^\s*★☆※]/.test(before), isBracketed: /\p{Ps}/u.test(before) }];
  });
}

const BETWEEN = '\\s*★☆※\\p{Ps}\\p{Pe}\\p{Pi}\\p{Pf}\\p{Pd}\\p{Pc}/\\\\:;,、|~"\'';
const PIECE = new RegExp(`(?<before>[${BETWEEN}]*)(?<text>[^${BETWEEN}]+)`, 'gu');
const SIGN = /^[$¥€£]$/;
const NO_LETTER = /[^\p{L}\p{M}\p{N}]/gu;
