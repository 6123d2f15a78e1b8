import { z } from 'zod';
import { csvOf } from '../sheet/csv.ts';
import { XLSX_TYPE } from '../sheet/types.ts';
import { preferred } from './accept.ts';
import type { Endpoint, MediaType } from './contract.ts';
import { FIELD_NAMES } from './field-names.ts';

/**
 * Every list as a sheet: a page of it, by its own filters and rights, with the titles that the contract gives its fields.
 * The next page is named in `X-Next-Cursor`.
 */

/** What a list may be answered as, JSON first where the client has no preference. */
const LIST_SHEETS = ['text/csv', XLSX_TYPE] as const satisfies readonly MediaType[];

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
  const workbook = async () => {
    // Every API can answer a workbook, and few requests ask for one: what makes it costs a tenth of a cold start.
    const { xlsxOf } = await import('../sheet/sheet.ts');
    return xlsxOf([{ name, rows, widths: columns.map(() => WIDTH) }]);
  };
  return {
    ...answer,
    body: isCsv ? csvOf(rows) : await workbook(),
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
    const element = unwrapped(schema.element as z.ZodType);
    const one = sayerOf(element) ?? calledBy(element);
    return one && ((value) => ((value ?? []) as unknown[]).map((each) => one(each)).join('、'));
  }
  return schema instanceof z.ZodString || schema instanceof z.ZodEnum || schema instanceof z.ZodISODate
    ? (value) => (typeof value === 'string' ? value : '')
    : undefined;
}

/** By which of its fields a thing in a list is told from others: what a finding says, else a name, else a number. */
const CALLED = ['message', 'name', 'id', 'no', 'tradeId', 'documentId'] as const;

/** What things in a list are called; undefined where nothing of them does. */
function calledBy(schema: z.ZodType): ((value: unknown) => string) | undefined {
  const fields = schema instanceof z.ZodObject ? CALLED.filter((field) => field in schema.shape) : [];
  if (fields.length === 0) return undefined;
  return (value) => {
    const called = fields.map((field) => (value as Record<string, unknown>)[field]).find((one) => one !== undefined);
    return typeof called === 'string' || typeof called === 'number' ? String(called) : '';
  };
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
