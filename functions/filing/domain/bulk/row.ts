import { contradictionIn } from '../../../shared/kernel/contradiction.ts';
import { excerpt } from '../../../shared/kernel/fields.ts';
import type { Finding } from '../../../shared/kernel/finding.ts';
import { findingsOf } from '../../../shared/kernel/issues.ts';
import { hasLostDigits } from '../../../shared/kernel/text.ts';
import { Submission } from '../submission.ts';
import { COLUMNS, type Column, HEADINGS, RELATED_OPERATORS } from './columns.ts';
import { cellText, expectedOf, isAlike, type SheetLists } from './reading.ts';

/** What is wrong with a row. */
export interface Fault {
  /** Title of the column; empty for the whole row. */
  readonly column: string;
  readonly code: string;
  readonly message: string;
}

/** A row as it came, and what the sheet as a whole says against it. */
export interface SheetRow {
  /** As the spreadsheet counts, from 1. */
  readonly no: number;
  readonly cells: readonly string[];
  readonly repeated?: readonly Fault[] | undefined;
}

/** A row as a form not yet judged, and what could not be read of it. */
export interface RowReading {
  readonly entity: Record<string, unknown>;
  /** The codes of related trade operators; the form wants their entities. */
  readonly relatedCodes: readonly string[];
  readonly faults: readonly Fault[];
}

/** Reads a row by its titles. Every group of fields is there, so that what is missing in it is named. */
export function readRow(titles: readonly string[], { cells }: SheetRow, lists: SheetLists): RowReading {
  const columns = HEADINGS.columns(titles);
  const texts = cells.map(cellText);
  const entity: Record<string, unknown> = {};
  const faults: Fault[] = [];
  for (const column of COLUMNS) {
    const { place: at = -1, others = [] } = columns.get(column) ?? {};
    const text = texts[at] ?? '';
    const value = text === '' ? undefined : column.reader.read(text, lists);
    const fault = text === '' ? missing(column) : unreadable(column, text, value, lists);
    if (fault) faults.push(fault);
    const found = { title: column.title, place: at, others: others.map((other) => other.place) };
    const message = contradictionIn(texts, found, isAlike);
    if (message !== undefined) faults.push({ column: column.title, code: 'COLUMNS_DIFFER', message });
    place(entity, column.field, value ?? undefined);
  }
  const { [RELATED_OPERATORS]: related, ...form } = entity;
  return { entity: form, relatedCodes: (related ?? []) as string[], faults };
}

const missing = ({ title, required }: Column): Fault | undefined =>
  required ? { column: title, code: 'REQUIRED', message: `缺少“${title}”，请填写` } : undefined;

function unreadable({ title, reader }: Column, text: string, value: unknown, lists: SheetLists): Fault | undefined {
  if (hasLostDigits(text)) {
    const message = `“${title}”“${text}”是数字格式，表格只保留前 15 位，末位已丢失；请把该列设为文本格式后重新填写`;
    return { column: title, code: 'DIGITS_LOST', message };
  }
  if (value !== undefined) return undefined;
  return {
    column: title,
    code: 'FORMAT',
    message: `“${title}”“${excerpt(text)}”无法识别，应为${expectedOf(reader, lists)}`,
  };
}

function place(entity: Record<string, unknown>, [name = '', ...inner]: readonly string[], value: unknown): void {
  if (inner.length > 0) place((entity[name] ??= {}) as Record<string, unknown>, inner, value);
  else if (value !== undefined) entity[name] = value;
}

/** The row's form, judged by the schema of a merchant, with what is wrong with it. */
export function formOfRow({ entity, faults }: RowReading): { submission?: Submission; faults: readonly Fault[] } {
  const input = { kind: 'merchant', entity };
  const result = Submission.safeParse(input);
  if (result.success && faults.length === 0) return { submission: result.data, faults };
  // A cell that is empty or could not be read is complained of once.
  const known = new Set(faults.map((fault) => fault.column));
  const found = result.success ? [] : findingsOf(Submission, input, result.error).map(faultOf);
  const all = [...faults, ...found.filter(({ column }) => !known.has(column))];
  return { faults: all.toSorted((a, b) => placeOf(a) - placeOf(b)) };
}

const placeOf = ({ column }: Fault): number => COLUMNS.findIndex(({ title }) => title === column);

/** A finding in a form, as a fault of the column that the form has it from; of a group of fields, the last. */
export const faultOf = ({ pointer, code, message }: Pick<Finding, 'pointer' | 'code' | 'message'>): Fault => ({
  column: columnOf(`${pointer}/`)?.title ?? '',
  code,
  message,
});

function columnOf(pointer: string): Column | undefined {
  const path = ({ field }: Column): string => `/entity/${field.join('/')}/`;
  const own = COLUMNS.findLast((column) => pointer.startsWith(path(column)));
  return own ?? (pointer === '/entity/' ? undefined : COLUMNS.findLast((column) => path(column).startsWith(pointer)));
}
