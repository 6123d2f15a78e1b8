import { z } from 'zod';
import { ruleIssue } from '../kernel/fields.ts';
import { ALWAYS, type Dated } from './in-force.ts';

/** The days of a row; a row without them was always in force. */
const dated = {
  from: z.iso.date().default(ALWAYS),
  until: z.iso.date().nullable().default(null),
  /** The document the row rests on. */
  legalBasis: z.string().min(1).optional(),
  /** True where no authority has published the row and this project chose it; or what of it was chosen. */
  designed: z.union([z.literal(true), z.string().min(1)]).optional(),
};

/** A reference list: rows of one form, of which several hold on a day, each about something else. */
export interface List<R extends Dated = Dated> {
  readonly kind: 'rows';
  /** The name of its file in `seeds/reference/`, without `.json`; loaded rows name their list by it. */
  readonly name: string;
  readonly row: z.ZodType<R>;
  readonly keyOf: (row: R) => string;
}

/** Parameters: a list of which one row holds on a day, the whole set. */
export interface Parameters<R extends Dated = Dated> {
  readonly kind: 'parameters';
  readonly name: string;
  readonly row: z.ZodType<R>;
}

interface DatedRow extends Dated {
  readonly legalBasis?: string | undefined;
  readonly designed?: string | true | undefined;
}

type Row<S extends z.ZodRawShape> = z.output<z.ZodObject<S>> & DatedRow;

/**
 * What is wrong with a row beside its single fields: the field, and why it cannot stand so, in Chinese; undefined where
 * nothing is.
 */
type RowFault<R> = (row: R) => readonly [field: string, message: string] | undefined;

function rowOf<S extends z.ZodRawShape>(shape: S, faultOf?: RowFault<Row<S>>): z.ZodType<Row<S>> {
  const row = z.strictObject({ ...dated, ...shape }) as unknown as z.ZodType<Row<S>>;
  if (!faultOf) return row;
  return row.superRefine((given, context) => {
    const fault = faultOf(given);
    if (fault) context.addIssue({ ...ruleIssue('ROW', fault[1]), path: [fault[0]] });
  });
}

export const list = <S extends z.ZodRawShape>(
  name: string,
  shape: S,
  keyOf: (row: Row<S>) => string,
  faultOf?: RowFault<Row<S>>,
): List<Row<S>> => ({
  kind: 'rows',
  name,
  row: rowOf(shape, faultOf),
  keyOf,
});

export const parameters = <S extends z.ZodRawShape>(name: string, shape: S): Parameters<Row<S>> => ({
  kind: 'parameters',
  name,
  row: rowOf(shape),
});

/** A file of `seeds/reference/`: the first version of a list, with where it is from and the day it was looked up. */
export const fileOf = <R extends Dated>({ row }: { readonly row: z.ZodType<R> }) =>
  z.strictObject({
    title: z.string().min(1),
    source: z.string().min(1),
    asOf: z.iso.date(),
    designed: z.union([z.literal(true), z.string().min(1)]).optional(),
    items: z.array(row),
  });
