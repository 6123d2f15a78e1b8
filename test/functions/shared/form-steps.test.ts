import { existsSync, globSync, readFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { beforeAll, expect, it, vi } from 'vitest';
import { type Form, readForm } from '../../../functions/shared/table/form.ts';
import { LAYOUT } from '../../../infra/commands/migrate/migrate.ts';
import { DATA_VERSION } from '../../../infra/local/data-version.ts';

/** Every step from one version of a form to the next has a stored sample of what it reads, and of what comes of that. */

const known = vi.hoisted(() => new Map<string, unknown>());

vi.mock('../../../functions/shared/table/form.ts', async (original) => {
  const real = await original<typeof import('../../../functions/shared/table/form.ts')>();
  return {
    ...real,
    form: (...told: Parameters<typeof real.form>) => {
      const made = real.form(...told);
      known.set(made.name, made);
      return made;
    },
  };
});

const SAMPLES = 'test/functions/shared/forms';

beforeAll(async () => {
  const written = globSync('functions/{*/store,shared/{ledger,numbers,human-task,table,deadline,documents}}/*.ts');
  for (const file of written) await import(resolve(file));
});

/** The steps that there are, as `<form>.v<version that the step reads>`. */
const steps = (forms: readonly Form[]): string[] =>
  forms.flatMap(({ name, upcasts }) => upcasts.map((_step, index) => `${name}.v${index + 1}`));

const forms = (): Form[] => [...known.values()] as Form[];

const sample = (file: string) =>
  JSON.parse(readFileSync(file, 'utf8')) as { readonly kept: unknown; readonly read: unknown };

it('finds the forms of every capability that keeps something', () => {
  const names = new Set(forms().map(({ name }) => name));
  for (const one of [
    'filing',
    'trade',
    'consolidation',
    'creditevent',
    'import',
    'notice',
    'trace-record',
    'ledger',
    'record-number',
    'audit-entry',
  ]) {
    expect(names).toContain(one);
  }
});

it('has a sample of every step, and of no other', () => {
  const stored = globSync(`${SAMPLES}/*.json`).map((file) => basename(file, '.json'));
  expect(stored.toSorted()).toEqual(steps(forms()).toSorted());
});

it('raises the version of the data with every step of a form, and every layout', () => {
  expect(DATA_VERSION).toBe(LAYOUT + steps(forms()).length);
});

it('reads each sample as it was read when its step was written', () => {
  for (const one of forms()) {
    for (const [index] of one.upcasts.entries()) {
      const file = `${SAMPLES}/${one.name}.v${index + 1}.json`;
      expect(existsSync(file), file).toBe(true);
      const { kept, read } = sample(file);
      expect(readForm(one, kept, index + 1), file).toEqual(read);
    }
  }
});

it('misses the sample of a step that somebody adds without one', () => {
  const grown = { name: 'ledger', version: 2, upcasts: [(content: object) => ({ ...content })] } as unknown as Form;
  expect(steps([grown])).toEqual(['ledger.v1']);
  expect(existsSync(`${SAMPLES}/ledger.v1.json`)).toBe(false);
});
