import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { eventsPage } from '../infra/commands/docs/events.ts';
import { numbersOf, ruleFiles, rulesOf, rulesPage } from '../infra/commands/docs/rules.ts';
import { readmeWithTables, statesByWorkflow } from '../infra/commands/docs/state-tables.ts';

const root = new URL('../', import.meta.url);
const readme = readFileSync(new URL('README.md', root), 'utf8');
const contributing = readFileSync(new URL('CONTRIBUTING.md', root), 'utf8');

it('shows the state tables of the definitions that are deployed (npm run docs)', () => {
  expect(readme).toBe(readmeWithTables());
});

it.each(statesByWorkflow())('tells what every state of the workflow %s does, and of no other', (workflow, states) => {
  const rows = readFileSync(new URL(`workflows/${workflow}/README.md`, root), 'utf8').matchAll(/^\|([^|]*`[^|]*)\|/gm);
  const told = [...rows].flatMap(([, cell = '']) => [...cell.matchAll(/`(\w+)`/g)].map(([, name]) => name));
  expect(new Set(told)).toEqual(new Set(states));
});

it('tells every event as the code does (npm run docs)', () => {
  expect(readFileSync(new URL('docs/events.md', root), 'utf8')).toBe(eventsPage());
});

it('tells every rule as the code does (npm run docs)', async () => {
  expect(readFileSync(new URL('docs/rules.md', root), 'utf8')).toBe(await rulesPage());
});

it.each(ruleFiles())('has the rule of %s in the page of rules, once', async (file) => {
  expect(await rulesOf(file)).toHaveLength(1);
  expect((await rulesPage()).split(`(../${file})`)).toHaveLength(2);
});

it('knows where each number of the risk rules stands', async () => {
  const found = (await Promise.all(ruleFiles().map(rulesOf))).flat();
  const wanted = Array.from({ length: 28 }, (_, index) => `R${String(index + 1).padStart(2, '0')}`);
  expect([...numbersOf(found)].toSorted()).toEqual(wanted);
});

it.each(['README.md', 'functions/packing/README.md'])('links only to what exists: %s', (path) => {
  const file = new URL(path, root);
  for (const [, target = ''] of readFileSync(file, 'utf8').matchAll(/\]\((?!https?:|#)([^)#]+)/g)) {
    expect(existsSync(new URL(target, file)), target).toBe(true);
  }
});

it.each(['functions', 'infra', 'docs'])('tells what each part of %s is', (folder) => {
  for (const { name } of readdirSync(new URL(folder, root), { withFileTypes: true })) {
    expect(readme, `${folder}/${name}`).toContain(name.replace(/\.ts$/, ''));
  }
});

it.each(
  readdirSync(new URL('infra/commands', root), { withFileTypes: true }).flatMap((one) =>
    one.isDirectory() ? [one.name] : [],
  ),
)('has a row for the command %s', (name) => {
  const rows = readme.split('\n').map((line) => line.split('|'));
  expect(rows.filter(([, cell = '']) => new RegExp(`\`npm run (?:-s )?${name}\\b`).test(cell))).toHaveLength(1);
});

it('names every command of package.json, and no other', () => {
  const { scripts } = JSON.parse(readFileSync(new URL('package.json', root), 'utf8')) as {
    scripts: Record<string, string>;
  };
  const told = `${readme}${contributing}`.matchAll(/npm (?:run )?(?:-s )?([a-z]+(?:-[a-z]+)*)/g);
  const names = new Set([...told].map(([, name]) => name));
  const notScripts = new Set(['ci', 'cit', 'brings', 'sbom']);
  expect(names.difference(notScripts)).toEqual(new Set(Object.keys(scripts)));
});
