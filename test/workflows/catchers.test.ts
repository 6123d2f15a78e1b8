import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

interface Catcher {
  readonly ErrorEquals: readonly string[];
  readonly Next: string;
}

/** Every list of catchers of a definition, those of branches and iterations included. */
function catchersOf(value: unknown): Catcher[][] {
  if (typeof value !== 'object' || value === null) return [];
  const own = 'Catch' in value ? [value.Catch as Catcher[]] : [];
  return [...own, ...Object.values(value).flatMap(catchersOf)];
}

const root = new URL('../../workflows/', import.meta.url);
const definitions = readdirSync(root, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => {
    const text = readFileSync(new URL(`${name}/${name}.asl.json`, root), 'utf8');
    return [name, catchersOf(JSON.parse(text))] as const;
  });

describe('States.ALL', () => {
  // AWS was recorded to give it States.DataLimitExceeded, its documentation says that it does not: the name is right in
  // both.
  it.each(definitions)('of %s stands beside States.DataLimitExceeded by name, to the same effect', (_, lists) => {
    for (const catchers of lists) {
      const all = catchers.find(({ ErrorEquals }) => ErrorEquals.includes('States.ALL'));
      if (!all) continue;
      const named = catchers.find(({ ErrorEquals }) => ErrorEquals.includes('States.DataLimitExceeded'));
      expect(named).toEqual({ ...all, ErrorEquals: ['States.DataLimitExceeded'] });
    }
  });

  it('is caught by at least one workflow', () => {
    const names = definitions.flatMap(([, lists]) => lists.flat().flatMap(({ ErrorEquals }) => ErrorEquals));
    expect(names).toContain('States.ALL');
  });
});
