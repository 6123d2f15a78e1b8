import { comparableNumber } from './comparison.ts';

/** One column of a sheet, and how people head it. */
export interface Heading<K> {
  readonly key: K;
  /** Its name in the template first. */
  readonly titles: readonly string[];
  /** Units that may stand behind a title, in brackets or without; another unit makes it another column. */
  readonly units?: readonly string[];
  readonly required: boolean;
}

/**
 * A title as it is compared: letters and digits alone, in one width and case, without marks of what must be filled in, so
 * that `*重量（KGS）`, `＊重量 kgs：` and `重量(单位：KGS)（必填）` are one.
 */
export const headingForm = (title: string): string => comparableNumber(title).replaceAll(MARKS, '');

const MARKS = /^(?:非?必[填输]|[可选]填|可选)项?|(?:非?必[填输]|[可选]填|可选|可不填)项?$/g;

/** The columns of a sheet, found by the titles that people write. */
export class Headings<K> {
  readonly #keys = new Map<string, K>();
  readonly #required: ReadonlySet<K>;
  readonly #titles: ReadonlyMap<K, string>;

  constructor(headings: readonly Heading<K>[]) {
    for (const { key, titles, units = [] } of headings) {
      for (const title of titles) {
        const form = headingForm(title);
        this.#keys.set(form, key);
        for (const unit of units.map(headingForm)) this.#keys.set(form + unit, key).set(`${form}单位${unit}`, key);
      }
    }
    this.#required = new Set(headings.filter(({ required }) => required).map(({ key }) => key));
    this.#titles = new Map(headings.map(({ key, titles: [title = ''] }) => [key, title]));
  }

  /** Where each column stands in a row of titles; a title that stands twice is taken the first time. */
  places(cells: readonly string[]): Map<K, number> {
    const places = new Map<K, number>();
    for (const [index, cell] of cells.entries()) {
      const key = this.keyOf(cell);
      if (key !== undefined && !places.has(key)) places.set(key, index);
    }
    return places;
  }

  /** The required columns that a row of titles does not have, by their names in the template. */
  missing(cells: readonly string[]): string[] {
    const places = this.places(cells);
    return [...this.#required].filter((key) => !places.has(key)).map((key) => this.#titles.get(key) ?? '');
  }

  /** The column that a title names. A title is some words; what is longer is none, and is not looked at. */
  keyOf(title: string): K | undefined {
    return title.length > LONGEST ? undefined : this.#keys.get(headingForm(title));
  }
}

const LONGEST = 60;
