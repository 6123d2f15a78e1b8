import { Problem } from '../http/problem.ts';
import { columnName } from '../kernel/column-name.ts';
import { excerpt } from '../kernel/fields.ts';
import { type Said, says } from '../kernel/finding.ts';
import { type Headings, headingForm } from '../kernel/headings.ts';
import { normaliseText, unguarded } from '../kernel/text.ts';
import { sheetsIn, type TableOfText } from '../sheet/sheet.ts';
import type { SheetRow } from '../sheet/worksheet.ts';
import { noRecord, Sums } from './closing.ts';

/** What a sheet of records looks like. */
export interface SheetForm<K> {
  readonly headings: Headings<K>;
  /** Columns by which every record is named, one of them at least: a row of sums has none. */
  readonly named: readonly K[];
  /** Records, columns, and characters of a cell at most. */
  readonly most: { readonly rows: number; readonly columns: number; readonly characters: number };
  /** What to do where the titles are not found, e.g. 请使用 14 列的联网清单模板. */
  readonly remedy: string;
}

/** Records as they came, and what was taken for none. */
export interface RecordSheet<R = SheetRow> {
  /** The row of titles. */
  readonly header: SheetRow;
  readonly rows: readonly R[];
  /** What whoever uploaded it should know of how it was read, in Chinese. */
  readonly notes: readonly string[];
}

/** [designed] Rows above the titles: a heading, a date, instructions. */
export const MAX_HEADING_ROWS = 50;

/** [designed] Rows of totals, signatures and titles among the records, and those that are numbered in advance. */
const MAX_OTHER_ROWS = 20_000;

/**
 * Reads the records of a file. Of several sheets it is the one that people see first that has the titles; hidden ones are
 * never read. The titles may stand anywhere at its top. Rows that are no records are left out, each with a note.
 *
 * @throws Problem MALFORMED_FILE, TOO_LARGE
 */
export function readRecords<K>(bytes: Buffer, form: SheetForm<K>): RecordSheet {
  if (bytes.length === 0) throw malformed(says('文件是空的', form.remedy));
  const sheets = sheetsIn(bytes).map((sheet) => judged(sheet, form));
  const [visible, hidden] = [
    sheets.filter(({ sheet }) => !sheet.isHidden),
    sheets.filter(({ sheet }) => sheet.isHidden),
  ];
  const [chosen, ...others] = withTitles(visible);
  if (!chosen) throw withoutTitles(visible, withTitles(hidden), form);
  const { header, rows, notes } = recordsIn(chosen, form);
  requireMost(header, rows, form, others);
  const ofSheet = notesOnSheet(chosen, others, visible.length);
  const ofHidden = notesOnHiddenSheets(withTitles(hidden));
  return { header, rows, notes: [...ofSheet, ...ofHidden, ...notes, ...notesOnHidden(rows)] };
}

function recordsIn<K>(sheet: TableOfText, form: SheetForm<K>): RecordSheet {
  const most = MAX_HEADING_ROWS + form.most.rows + MAX_OTHER_ROWS;
  const all = sheet.rows(most + 1).map(cleaned);
  if (all.length > most) throw new Problem('TOO_LARGE', says(`表中多于 ${most} 行有内容`, '请分成几份上传'));
  const at = all.findIndex(({ cells }) => form.headings.missing(cells).length === 0);
  const written = all[at]!;
  const { header, notes } = visibleFirst(written, sheet.hiddenColumns(), form);
  const records = recordsOf(all.slice(at + 1), { header, written }, form);
  const unread = notesOnUnread(header, records.rows, form);
  return { header, rows: records.rows, notes: [...notes, ...unread, ...records.notes] };
}

/** What stands in a column that the sheet does not have is not read; whoever wrote it is told which. */
function notesOnUnread<K>(header: SheetRow, rows: readonly SheetRow[], { headings }: SheetForm<K>): string[] {
  const filled = new Set<number>();
  for (const { cells } of rows) for (const [place, cell] of cells.entries()) if (cell !== '') filled.add(place);
  const unread = [...filled]
    .filter((place) => headings.keyOf(header.cells[place] ?? '') === undefined)
    .filter((place) => !header.cells[place]?.startsWith(HIDDEN))
    .toSorted((a, b) => a - b)
    .map((place) => {
      const title = header.cells[place] ?? '';
      return `${columnName(place)} 列${title === '' ? '（没有表头）' : `“${excerpt(title)}”`}`;
    });
  return unread.length === 0 ? [] : [`模板中没有的列，没有读取：${unread.join('、')}`];
}

/** Stands before the title of a hidden column that is not read, so that it names none. */
const HIDDEN = '隐藏列：';

/**
 * The row of titles by which the columns are found: where a hidden column and one that people see have the same title, it
 * is the one that they see. They are told of a hidden column that is read, and of a title that stands twice.
 */
function visibleFirst<K>(written: SheetRow, hidden: ReadonlySet<number>, { headings }: SheetForm<K>) {
  const seen = headings.places(written.cells.map((cell, place) => (hidden.has(place) ? '' : cell)));
  const cells = written.cells.map((cell, place) => {
    const key = hidden.has(place) ? headings.keyOf(cell) : undefined;
    return key !== undefined && seen.has(key) ? `${HIDDEN}${cell}` : cell;
  });
  const places = headings.places(cells);
  const notes = cells.flatMap((cell, place) => {
    if (cell.startsWith(HIDDEN)) {
      return [`${columnName(place)} 列“${cell.slice(HIDDEN.length)}”是隐藏的，另有同名的列，没有读取`];
    }
    const key = headings.keyOf(cell);
    if (key === undefined) return [];
    const taken = places.get(key) ?? place;
    if (taken !== place) return [`“${cell}”在 ${columnName(taken)} 列已有，${columnName(place)} 列没有读取`];
    return hidden.has(place) ? [`${columnName(place)} 列“${cell}”是隐藏的，也已读取；如不需要请删去后重传`] : [];
  });
  return { header: { ...written, cells }, notes };
}

const malformed = (why: Said): Problem => new Problem('MALFORMED_FILE', why);

/** Cells as they are compared and kept: blanks around and marks by which text is guarded from a spreadsheet go. */
const cleaned = (row: SheetRow): SheetRow => ({
  ...row,
  cells: row.cells.map((cell) => normaliseText(unguarded(cell))),
});

/** A sheet, and the required titles that its row most like titles lacks; none where it has a row of titles. */
interface Judged {
  readonly sheet: TableOfText;
  readonly lacking: readonly string[] | Problem;
}

/** @returns the Problem where the sheet cannot be read: it does not stand in the way of another */
function lackingIn<K>(sheet: TableOfText, { headings }: SheetForm<K>): Judged['lacking'] {
  try {
    return least([headings.missing([]), ...sheet.rows(MAX_HEADING_ROWS).map(({ cells }) => headings.missing(cells))]);
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
}

/** A sheet by what it lacks; a text by the separator with which it lacks least, where that of a CSV does not do. */
function judged<K>(sheet: TableOfText, form: SheetForm<K>): Judged {
  const asIs = { sheet, lacking: lackingIn(sheet, form) };
  if (!sheet.otherwise || withTitles([asIs]).length > 0) return asIs;
  // What is wrong with a CSV that cannot be read is told of it, but where another separator finds every title.
  const toBeat = asIs.lacking instanceof Problem ? 1 : asIs.lacking.length;
  const count = ({ lacking }: Judged): number => (lacking instanceof Problem ? toBeat : lacking.length);
  const others = sheet.otherwise.map((other) => ({ sheet: other, lacking: lackingIn(other, form) }));
  const [best] = others.filter((other) => count(other) < toBeat).toSorted((a, b) => count(a) - count(b));
  return best ?? asIs;
}

const withTitles = (sheets: readonly Judged[]): TableOfText[] =>
  sheets.flatMap(({ sheet, lacking }) => (!(lacking instanceof Problem) && lacking.length === 0 ? [sheet] : []));

const least = (lists: readonly (readonly string[])[]): readonly string[] =>
  lists.reduce((best, one) => (one.length < best.length ? one : best), lists[0] ?? []);

function withoutTitles<K>(visible: readonly Judged[], [hidden]: readonly TableOfText[], form: SheetForm<K>): Problem {
  if (hidden) {
    return malformed(says(`表头在隐藏的工作表“${hidden.name}”中，隐藏的不读取`, '请取消隐藏，或删去后重传'));
  }
  const lists: (readonly string[])[] = [form.headings.missing([])];
  for (const { lacking } of visible) {
    if (lacking instanceof Problem) return lacking;
    lists.push(lacking);
  }
  const titles = least(lists)
    .map((title) => `“${title}”`)
    .join('、');
  return malformed(says(`没有找到表头：前 ${MAX_HEADING_ROWS} 行内缺少必填列 ${titles}`, form.remedy));
}

function recordsOf<K>(
  below: readonly SheetRow[],
  { header, written }: { readonly header: SheetRow; readonly written: SheetRow },
  { headings, named }: SheetForm<K>,
) {
  const places = headings.places(header.cells);
  const titles = formsOf(written);
  const words = new Set(written.cells.filter((cell) => cell !== ''));
  const [sums, notes, unread]: [Sums, string[], SheetRow[]] = [new Sums(), [], []];
  const rows = below.filter((row) => {
    const { no, cells } = row;
    const filled = cells.filter((cell) => cell !== '');
    if (filled.length === 0) return false;
    // Nearly no row has two of the titles in it, and to compare them in every row takes long.
    if (filled.filter((cell) => words.has(cell)).length > 1 && headings.missing(cells).length === 0) {
      if (formsOf({ cells }) !== titles) {
        throw malformed(says(`第 ${no} 行又是表头，列序与第 ${header.no} 行不同`, '请把两张表分开上传'));
      }
      notes.push(`第 ${no} 行是重复的表头，没有读取`);
      return false;
    }
    const names = named.flatMap((key) => cells[places.get(key) ?? -1] || []);
    const what = noRecord(filled, names) ?? (names.length === 0 && sums.has(cells) ? '合计' : undefined);
    if (what !== undefined) {
      if (what === '合计') sums.closed();
      notes.push(`第 ${no} 行“${excerpt(filled[0] ?? '')}”看作${what}，没有读取`);
    } else if (names.length === 0 && ![...places.values()].some((place) => cells[place])) unread.push(row);
    else {
      sums.add(cells);
      return true;
    }
    return false;
  });
  if (unread.length > 0) {
    notes.push(`有 ${unread.length} 行要读取的各列都没有填写，没有读取，首见于第 ${unread[0]?.no} 行`);
  }
  return {
    rows,
    notes:
      notes.length > MAX_NOTES
        ? [...notes.slice(0, MAX_NOTES), `另有 ${notes.length - MAX_NOTES} 行不是记录，没有读取`]
        : notes,
  };
}

/** [designed] Notes of single rows; the others are counted. */
const MAX_NOTES = 20;

const formsOf = ({ cells }: Pick<SheetRow, 'cells'>): string => cells.map(headingForm).join('\n').trimEnd();

function requireMost<K>(
  header: SheetRow,
  rows: readonly SheetRow[],
  { most, remedy }: SheetForm<K>,
  others: readonly TableOfText[],
): void {
  if (rows.length === 0) {
    const remedies = others.length === 0 ? '请填写后重传' : `请填写，或切换到工作表${namesOf(others)}并保存后重传`;
    throw malformed(says(`第 ${header.no} 行是表头，其下没有内容`, remedies));
  }
  if (rows.length > most.rows)
    throw new Problem('TOO_LARGE', says(`表中多于 ${most.rows} 行`, `请每份至多 ${most.rows} 行，分成几份上传`));
  const wide = [header, ...rows].find(
    ({ cells }) => cells.length > most.columns || cells.some((cell) => cell.length > most.characters),
  );
  if (!wide) return;
  throw malformed(
    says(
      `第 ${wide.no} 行多于 ${most.columns} 列，或有一格多于 ${most.characters} 字`,
      `请核对分隔符和引号；${remedy}`,
    ),
  );
}

const namesOf = (sheets: readonly TableOfText[]): string => sheets.map(({ name }) => `“${name}”`).join('、');

function notesOnSheet({ name }: TableOfText, others: readonly TableOfText[], count: number): string[] {
  if (count < 2) return [];
  return [
    others.length === 0
      ? `读取的是工作表“${name}”`
      : `读取的是工作表“${name}”；工作表${namesOf(others)}也有表头，没有读取，如需登记请另存为单独的文件上传`,
  ];
}

const notesOnHiddenSheets = (hidden: readonly TableOfText[]): string[] =>
  hidden.length === 0 ? [] : [`隐藏的工作表${namesOf(hidden)}也有表头，没有读取`];

function notesOnHidden(rows: readonly SheetRow[]): string[] {
  const hidden = rows.filter(({ isHidden }) => isHidden);
  return hidden.length === 0
    ? []
    : [`有 ${hidden.length} 行是隐藏（如被筛选掉）的，也已读取，首见于第 ${hidden[0]?.no} 行；如不需要请删去后重传`];
}
