import { globSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { systemActor } from '../functions/shared/table/audit.ts';
import { functions } from '../infra/manifest.ts';

/** Where the system's own signature is spelled. */
const SPELLED = 'functions/shared/table/audit.ts';

const sources = globSync(['functions/**/*.ts', 'infra/**/*.ts']).map((file) => ({
  file,
  text: readFileSync(file, 'utf8'),
}));

/** The literal names with which a kind of work is signed anywhere. */
const signed = (kind: string): string[] =>
  sources.flatMap(({ text }) =>
    [...text.matchAll(new RegExp(`systemActor\\('${kind}', '([^']+)'\\)`, 'g'))].map(([, name = '']) => name),
  );

it('signs work of the system by its kind and name', () => {
  expect(systemActor('workflow', 'filing')).toEqual({ sub: 'workflow:filing', role: 'system' });
  expect(systemActor('schedule', 'watch-terms')).toEqual({ sub: 'schedule:watch-terms', role: 'system' });
});

it('spells that signature in one place', () => {
  const spelling = sources.filter(({ text }) => /role:\s*['"`]system['"`]/.test(text)).map(({ file }) => file);
  expect(spelling).toEqual([SPELLED]);
});

it('signs as a schedule or a subscriber only what there is', () => {
  const schedules = new Set(globSync('functions/*/schedules/*.ts').map((file) => file.split('/').at(-1)));
  expect(signed('schedule').filter((name) => !schedules.has(`${name}.ts`))).toEqual([]);
  expect(signed('subscriber').filter((name) => !(name in functions))).toEqual([]);
  expect([signed('schedule').length, signed('subscriber').length]).not.toContain(0);
});
