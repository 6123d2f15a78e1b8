import { ARCHIVE_FAULTS } from '../../../shared/kernel/archive-fault.ts';
import { comparableNumber, wordsForm } from '../../../shared/kernel/comparison.ts';
import { excerpt } from '../../../shared/kernel/fields.ts';
import { at, factOf, type Said, says, worded } from '../../../shared/kernel/finding.ts';
import { normalised } from '../../../shared/kernel/marks.ts';
import { inTurns } from '../../../shared/kernel/turns.ts';
import type { RowOf } from '../../../shared/reference/lists/index.ts';
import { DocumentForm } from '../documents/document.ts';
import type { UNPLACED_NAMES } from '../names.ts';
import { documentForm } from '../rules/document-form.ts';
import type { BundleFile, PlacedFile } from './bundle.ts';
import type { FormSheet } from './kinds.ts';
import type { Fault, SheetRow } from './row.ts';

/**
 * Which file of a ZIP is which document of which row. A file is named by its row, `12-营业执照.jpg`, by a number that the
 * row is known by, `92500111MA5U0AAA1X-租赁合同.pdf`, or lies in a folder that is: `12/营业执照.jpg`. What could be meant
 * for two rows or as two documents is no row's.
 */

type Types = RowOf<'documentTypes'>;

export type UnplacedCode = keyof typeof UNPLACED_NAMES;

/** A file that becomes no document; where it names a row, the row waits for it to be put right. */
export interface UnplacedFile {
  readonly bundleId: string;
  readonly path: string;
  readonly row?: number;
  readonly code: UnplacedCode;
  /** Names the file. */
  readonly said: Said;
}

/** What becomes of the files that were sent for the rows of a sheet. */
export interface Placing {
  readonly placed: readonly PlacedFile[];
  readonly unplaced: readonly UnplacedFile[];
  /** Files that say again what another does: the same content once more, or an earlier file of the same name. */
  readonly repeated: number;
}

/** A ZIP that was read, in the order in which they were sent. */
export interface ReadBundle {
  readonly id: string;
  readonly files: readonly BundleFile[];
}

/** Columns of numbers that a row is known by, whichever of them its kind has. */
const CODES: ReadonlySet<string> = new Set([
  'unifiedSocialCreditCode',
  'certificateNumber',
  'account',
  'goodsNumber',
  'former.number',
]);

/** [designed] Letters and digits of a number by which files may be named: shorter ones stand in any name. */
const LEAST_CODE = 4;

/** Documents that one form refers to at most. */
const MAX_DOCUMENTS = 50;

/** The rows of a sheet, by what people name files by. */
export class RowNames {
  readonly #rows: ReadonlySet<number>;
  readonly #codes = new Map<string, Set<number>>();

  constructor({ columns, headings }: FormSheet, titles: readonly string[], rows: readonly SheetRow[]) {
    this.#rows = new Set(rows.map(({ no }) => no));
    const places = headings.places(titles);
    const known = columns
      .filter(({ field }) => CODES.has(field.join('.')))
      .flatMap((column) => places.get(column) ?? []);
    for (const { no, cells } of rows) {
      for (const place of known) {
        const code = comparableNumber(cells[place] ?? '');
        if (code.length < LEAST_CODE) continue;
        const of = this.#codes.get(code);
        if (of) of.add(no);
        else this.#codes.set(code, new Set([no]));
      }
    }
  }

  has = (row: number): boolean => this.#rows.has(row);

  /** The rows that a number is of. */
  of = (code: string): readonly number[] => [...(this.#codes.get(code) ?? [])];
}

/** What the beginning of a name says of a row. */
interface Named {
  readonly rows: readonly number[];
  readonly by: 'CODE' | 'NUMBER';
  /** What stands behind it. */
  readonly rest: string;
}

/** A name begins with a row's number, which a sign, the word 行 or a kind of document follows. */
const ROW = /^第?(\d{1,7})(行?)(.*)$/su;
const SIGN = /^[^\p{L}\p{N}]/u;

/** Where in a name a number may end: before what is no letter or digit of one, and at its end. */
const BORDER = /[A-Z0-9](?![A-Z0-9])/gu;

/** [designed] Parts between signs of a number: `YD-2024-0018` has three. */
const MOST_PARTS = 8;

function namedBy(name: string, rows: RowNames, types: DocumentWords): Named | undefined {
  const text = plainForm(name);
  const code = [...text.matchAll(BORDER)]
    .slice(0, MOST_PARTS)
    .map(({ index }) => text.slice(0, index + 1))
    .findLast((beginning) => rows.of(comparableNumber(beginning)).length > 0);
  const ofCode = code === undefined ? [] : rows.of(comparableNumber(code));
  const number = numberIn(text, types);
  const ofNumber = number && rows.has(number.row) ? [number.row] : [];
  if (code !== undefined) {
    // The same digits may be a row and another row's number; a longer number is none by its beginning.
    const isBoth = number !== undefined && code.length <= number.length;
    const both = isBoth ? [...new Set([...ofCode, ...ofNumber])] : ofCode;
    return { rows: both, by: 'CODE', rest: text.slice(code.length) };
  }
  return number && ofNumber.length > 0 ? { rows: ofNumber, by: 'NUMBER', rest: number.rest } : undefined;
}

function numberIn(text: string, types: DocumentWords) {
  const [, digits = '', word = '', rest = ''] = ROW.exec(text) ?? [];
  const isRow = digits !== '' && (word !== '' || rest === '' || SIGN.test(rest) || types.begins(rest));
  return isRow ? { row: Number(digits), rest, length: text.length - rest.length } : undefined;
}

/** In one width and case, without blanks around. */
const plainForm = (text: string): string => normalised(text, 'NFKC').trim().toUpperCase();

/** The kinds of documents, by the words that files are named by. */
export class DocumentWords {
  readonly #words: readonly (readonly [word: string, type: string])[];

  constructor({ types }: Types) {
    this.#words = types
      .flatMap(({ type, name, words = [] }) => [name, ...words].map((word) => [wordsForm(word), type] as const))
      .toSorted(([a], [b]) => b.length - a.length);
  }

  begins = (text: string): boolean => {
    const form = wordsForm(text);
    return this.#words.some(([word]) => form.startsWith(word));
  };

  /** The kinds that a text names: those of the longest words in it, where no longer one has them within itself. */
  in(text: string): string[] {
    let form = wordsForm(text);
    const found = new Set<string>();
    for (const [word, type] of this.#words) {
      if (!form.includes(word)) continue;
      found.add(type);
      form = form.replaceAll(word, ' ');
    }
    return [...found];
  }
}

/** A file as it is named, and what for. */
type Target =
  | { readonly row: number; readonly type: string }
  | { readonly row?: number; readonly code: UnplacedCode; readonly said: Said };

/** Which document of which row the path of a file names. */
export function targetOf(path: string, rows: RowNames, types: DocumentWords): Target {
  const parts = path.split('/');
  const stem = (parts.at(-1) ?? '').replace(/\.[A-Za-z0-9]{1,5}$/, '');
  const folders = parts.slice(0, -1);
  const inFolders = folders.flatMap((folder) => namedBy(folder, rows, types) ?? []);
  const own = namedBy(stem, rows, types);
  // Within the folder of a row, a number before a name only puts the files in order.
  const named = inFolders.length > 0 && own?.by !== 'CODE' ? inFolders : [...inFolders, ...(own ? [own] : [])];
  const all = [...new Set(named.flatMap((one) => one.rows))];
  const [row] = all;
  if (row === undefined) return unknownRow([stem, ...folders], types);
  if (all.length > 1) {
    const found = all.slice(0, 3).map((no) => `第 ${no} 行`);
    const remedy = '请只用一行的行号或统一社会信用代码命名';
    return { code: 'UNCLEAR_ROW', said: says(`的名称指向不止一行：${found.join('、')}`, remedy) };
  }
  const rest = inFolders.length === 0 && own ? own.rest : stem;
  const kinds = [rest, ...folders.toReversed()].map((text) => types.in(text)).find((some) => some.length > 0) ?? [];
  const [type] = kinds;
  if (type === undefined) {
    return {
      row,
      code: 'NO_TYPE',
      said: says('看不出是哪一种附件', '请在文件名中写明，如“营业执照”“租赁合同”“身份证”'),
    };
  }
  if (kinds.length > 1) {
    return {
      row,
      code: 'UNCLEAR_TYPE',
      said: says('的名称写了不止一种附件', '请一个文件只放一种附件，并只写一种名称'),
    };
  }
  return { row, type };
}

function unknownRow(names: readonly string[], types: DocumentWords): Target {
  for (const name of names) {
    const text = plainForm(name);
    const number = numberIn(text, types);
    if (number && number.row <= 99_999) {
      const said = says(`指第 ${number.row} 行，表中没有这一行`, '行号以表格软件左侧的行号为准，表头也算一行');
      return { code: 'UNKNOWN_ROW', said };
    }
    const [code] = /^[A-Z0-9]{15,20}(?![A-Z0-9])/.exec(text) ?? [];
    if (code !== undefined) {
      return { code: 'UNKNOWN_ROW', said: says('开头的代码不在表中', '请核对统一社会信用代码或证件号码') };
    }
  }
  const remedy = '请以行号或统一社会信用代码开头，如“12-营业执照.jpg”，或放在以它命名的文件夹内';
  return { code: 'NO_ROW', said: says('的名称看不出是哪一行的附件', remedy) };
}

/** How a file of a ZIP is named to people, within its ZIP. */
const shown = (path: string): string => `附件“${excerpt(path)}”`;

/** What becomes of every file that was sent. */
export async function placingOf(bundles: readonly ReadBundle[], rows: RowNames, types: Types): Promise<Placing> {
  const words = new DocumentWords(types);
  const [unplaced, wanted]: [UnplacedFile[], PlacedFile[]] = [[], []];
  const { files, repeated } = lastOfEach(bundles);
  await inTurns(files, ({ bundleId, path, fault, content, isUnclear }) => {
    const target = targetOf(path, rows, words);
    const where = { bundleId, path, ...(target.row !== undefined && { row: target.row }) };
    const not = (code: UnplacedCode, said: Said): void => {
      unplaced.push({ ...where, code, said: at(shown(path), said) });
    };
    if (fault !== undefined) not('UNREADABLE', ARCHIVE_FAULTS[fault]);
    else if (isUnclear) not('REPEATED_NAME', says('在压缩包内不止一个，内容不同', '请只留一个，或改用不同的名称'));
    else if ('code' in target) not(target.code, target.said);
    else if (content) {
      const judged = judgedForm(path, target.type, content, types);
      if ('said' in judged) not('REFUSED', judged.said);
      else wanted.push({ ...target, contentType: judged.contentType, bundleId, path, content });
    }
  });
  const { placed, tooMany, again } = withinForms(wanted);
  return { placed, unplaced: [...unplaced, ...tooMany], repeated: repeated + again };
}

interface SentFile extends BundleFile {
  readonly bundleId: string;
  /** Whether its ZIP has another of its name, and of other content. */
  readonly isUnclear: boolean;
}

/** Of files of one path, that which was sent last: so one is put right. */
function lastOfEach(bundles: readonly ReadBundle[]) {
  const byPath = new Map<string, SentFile>();
  let count = 0;
  for (const { id: bundleId, files } of bundles) {
    for (const file of files) {
      count += 1;
      // Of those whose names cannot be read none is another's successor.
      const key = file.fault === 'UNREADABLE_NAME' ? `${file.path} ${count}` : plainForm(file.path);
      const before = byPath.get(key);
      const isTwice = before?.bundleId === bundleId && (before.isUnclear || !isSame(before, file));
      byPath.set(key, { ...file, bundleId, isUnclear: isTwice });
    }
  }
  return { files: [...byPath.values()], repeated: count - byPath.size };
}

const isSame = (a: BundleFile, b: BundleFile): boolean =>
  a.content !== undefined && a.content.sha256 === b.content?.sha256;

/** The format of a file by its first bytes, under the rules for a file that is uploaded by itself. */
function judgedForm(
  path: string,
  type: string,
  { size, sha256, opening }: { readonly size: number; readonly sha256: string; readonly opening: string },
  types: Types,
): { readonly contentType: string } | { readonly said: Said } {
  const format = types.contentTypes.find((one) => opening.startsWith(one.opening));
  if (!format) {
    const names = types.contentTypes.map(({ name }) => name).join('、');
    return { said: says(`的内容不是${names}`, '请转换格式后再传') };
  }
  const { contentType } = format;
  const form = DocumentForm.safeParse({ type, contentType, size, sha256, fileName: fileNameOf(path) });
  if (!form.success) return { said: says('的文件名不合规定', '请改用不超过 200 字的普通文字命名') };
  const [finding] = documentForm(form.data, types);
  if (!finding) return { contentType };
  return { said: says(`不合规定：${factOf(finding)}`, finding.remedy ?? '请更换后再传') };
}

/** The name of a file without its folders. */
export const fileNameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** No more documents for a row than a form refers to, and each once. */
function withinForms(wanted: readonly PlacedFile[]) {
  const [placed, tooMany]: [PlacedFile[], UnplacedFile[]] = [[], []];
  const [seen, counts] = [new Set<string>(), new Map<number, number>()];
  for (const file of wanted.toSorted((a, b) => a.row - b.row)) {
    const { row, type, contentType, content, bundleId, path } = file;
    const key = `${row} ${type} ${contentType} ${content.sha256}`;
    if (seen.has(key)) continue;
    seen.add(key);
    const count = (counts.get(row) ?? 0) + 1;
    counts.set(row, count);
    if (count <= MAX_DOCUMENTS) placed.push(file);
    else {
      const said = at(shown(path), says(`超出第 ${row} 行至多 ${MAX_DOCUMENTS} 个附件的数目`, '请合并后再传'));
      tooMany.push({ bundleId, path, row, code: 'TOO_MANY', said });
    }
  }
  return { placed, tooMany, again: wanted.length - placed.length - tooMany.length };
}

/** What is wrong with the rows for which a file was sent that cannot be taken: no row goes without what was meant for it. */
export function faultsByRow(unplaced: readonly UnplacedFile[]): ReadonlyMap<number, readonly Fault[]> {
  const faults = new Map<number, Fault[]>();
  for (const { row, code, said } of unplaced) {
    if (row === undefined) continue;
    const fault = { column: '', code: `DOCUMENT_${code}`, message: worded(said).message };
    faults.set(row, [...(faults.get(row) ?? []), fault]);
  }
  return faults;
}
