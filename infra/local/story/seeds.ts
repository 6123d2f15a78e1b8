import { readFileSync } from 'node:fs';
import type { Role } from '../../../functions/shared/auth/caller.ts';

/** One request of the sample chain: the API's own JSON, with `…Key` in place of identifiers that exist only once it runs. */
export interface Seed {
  readonly key: string;
  readonly role: Role;
  readonly body: Record<string, unknown>;
}

export const seeds = (name: string): Seed[] =>
  JSON.parse(readFileSync(new URL(`../../../seeds/demo/${name}.json`, import.meta.url), 'utf8')) as Seed[];

/** A body with every `merchantKey: "M1"` as `merchantId: <id of M1>`, and `tradeKeys: [...]` as `tradeIds: [...]`. */
export function resolved(value: unknown, idOf: (key: string) => string): unknown {
  if (Array.isArray(value)) return value.map((item) => resolved(item, idOf));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => {
      if (name.endsWith('Key') && typeof inner === 'string') return [name.replace(/Key$/, 'Id'), idOf(inner)];
      if (name.endsWith('Keys') && Array.isArray(inner))
        return [name.replace(/Keys$/, 'Ids'), inner.map((key: string) => idOf(key))];
      return [name, resolved(inner, idOf)];
    }),
  );
}
