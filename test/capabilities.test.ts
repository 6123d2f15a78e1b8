import { existsSync, globSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { ID_KINDS } from '../functions/shared/kernel/identifier.ts';
import { WORKFLOWS } from '../functions/shared/outbox/workflows.ts';
import { shippedOn } from '../functions/shared/reference/reference.ts';
import { contracts } from '../functions/system/contracts.ts';
import { QUEUES } from '../functions/system/work.ts';
import { LOGS } from '../infra/commands/audit/logs.ts';
import { MIGRATIONS } from '../infra/commands/migrate/migrations.ts';
import { AWAITS, RECORDS } from '../infra/commands/reconcile/awaits.ts';
import { replaysWith } from '../infra/commands/replay/producers.ts';
import * as manifest from '../infra/manifest.ts';

/** Folders of `functions/` that are no capability; the import rules name the same. */
const OTHERS = new Set(['shared', 'system', 'events', 'packing', 'portal']);

/** Those of them that answer requests, with a manifest and a contract as every capability has. */
const SERVED = ['portal', 'system'];

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
    expect(text).toMatch(/\w+Operations[(,]/);
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

/** What people read of the whole, to find their way. */
const [readme = '', glossary = '', accessPatterns = ''] = [
  'README.md',
  'docs/glossary.md',
  'docs/access-patterns.md',
].map((path) => readFileSync(path, 'utf8'));

describe.each(capabilities)('whoever looks for the capability %s finds', (name) => {
  it('its line in the README’s table of folders', () => {
    const row = readme.split('\n').find((line) => line.startsWith('| of them |'));
    expect(row).toContain(`\`${name}\``);
  });

  it('its word in the glossary', () => {
    const inTheCode = glossary.split('\n').map((line) => line.split('|')[3] ?? '');
    expect(inTheCode.filter((cell) => cell.includes(`\`${name}\``))).toHaveLength(1);
  });

  it('each kind of its keys among the access patterns, but records by id, which are there once for all', () => {
    const byId = new Set<string>(ID_KINDS);
    const kinds = globSync(`functions/${name}/store/*.ts`).flatMap((file) =>
      [...readFileSync(file, 'utf8').matchAll(/\bdistrictKey\([^;]*?'([A-Z][A-Z_]*)'/g)].map(([, kind = '']) => kind),
    );
    const untold = kinds
      .filter((kind) => !byId.has(kind.toLowerCase().replaceAll('_', '')))
      .filter((kind) => !new RegExp(`\\b${kind}\\b`).test(accessPatterns));
    expect(untold).toEqual([]);
  });
});

it.each(WORKFLOWS)('the workflow %s has a README and a table of its paths', (name) => {
  const must = [`workflows/${name}/README.md`, `test/workflows/${name}.test.ts`];
  expect(must.filter((file) => !existsSync(file))).toEqual([]);
});

/** All that the files of a pattern export. */
const exportsOf = async (pattern: string): Promise<{ file: string; name: string; value: unknown }[]> => {
  const found = await Promise.all(
    globSync(pattern).map(async (file) => {
      const exported: Record<string, unknown> = await import(new URL(`../${file}`, import.meta.url).href);
      return Object.entries(exported).map(([name, value]) => ({ file, name, value }));
    }),
  );
  return found.flat();
};

type Replays = ReturnType<typeof replaysWith>;

/** An `AuditedLog`. */
const isLog = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && ['prefix', 'holds', 'read'].every((field) => field in value);

describe('what is listed by hand', () => {
  it('has every folder of functions/ as a capability of the import rules, or as none', () => {
    const rules: { forbidden: { name: string; from: { path: string } }[] } = createRequire(import.meta.url)(
      '../.dependency-cruiser.cjs',
    );
    const { from } = rules.forbidden.find(({ name }) => name === 'no-capability-imports-another') ?? {};
    const pattern = new RegExp(from?.path ?? '');
    const folders = [...OTHERS, ...capabilities];
    expect(folders.filter((folder) => pattern.test(`functions/${folder}/api.ts`))).toEqual(capabilities);
  });

  it('has the manifest of every capability', () => {
    expect(Object.keys(manifest.capabilities).sort()).toEqual([...capabilities, ...SERVED].sort());
  });

  it('has every queue of every contract, for the badges', async () => {
    const exported = await exportsOf('functions/*/contract/index.ts');
    const queues = exported.flatMap(({ name, value }) => (name.endsWith('Queues') ? (value as typeof QUEUES) : []));
    expect(new Set(QUEUES)).toEqual(new Set(queues));
    const kept = globSync('functions/*/contract/queues.ts');
    expect(exported.filter(({ name }) => name.endsWith('Queues'))).toHaveLength(kept.length);
  });

  it('knows every record that waits for a workflow, so that a restore finds what waits for nothing', async () => {
    const exported = await exportsOf('functions/*/services/*.ts');
    const awaits = exported.filter(({ name }) => name === 'awaits').flatMap(({ value }) => value as typeof AWAITS);
    expect(new Set(AWAITS)).toEqual(new Set(awaits));
    expect(AWAITS.every(({ kind }) => Object.values(RECORDS).includes(kind))).toBe(true);
  });

  it('has the migrations and the replays of every store, and its kinds of record that are a log', async () => {
    const stores = await exportsOf('functions/*/store/*.ts');
    const exported = (wanted: string) => stores.filter(({ name }) => name === wanted).map(({ value }) => value);
    expect(new Set(MIGRATIONS)).toEqual(new Set((exported('migrations') as (typeof MIGRATIONS)[]).flat()));

    const lists = shippedOn('2026-12-31');
    const replays = exported('replays') as (Replays | ((of: typeof lists) => Replays))[];
    const events = replays.flatMap((one) => (typeof one === 'function' ? one(lists) : one)).map(({ event }) => event);
    expect(
      replaysWith(lists)
        .map(({ event }) => event)
        .toSorted(),
    ).toEqual(events.toSorted());

    const logs = stores.flatMap(({ value }) => (isLog(value) ? [value] : []));
    expect(new Set<unknown>(LOGS)).toEqual(new Set(logs));
  });

  it('has the contract of every capability, for the OpenAPI document', () => {
    expect(Object.keys(contracts).sort()).toEqual([...capabilities, ...SERVED].sort());
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
