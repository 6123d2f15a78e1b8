import { z } from 'zod';
import { comparableNumber } from '../../../shared/kernel/comparison.ts';
import { Headings } from '../../../shared/kernel/headings.ts';
import {
  code,
  day,
  expectedOf,
  figure,
  lastDay,
  list,
  oneOf,
  plain,
  type Reader,
  type SheetLists,
  yesNo,
} from './reading.ts';
import { WORDS, type Words } from './words.ts';

/** One column of a sheet of forms. */
export interface Column {
  readonly title: string;
  readonly required: boolean;
  /** Where the form has it. */
  readonly field: readonly string[];
  readonly reader: Reader;
  readonly example: string;
  /** What the reader's own words do not say. */
  readonly note?: string;
  /** The kind of registered party that the cell names, by a code or number that people know; the register finds it. */
  readonly refers?: Words['refers'];
}

/** What a sheet never asks for: files are brought beside it. */
const NOT_ASKED = 'documents';

/** The columns of a form, in its order, read from its schema: a field that the form gains is in the sheet. */
export const columnsOf = (form: z.ZodType): Column[] => below(form, [], true);

function below(schema: z.ZodType, field: readonly string[], isRequired: boolean): Column[] {
  const inner = unwrapped(schema);
  const here = isRequired && schema._zod.optin !== 'optional';
  if (inner instanceof z.ZodObject) return fieldsOf(inner).flatMap(([name, one]) => below(one, [...field, name], here));
  if (inner instanceof z.ZodDiscriminatedUnion) return ofUnion(inner.options as z.ZodType[], field, here);
  return [columnOf(schema, inner, field, here)];
}

const fieldsOf = ({ shape }: z.ZodObject): [string, z.ZodType][] =>
  Object.entries(shape as Record<string, z.ZodType>).filter(([name]) => name !== NOT_ASKED);

/** The columns of forms of which a record has one: a field that several have is one column with the words of all. */
function ofUnion(options: readonly z.ZodType[], field: readonly string[], isRequired: boolean): Column[] {
  const all = options.flatMap((option) => below(option, field, isRequired));
  return all.filter(({ title }, index) => all.findIndex((other) => other.title === title) === index);
}

function columnOf(schema: z.ZodType, inner: z.ZodType, field: readonly string[], required: boolean): Column {
  const { title, example } = { ...metaOf(inner), ...metaOf(schema) };
  const words: Words = WORDS[field.join('.')] ?? {};
  const { reader = readerOf(inner, required), note, refers } = words;
  return {
    title: words.title ?? title ?? field.join('.'),
    required,
    field,
    reader,
    example: words.example ?? (typeof example === 'string' ? example : ''),
    ...(note === undefined ? {} : { note }),
    ...(refers === undefined ? {} : { refers }),
  };
}

interface Meta {
  readonly title?: string;
  readonly example?: unknown;
  readonly enumNames?: Readonly<Record<string, string>>;
}

const metaOf = (schema: z.ZodType): Meta => (z.globalRegistry.get(schema) ?? {}) as Meta;

function unwrapped(schema: z.ZodType): z.ZodType {
  const { innerType } = schema._zod.def as { readonly innerType?: z.ZodType };
  return innerType ? unwrapped(innerType) : schema;
}

/** How the text of a cell becomes what a schema takes, as far as its type says. */
function readerOf(schema: z.ZodType, required: boolean): Reader {
  const { enumNames, example } = metaOf(schema);
  if (enumNames) return oneOf(enumNames);
  if (schema instanceof z.ZodArray) return list;
  if (schema instanceof z.ZodBoolean) return yesNo;
  if (schema instanceof z.ZodNumber) return figure;
  if (schema instanceof z.ZodISODate) return required ? day : lastDay;
  return schema instanceof z.ZodString && example !== undefined ? code : plain;
}

/** What a column should hold, for people. */
export const describedBy = ({ reader, note }: Column, lists: SheetLists): string =>
  [expectedOf(reader, lists), ...(note === undefined ? [] : [note])].join('；');

/** The column that the failed rows come back with. */
export const REASON_TITLE = '错误原因';

/** Forms of a day that people write beside a title. */
const DAY_FORMS = new Set(['YYYYMMDD', '年月日', '日期', '格式YYYYMMDD']);

/** Columns by the titles that people write. */
export const headingsOf = (columns: readonly Column[]): Headings<Column> =>
  new Headings<Column>(
    columns.map((key) => ({
      key,
      titles: [key.title],
      units: ({ word }) =>
        (key.reader === day || key.reader === lastDay) && DAY_FORMS.has(comparableNumber(word)) ? 'OWN' : undefined,
      required: key.required,
    })),
  );
