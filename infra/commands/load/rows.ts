import { z } from 'zod';
import { listNamed } from '../../../functions/reference/services/catalogue.ts';
import { LISTS } from '../../../functions/shared/reference/lists/index.ts';
import { sheetsIn } from '../../../functions/shared/sheet/sheet.ts';

/** What is read of a JSON Schema: enough to know of a cell whether it is a number, a yes or no, or text. */
interface Schema {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | false;
  readonly anyOf?: readonly Schema[];
}

/** More than a version may have, so that one that has too many is told so and not cut. */
const MAX_ROWS = 50_000;

/**
 * The rows of a file for a list: a JSON array, a file as those in `seeds/reference/`, or a sheet (XLSX, or CSV in UTF-8 or
 * GBK) whose first row names the fields, with a point before a field within a field, e.g. `usdPerUnit.CNY`. Empty cells are
 * fields that a row does not have; a list within a cell is JSON. Whether the rows fit is for the registry to say.
 *
 * @throws Error where the file is none of these
 */
export function rowsIn(bytes: Buffer, list: string): unknown[] {
  const text = bytes
    .toString('utf8')
    .replace(/^\uFEFF/, '')
    .trimStart();
  if (text.startsWith('[') || text.startsWith('{')) return rowsOfJson(text);
  const key = listNamed(list);
  const schema: Schema = key ? (z.toJSONSchema(LISTS[key].row, { io: 'input' }) as Schema) : {};
  const [heading, ...rows] = sheetsIn(bytes)[0]?.rows(MAX_ROWS) ?? [];
  const fields = (heading?.cells ?? []).map((cell) => cell.trim());
  return rows.map(({ cells }) => rowOf(fields, cells, schema));
}

function rowsOfJson(text: string): unknown[] {
  const given: unknown = JSON.parse(text);
  if (Array.isArray(given)) return given;
  const { items } = given as { items?: unknown };
  if (Array.isArray(items)) return items;
  throw new Error('the file is neither a list of rows nor an object whose items are one');
}

function rowOf(fields: readonly string[], cells: readonly string[], schema: Schema): Record<string, unknown> {
  const row: Record<string, unknown> = {};
  for (const [index, field] of fields.entries()) {
    const cell = (cells[index] ?? '').trim();
    if (cell === '' || field === '') continue;
    const [name = '', inner] = field.split(/\.(.*)/s);
    const own = schema.properties?.[name];
    if (inner === undefined) {
      row[name] = valueOf(cell, own);
      continue;
    }
    const within = own?.properties?.[inner] ?? (own?.additionalProperties || undefined);
    row[name] = { ...(row[name] as object | undefined), [inner]: valueOf(cell, within) };
  }
  return row;
}

/**
 * What a cell says, by what its field takes; text where it is nothing of the kind, which the registry then refuses by its
 * row.
 */
function valueOf(cell: string, schema: Schema | undefined): unknown {
  const types = new Set([schema, ...(schema?.anyOf ?? [])].map((one) => one?.type));
  if ((types.has('number') || types.has('integer')) && Number.isFinite(Number(cell))) return Number(cell);
  if (types.has('boolean') && /^(true|是)$/i.test(cell)) return true;
  if (types.has('boolean') && /^(false|否)$/i.test(cell)) return false;
  if (types.has('array') || types.has('object')) {
    try {
      return JSON.parse(cell) as unknown;
    } catch {
      return cell;
    }
  }
  return cell;
}
