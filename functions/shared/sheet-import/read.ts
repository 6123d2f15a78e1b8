import { Problem } from '../http/problem.ts';
import { excerpt } from '../kernel/fields.ts';
import { type Said, says } from '../kernel/finding.ts';
import { type Headings, headingForm } from '../kernel/headings.ts';
import { normaliseText, unguarded } from '../kernel/text.ts';
import { sheetsIn, type TableOfText } from '../sheet/sheet.ts';
import type { SheetRow } from '../sheet/worksheet.ts';
import { noRecord } from './closing.ts';

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

/** [designed] Rows of totals, signatures and titles among the records. */
const MAX_OTHER_ROWS = 1000;

/**
 * Reads the records of a file. Of several sheets it is the one that people see first that has the titles; hidden ones are
 * never read. The titles may stand anywhere at its top. Rows that are no records are left out, each with a note.
 *
 * @throws Problem MALFORMED_FILE, TOO_LARGE
 */
export function readRecords<K>(bytes: Buffer, form: SheetForm<K>): RecordSheet {
  if (bytes.length === 0) throw malformed(says('文件是空的', form.remedy));
  const sheets = sheetsIn(bytes);
  const visible = sheets
    .filter(({ isHidden }) => !isHidden)
    .map((sheet) => ({ sheet, lacking: lackingIn(sheet, form) }));
  const [chosen, ...others] = visible.filter(({ lacking }) => lacking.length === 0).map(({ sheet }) => sheet);
  if (!chosen)
    throw withoutTitles(
      sheets,
      visible.map(({ lacking }) => lacking),
      form,
    );
  const all = chosen.rows(MAX_HEADING_ROWS + form.most.rows + MAX_OTHER_ROWS).map(cleaned);
  const at = all.findIndex(({ cells }) => form.headings.missing(cells).length === 0);
  const header = all[at]!;
  const { rows, notes } = recordsOf(all.slice(at + 1), header, form);
  requireMost(header, rows, form);
  return {
    header,
    rows,
    notes: [...notesOnSheet(chosen, others, visible.length), ...notes, ...notesOnHidden(rows)],
  };
}

const malformed = (why: Said): Problem => new Problem('MALFORMED_FILE', why);

/** Cells as they are compared and kept: blanks around and marks by which text is guarded from a spreadsheet go. */
const cleaned = (row: SheetRow): SheetRow => ({
  ...row,
  cells: row.cells.map((cell) => normaliseText(unguarded(cell))),
});

/** The required titles that the row most like titles lacks; empty where there is a row of titles. */
const lackingIn = <K>(sheet: TableOfText, { headings }: SheetForm<K>): string[] =>
  least([headings.missing([]), ...sheet.rows(MAX_HEADING_ROWS).map(({ cells }) => headings.missing(cells))]);

const least = (lists: readonly string[][]): string[] =>
  lists.reduce((best, one) => (one.length < best.length ? one : best), lists[0] ?? []);

function withoutTitles<K>(sheets: readonly TableOfText[], lacking: readonly string[][], form: SheetForm<K>): Problem {
  const hidden = sheets.find((sheet) => sheet.isHidden && lackingIn(sheet, form).length === 0);
  if (hidden) {
    return malformed(says(`表头在隐藏的工作表“${hidden.name}”中，隐藏的不读取`, '请取消隐藏，或删去后重传'));
  }
  const titles = least(lacking)
    .map((title) => `“${title}”`)
    .join('、');
  return malformed(says(`没有找到表头：前 ${MAX_HEADING_ROWS} 行内缺少必填列 ${titles}`, form.remedy));
}

function recordsOf<K>(below: readonly SheetRow[], header: SheetRow, { headings, named }: SheetForm<K>) {
  const places = headings.places(header.cells);
  const titles = formsOf(header);
  const words = new Set(header.cells.filter((cell) => cell !== ''));
  const notes: string[] = [];
  const rows = below.filter(({ no, cells }) => {
    const filled = cells.filter((cell) => cell !== '');
    // Nearly no row has two of the titles in it, and to compare them in every row takes long.
    if (filled.filter((cell) => words.has(cell)).length > 1 && headings.missing(cells).length === 0) {
      if (formsOf({ cells }) !== titles) {
        throw malformed(says(`第 ${no} 行又是表头，列序与第 ${header.no} 行不同`, '请把两张表分开上传'));
      }
      notes.push(`第 ${no} 行是重复的表头，没有读取`);
      return false;
    }
    const names = named.flatMap((key) => cells[places.get(key) ?? -1] || []);
    const what = filled.length === 0 ? undefined : noRecord(filled, names);
    if (what !== undefined) notes.push(`第 ${no} 行“${excerpt(filled[0] ?? '')}”看作${what}，没有读取`);
    return what === undefined && filled.length > 0;
  });
  return {
    rows,
    notes:
      notes.length > MOST_NOTES
        ? [...notes.slice(0, MOST_NOTES), `另有 ${notes.length - MOST_NOTES} 行不是记录，没有读取`]
        : notes,
  };
}

/** [designed] Notes of single rows; the others are counted. */
const MOST_NOTES = 20;

const formsOf = ({ cells }: Pick<SheetRow, 'cells'>): string => cells.map(headingForm).join('\n').trimEnd();

function requireMost<K>(header: SheetRow, rows: readonly SheetRow[], { most, remedy }: SheetForm<K>): void {
  if (rows.length === 0) throw malformed(says(`第 ${header.no} 行是表头，其下没有内容`, '请填写后重传'));
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

function notesOnSheet({ name }: TableOfText, others: readonly TableOfText[], count: number): string[] {
  if (count < 2) return [];
  const unread = others.map((sheet) => `“${sheet.name}”`).join('、');
  return [
    others.length === 0
      ? `读取的是工作表“${name}”`
      : `读取的是工作表“${name}”；工作表${unread}也有表头，没有读取，如需登记请另存为单独的文件上传`,
  ];
}

function notesOnHidden(rows: readonly SheetRow[]): string[] {
  const hidden = rows.filter(({ isHidden }) => isHidden);
  return hidden.length === 0
    ? []
    : [`有 ${hidden.length} 行是隐藏（如被筛选掉）的，也已读取，首见于第 ${hidden[0]?.no} 行；如不需要请删去后重传`];
}
