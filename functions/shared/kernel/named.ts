import { z } from 'zod';

/**
 * Enumerations with their Chinese names. The names stand beside the enumeration, in a file (`names.ts`) that imports
 * nothing, so that pages, notices, sheets and the portal say the same; the OpenAPI document has them as `x-enum-names`.
 */
export type Names<Value extends string = string> = Readonly<Record<Value, string>>;

/** The values of an enumeration, given as a table of their Chinese names, in the form that `z.enum` takes. */
export const valuesOf = <Value extends string>(names: Names<Value>): [Value, ...Value[]] =>
  Object.keys(names) as [Value, ...Value[]];

/** Any value of a table of names. */
export const named = <Value extends string>(names: Names<Value>) => z.enum(valuesOf(names)).meta({ enumNames: names });

/** Some values of a table. */
export const namedSome = <Value extends string, const Some extends Value>(
  names: Names<Value>,
  values: readonly [Some, ...Some[]],
) => z.enum(values).meta({ enumNames: ofSome(names, values) });

/** One value of a table, by which a form of several kinds is known. */
export const namedOne = <Value extends string, const One extends Value>(names: Names<Value>, value: One) =>
  z.literal(value).meta({ enumNames: ofSome(names, [value]) });

const ofSome = <Value extends string>(names: Names<Value>, values: readonly Value[]): Names =>
  Object.fromEntries(values.map((value) => [value, names[value]]));
