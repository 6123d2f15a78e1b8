import { z } from 'zod';

/** The names of schemas, by which the OpenAPI document gives them once (`components.schemas`). */
const names = z.registry<{ name: string }>();

/**
 * Names schemas for the OpenAPI document, so that clients made from it have one type of each: `concepts({ Entity: EntityJson })`.
 * One with a title or a refinement of its own refers to the schema that was named; one that extends it has no name until it
 * is given one.
 */
export function concepts(schemas: Readonly<Record<string, z.ZodType>>): void {
  for (const [name, schema] of Object.entries(schemas)) names.add(schema, { name });
}

/** The name of a schema; undefined where it, whatever it is derived from, was given none. */
export const conceptOf = (schema: z.ZodType): string | undefined =>
  names.has(schema) ? names.get(schema)?.name : undefined;
