import { existsSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { readmeWithTables } from '../workflows/state-tables.ts';

const root = new URL('../', import.meta.url);
const readme = readFileSync(new URL('README.md', root), 'utf8');

it('shows the state tables of the definitions that are deployed (npm run docs)', () => {
  expect(readme).toBe(readmeWithTables());
});

it('links only to what exists', () => {
  for (const [, target = ''] of readme.matchAll(/\]\((?!https?:)([^)#]+)/g)) {
    expect(existsSync(new URL(target, root)), target).toBe(true);
  }
});

it('names only commands that package.json has', () => {
  const { scripts } = JSON.parse(readFileSync(new URL('package.json', root), 'utf8')) as {
    scripts: Record<string, string>;
  };
  for (const [, name = ''] of readme.matchAll(/npm run (?:-s )?([a-z]+)/g)) expect(scripts).toHaveProperty(name);
});
