import { z } from 'zod';
import { csvOf } from '../sheet/csv.ts';
import { xlsxOf } from '../sheet/sheet.ts';
import { XLSX_TYPE } from '../sheet/types.ts';
import { preferred } from './accept.ts';
import type { Endpoint, MediaType } from './contract.ts';
import { FIELD_NAMES } from './field-names.ts';

/**
 * Every list as a sheet: a page of it, by its own filters and rights, with the titles that the contract gives its fields.
 * The next page is named in `X-Next-Cursor`.
 */

/** What a list may be answered as, JSON first where the client has no preference. */
export const LIST_SHEETS = ['text/csv', XLSX_TYPE] as const satisfies readonly MediaType[];

/** What an endpoint may answer beside JSON. */
export const producedBy = (endpoint: Endpoint): readonly MediaType[] =>
  endpoint.produces ?? (itemOf(endpoint) ? LIST_SHEETS : []);

/** What a list has, where the endpoint answers one. */
export function itemOf({ method, produces, success: { schema } }: Endpoint): z.ZodObject | undefined {
  if (method !== 'GET' || produces || !(schema instanceof z.ZodObject)) return undefined;
  const { items, nextCursor } = schema.shape as Record<string, z.ZodType | undefined>;
  if (!nextCursor || !(items instanceof z.ZodArray) || !(items.element instanceof z.ZodObject)) return undefined;
  // Rows of which every list has other fields are no one sheet.
  return items.element.def.catchall instanceof z.ZodUnknown ? undefined : items.element;
}

/** What of an answer becomes another by its form. */
interface ListAnswer {
  readonly body: unknown;
  readonly contentType?: string;
  readonly headers?: Record<string, string>;
}

/** The answer of a list in the form that the client accepts; every other answer as it is. */
export async function inAcceptedForm(endpoint: Endpoint, answer: ListAnswer, accept: string): Promise<ListAnswer> {
  const item = itemOf(endpoint);
  const form = item && preferred(accept, ['application/json', ...LIST_SHEETS]);
  if (!item || form === undefined || form === 'application/json') return answer;
  const { items, nextCursor } = answer.body as {
    readonly items: readonly unknown[];
    readonly nextCursor: string | null;
  };
  const columns = columnsOf(item);
  const rows = [columns.map(({ title }) => title), ...items.map((one) => columns.map((column) => column.read(one)))];
  const name = endpoint.path.split('/').findLast((part) => !part.startsWith('{')) ?? 'list';
  const isCsv = form === 'text/csv';
  return {
    ...answer,
    body: isCsv ? csvOf(rows) : await xlsxOf([{ name, rows, widths: columns.map(() => WIDTH) }]),
    contentType: isCsv ? 'text/csv; charset=utf-8' : XLSX_TYPE,
    headers: {
      ...answer.headers,
      'Content-Disposition': `attachment; filename="${name}.${isCsv ? 'csv' : 'xlsx'}"`,
      ...(nextCursor !== null && { 'X-Next-Cursor': nextCursor }),
    },
  };
}

/** Characters. */
const WIDTH = 18;

/** One column of a list: what it is called, and how its cell is read of an item. */
interface ListColumn {
  readonly title: string;
  readonly read: (item: unknown) => string | number;
}

/** The columns of a list, in the order of its fields; what is in a field stands behind its title: 总价·金额. */
export const columnsOf = (item: z.ZodObject): ListColumn[] => below(item, [], '');

function below(group: z.ZodObject, path: readonly string[], of: string): ListColumn[] {
  return Object.entries(group.shape as Record<string, z.ZodType>).flatMap(([field, schema]) => {
    const inner = unwrapped(schema);
    const own = titleOf(schema) ?? titleOf(inner) ?? FIELD_NAMES[field] ?? field;
    const title = of === '' ? own : `${of}·${own}`;
    const here = [...path, field];
    if (inner instanceof z.ZodObject) return below(inner, here, title);
    const said = sayerOf(inner);
    return said ? [{ title, read: (one: unknown) => said(valueAt(one, here)) }] : [];
  });
}

/** How a field is said in a cell; undefined of what no cell holds. */
function sayerOf(schema: z.ZodType): ((value: unknown) => string | number) | undefined {
  const names = namesOf(schema);
  if (names) return (value) => (typeof value === 'string' ? (names[value] ?? value) : '');
  if (schema instanceof z.ZodBoolean) return (value) => (value === undefined ? '' : value ? '是' : '否');
  if (schema instanceof z.ZodNumber) return (value) => (typeof value === 'number' ? value : '');
  if (schema instanceof z.ZodArray) {
    const one = sayerOf(unwrapped(schema.element as z.ZodType)) ?? messageOf;
    return (value) => ((value ?? []) as unknown[]).map(one).join('、');
  }
  return schema instanceof z.ZodString || schema instanceof z.ZodEnum || schema instanceof z.ZodISODate
    ? (value) => (typeof value === 'string' ? value : '')
    : undefined;
}

/** What a finding among others says; of other things in a list, what they are called. */
function messageOf(value: unknown): string {
  const { message, name, id, no } = value as Record<string, string | undefined>;
  return message ?? name ?? id ?? no ?? '';
}

const namesOf = (schema: z.ZodType): Readonly<Record<string, string>> | undefined =>
  (z.globalRegistry.get(schema) as { enumNames?: Record<string, string> } | undefined)?.enumNames;

function titleOf(schema: z.ZodType): string | undefined {
  const title = z.globalRegistry.get(schema)?.title;
  const { innerType } = schema._zod.def as { readonly innerType?: z.ZodType };
  return title ?? (innerType && titleOf(innerType));
}

function unwrapped(schema: z.ZodType): z.ZodType {
  const { innerType } = schema._zod.def as { readonly innerType?: z.ZodType };
  return innerType ? unwrapped(innerType) : schema;
}

const valueAt = (item: unknown, path: readonly string[]): unknown =>
  path.reduce<unknown>((value, field) => (value as Record<string, unknown> | undefined | null)?.[field], item);
