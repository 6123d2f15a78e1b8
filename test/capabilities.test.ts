import { existsSync, globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ID_KINDS } from '../functions/shared/kernel/identifier.ts';
import { WORKFLOWS } from '../functions/shared/outbox/workflows.ts';
import { contracts } from '../functions/system/contracts.ts';
import * as manifest from '../infra/manifest.ts';

/** Folders of `functions/` that are no capability; `.dependency-cruiser.cjs` names the same. */
const OTHERS = new Set(['shared', 'system', 'events', 'packing']);

/** All that a capability may have; CONTRIBUTING says what belongs in each. */
const ENTRIES = new Set([
  'api.ts',
  'contract',
  'domain',
  'operations',
  'print',
  'schedules',
  'services',
  'steps',
  'store',
  'subscribers',
]);

/** A folder counts once a file stands in it: git keeps no empty one. */
const files = globSync('functions/**/*.*').map((file) => file.split('/').slice(1));
const capabilities = [...new Set(files.map(([folder = '']) => folder))].filter((folder) => !OTHERS.has(folder));
const entriesOf = (name: string) => new Set(files.flatMap(([folder, entry = '']) => (folder === name ? [entry] : [])));

describe.each(capabilities)('the capability %s', (name) => {
  it('has no entry but those that every capability has', () => {
    expect([...entriesOf(name)].filter((entry) => !ENTRIES.has(entry))).toEqual([]);
  });

  it('has an API, its contract in one value, and handlers for it', () => {
    const must = ['api.ts', 'contract/index.ts', 'domain', 'operations'];
    expect(must.filter((entry) => !existsSync(`functions/${name}/${entry}`))).toEqual([]);
  });

  it('only joins its handlers in api.ts', () => {
    const text = readFileSync(`functions/${name}/api.ts`, 'utf8');
    expect(text).toMatch(/\.\.\.\w+Operations\(/);
    expect(text).not.toMatch(/async|throw /);
  });

  it('lists its rules in one place', () => {
    const folder = `functions/${name}/domain/rules`;
    expect(!existsSync(folder) || existsSync(`${folder}/index.ts`)).toBe(true);
  });

  it('is deployed by a manifest of its name', () => {
    expect(existsSync(`infra/manifest/${name}.ts`)).toBe(true);
    const entries = Object.values(manifest.functions).map(({ entry }) => entry);
    expect(entries).toContain(`functions/${name}/api.ts`);
  });
});

describe('what is listed by hand', () => {
  it('has the contract of every capability, for the OpenAPI document', () => {
    expect(Object.keys(contracts).sort()).toEqual([...capabilities, 'system'].sort());
    const published = Object.values(contracts).flatMap((contract) => Object.values(contract));
    expect(new Set(published)).toEqual(new Set(manifest.routes.map(({ endpoint }) => endpoint)));
  });

  it('has every workflow that has a folder, and the manifest deploys each', () => {
    const folders = new Set(globSync('workflows/*/*.asl.json').map((file) => file.split('/')[1]));
    expect(new Set<string | undefined>(WORKFLOWS)).toEqual(folders);
    expect(new Set<string | undefined>(Object.keys(manifest.workflows))).toEqual(folders);
  });

  it.each(ID_KINDS)('has the kind of identifier %s for one capability that makes such records', (kind) => {
    const makers = capabilities.filter((name) =>
      globSync(`functions/${name}/**/*.ts`).some((file) =>
        new RegExp(`\\bidentifier\\(\\s*'${kind}'`).test(readFileSync(file, 'utf8')),
      ),
    );
    expect(makers).toHaveLength(1);
  });
});
