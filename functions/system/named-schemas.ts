import { z } from 'zod';
import type { Contract } from '../shared/http/contract.ts';
import { conceptOf } from '../shared/kernel/concepts.ts';

export type NamedSchemas = ReadonlyMap<string, z.ZodType>;

/**
 * Every schema with a name (`concepts`) that the given contracts, or the further schemas, speak of.
 *
 * @throws Error where two schemas have one name: clients would take one for the other
 */
export function namedSchemas(contracts: Readonly<Record<string, Contract>>, ...further: z.ZodType[]): NamedSchemas {
  const seen = new Set<z.ZodType>();
  const found = new Map<string, z.ZodType>();
  const visit = (schema: z.ZodType): void => {
    if (seen.has(schema)) return;
    seen.add(schema);
    const name = conceptOf(schema);
    if (name !== undefined) {
      if (found.has(name)) throw new Error(`two schemas are named ${name}`);
      found.set(name, schema);
    }
    for (const part of partsOf(schema)) visit(part);
  };
  for (const { query, body, success } of Object.values(contracts).flatMap((contract) => Object.values(contract))) {
    for (const schema of [query, body, success.schema]) if (schema) visit(schema);
  }
  for (const schema of further) visit(schema);
  return found;
}

/**
 * What is made while the schemas bear their names as identifiers of zod, by which `zod-openapi` refers to them. They bear them
 * no longer than that: forms of the portal and of commands are made of the same schemas, each written out where it stands.
 */
export function underNames<T>(schemas: NamedSchemas, make: () => T): T {
  const { globalRegistry } = z;
  const before = [...schemas.values()].map((schema) => [schema, globalRegistry.get(schema)] as const);
  try {
    for (const [name, schema] of schemas) schema.register(globalRegistry, { ...globalRegistry.get(schema), id: name });
    return make();
  } finally {
    for (const [schema, meta] of before) {
      globalRegistry.remove(schema);
      if (meta) globalRegistry.add(schema, meta);
    }
  }
}

/** What a schema is made of, and what it was derived from by a refinement or a title. */
function partsOf({ _zod: { def, parent } }: z.ZodType): z.ZodType[] {
  const parts = Object.values(def).flatMap((part: unknown) => (isPlain(part) ? Object.values(part) : [part]));
  return [...parts, parent].filter(isSchema);
}

const isSchema = (value: unknown): value is z.ZodType => typeof value === 'object' && value !== null && '_zod' in value;

/** A list or a table of schemas. */
const isPlain = (value: unknown): value is object => typeof value === 'object' && value !== null && !isSchema(value);
