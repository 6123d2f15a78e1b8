import type { EntityKind } from '../../../events/entity.ts';
import { contradictionIn } from '../../../shared/kernel/contradiction.ts';
import { excerpt } from '../../../shared/kernel/fields.ts';
import type { Finding } from '../../../shared/kernel/finding.ts';
import { findingsOf } from '../../../shared/kernel/issues.ts';
import { hasLostDigits } from '../../../shared/kernel/text.ts';
import type { Column } from './columns.ts';
import type { FormSheet } from './kinds.ts';
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

/** A party that a cell names by a code or number that people know: the form wants its entity. */
export interface Reference {
  readonly column: Column;
  readonly kind: EntityKind;
  readonly text: string;
}

/** A row as a form not yet judged, and what could not be read of it. */
export interface RowReading {
  readonly fields: Record<string, unknown>;
  readonly references: readonly Reference[];
  readonly faults: readonly Fault[];
}

/**
 * Reads a row by its titles. Every group of fields that a form must have is there, so that what is missing in it is named.
 */
export function readRow(
  { columns: all, headings }: FormSheet,
  titles: readonly string[],
  { cells }: SheetRow,
  lists: SheetLists,
): RowReading {
  const columns = headings.columns(titles);
  const texts = cells.map(cellText);
  const fields: Record<string, unknown> = {};
  const references: Reference[] = [];
  const faults: Fault[] = [];
  for (const column of all) {
    const { place: at = -1, others = [] } = columns.get(column) ?? {};
    const text = texts[at] ?? '';
    const value = text === '' ? undefined : column.reader.read(text, lists);
    const fault = text === '' ? missing(column) : unreadable(column, text, value, lists);
    if (fault) faults.push(fault);
    const found = { title: column.title, place: at, others: others.map((other) => other.place) };
    const message = contradictionIn(texts, found, isAlike);
    if (message !== undefined) faults.push({ column: column.title, code: 'COLUMNS_DIFFER', message });
    const { refers: kind } = column;
    if (kind === undefined) place(fields, column, value ?? undefined);
    else references.push(...([value ?? []].flat() as string[]).map((one) => ({ column, kind, text: one })));
  }
  return { fields, references, faults };
}

/** A row whose parties were found: by each reference, the entity. */
export function withParties(reading: RowReading, found: ReadonlyMap<Reference, string>): RowReading {
  const fields = structuredClone(reading.fields);
  for (const column of new Set(reading.references.map((one) => one.column))) {
    const ids = reading.references.flatMap((one) => (one.column === column ? (found.get(one) ?? []) : []));
    if (ids.length > 0) place(fields, column, isMany(column) ? ids : ids[0]);
  }
  return { ...reading, fields };
}

/** Fields of several parties are named so in every form. */
const isMany = ({ field }: Column): boolean => field.at(-1)?.endsWith('Ids') === true;

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

/** Where in a form a value stands, and whether the form must have it. */
type Place = Pick<Column, 'field' | 'required'>;

function place(into: Record<string, unknown>, { field: [name = '', ...inner], required }: Place, value: unknown): void {
  if (inner.length === 0) {
    if (value !== undefined) into[name] = value;
  } else if (value !== undefined || required) {
    place((into[name] ??= {}) as Record<string, unknown>, { field: inner, required }, value);
  }
}

/**
 * The row's form, judged by the schema of its kind, with what is wrong with it.
 *
 * @param unknown what was said already of the parties that the row names
 */
export function formOfRow(
  sheet: FormSheet,
  { fields, faults }: RowReading,
  unknown: readonly Fault[] = [],
): { form?: unknown; faults: readonly Fault[] } {
  const input = sheet.input(fields);
  const result = sheet.form.safeParse(input);
  if (result.success && faults.length === 0) return { form: result.data, faults };
  // A cell that is empty or could not be read is complained of once.
  const known = new Set([...faults, ...unknown].map((fault) => fault.column));
  const found = result.success ? [] : findingsOf(sheet.form, input, result.error).map((one) => faultOf(sheet, one));
  const all = [...faults, ...found.filter(({ column }) => !known.has(column))];
  const placeOf = ({ column }: Fault): number => sheet.columns.findIndex(({ title }) => title === column);
  return { faults: all.toSorted((a, b) => placeOf(a) - placeOf(b)) };
}

/** A finding in a form, as a fault of the column that the form has it from; of a group of fields, the last. */
export const faultOf = (
  sheet: FormSheet,
  { pointer, code, message }: Pick<Finding, 'pointer' | 'code' | 'message'>,
): Fault => ({ column: columnAt(sheet, `${pointer}/`)?.title ?? '', code, message });

function columnAt({ columns, root }: FormSheet, pointer: string): Column | undefined {
  // What was filed before stands beside the form.
  const path = ({ field }: Column): string => `${field[0] === 'former' ? '' : root}/${field.join('/')}/`;
  const own = columns.findLast((column) => pointer.startsWith(path(column)));
  return own ?? (pointer === `${root}/` ? undefined : columns.findLast((column) => path(column).startsWith(pointer)));
}
