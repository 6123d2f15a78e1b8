import { existsSync, globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { OVERLAP_SECONDS } from '../../functions/shared/table/list.ts';
import { calledBy, definitionFile } from '../../infra/manifest/model.ts';
import { functions, routes, schedules, subscriptions, workflows } from '../../infra/manifest.ts';

const kebab = (name: string): string => name.replaceAll(/(?<=[a-z0-9])(?=[A-Z])/g, '-').toLowerCase();

interface Task {
  readonly Resource: string;
  readonly Arguments: { readonly FunctionName: string };
  readonly TimeoutSeconds?: number | string;
  readonly Retry?: readonly { readonly ErrorEquals: readonly string[] }[];
}

/** The Task states of a definition by name, those inside Map and Parallel too. */
function tasks(definition: unknown): [string, Task][] {
  if (definition === null || typeof definition !== 'object') return [];
  return Object.entries(definition).flatMap(([state, value]) =>
    (value?.Type === 'Task' ? [[state, value] as [string, Task]] : []).concat(tasks(value)),
  );
}

/** The least that a timeout may be: `{% $max([60, …]) %}` is computed from a term, and no less than 60. */
const leastSeconds = (timeout: number | string): number =>
  typeof timeout === 'number' ? timeout : Number(/^\{% \$max\(\[(\d+), /.exec(timeout)?.[1]);

describe.each(Object.entries(workflows))('the workflow %s', (name, spec) => {
  const text = readFileSync(definitionFile(name), 'utf8');
  const states = tasks(JSON.parse(text));

  it('has one function and one file for each of its Task states, of the same name', () => {
    const placeholders = [...text.matchAll(/\$\{(\w+)\}/g)]
      .map(([, found]) => found)
      .filter((one) => one !== 'Partition');
    expect(new Set(placeholders)).toEqual(new Set(spec.tasks));
    for (const [state, task] of states) expect(task.Arguments.FunctionName).toBe(`\${${state}}`);
    const entries = spec.tasks.map((task) => functions[task]?.entry ?? `${task} is not in the manifest`);
    const folder = entries[0]?.split('/')[1];
    expect(entries).toEqual(spec.tasks.map((task) => `functions/${folder}/steps/${kebab(task)}.ts`));
  });

  it('calls functions by Lambda’s own integration, in every partition', () => {
    expect(states.length).toBeGreaterThan(0);
    for (const [, { Resource }] of states) {
      expect(Resource).toMatch(/^arn:\$\{Partition\}:states:::lambda:invoke(\.waitForTaskToken)?$/);
    }
    expect(text).not.toContain('arn:aws');
  });

  it.each(states)('state %s waits longer than its function may run, and retries named errors only', (state, task) => {
    expect(leastSeconds(task.TimeoutSeconds ?? 0)).toBeGreaterThan(
      functions[state]?.timeoutSeconds ?? Number.POSITIVE_INFINITY,
    );
    const retried = (task.Retry ?? []).flatMap((retrier) => retrier.ErrorEquals);
    expect(retried).toContain('TableUnavailable');
    expect(retried).not.toContain('States.ALL');
  });
});

describe('the manifest', () => {
  it('a function that changes records ends before a list’s overlap of times does, so that a client that follows the list misses no change', () => {
    const writers = Object.values(functions).filter(
      ({ access }) => access.audit === 'append' || access.audit === 'consult',
    );
    // What the index takes to follow is allowed a minute.
    expect(Math.max(...writers.map(({ timeoutSeconds }) => timeoutSeconds))).toBeLessThanOrEqual(OVERLAP_SECONDS - 60);
  });

  it('names files that exist, each for one function', () => {
    const entries = Object.values(functions).map((spec) => spec.entry);
    expect(entries.filter((entry) => !existsSync(entry))).toEqual([]);
    expect(new Set(entries).size).toBe(entries.length);
  });

  it('has a Task state of one workflow for each step that is written', () => {
    const states = Object.values(workflows).flatMap(calledBy);
    const entries = states.map((state) => functions[state]?.entry ?? state);
    expect(entries.sort()).toEqual(globSync('functions/*/steps/*.ts').sort());
  });

  it('has every step, subscriber and schedule that is written', () => {
    const entries = new Set<string>(Object.values(functions).map((spec) => spec.entry));
    const written = globSync('functions/*/{steps,subscribers,schedules}/*.ts');
    expect(written.filter((file) => !entries.has(file))).toEqual([]);
  });

  it('calls every function it lists, and lists every function it calls', () => {
    const called = new Set([
      'Authorizer',
      'Relay',
      ...routes.map((route) => route.function),
      ...Object.values(workflows).flatMap(calledBy),
      ...subscriptions.map((subscription) => subscription.function),
      ...schedules.map((schedule) => schedule.function),
    ]);
    expect([...called].sort()).toEqual(Object.keys(functions).sort());
  });

  it('answers a request before API Gateway gives up after 29 seconds', () => {
    for (const route of routes) expect(functions[route.function]?.timeoutSeconds).toBeLessThan(29);
  });

  it('answers requests in no thread of its own, so that a read or a refusal waits for none', () => {
    for (const route of routes) expect(functions[route.function]?.computes, route.function).toBeUndefined();
  });

  it('answers each route once', () => {
    const all = routes.map(({ endpoint }) => `${endpoint.method} ${endpoint.path}`);
    expect(new Set(all).size).toBe(all.length);
  });

  it('gives each event to a function once', () => {
    const all = subscriptions.map((one) => `${one.event} ${one.function}`);
    expect(new Set(all).size).toBe(all.length);
  });
});
