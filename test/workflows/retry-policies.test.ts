import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { definitionFile } from '../../infra/manifest/model.ts';
import { workflows } from '../../infra/manifest.ts';

/** The policies of `workflows/README.md`: attempts after the first, and the longest pause in seconds. */
const POLICIES = { prompt: [4, 20], steady: [6, 30], patient: [8, 60] } as const;

interface State {
  readonly Type: string;
  readonly Resource?: string;
  readonly Retry?: readonly {
    readonly ErrorEquals: readonly string[];
    readonly IntervalSeconds: number;
    readonly BackoffRate: number;
    readonly MaxAttempts: number;
    readonly MaxDelaySeconds: number;
    readonly JitterStrategy: string;
  }[];
  readonly ItemProcessor?: { readonly States: Readonly<Record<string, State>> };
}

const retriesOf = (states: Readonly<Record<string, State>>): NonNullable<State['Retry']> =>
  Object.values(states).flatMap(({ Retry = [], ItemProcessor }) => [
    ...Retry,
    ...(ItemProcessor ? retriesOf(ItemProcessor.States) : []),
  ]);

const tasksOf = (states: Readonly<Record<string, State>>): State[] =>
  Object.values(states).flatMap((state) => [
    ...(state.Type === 'Task' ? [state] : []),
    ...(state.ItemProcessor ? tasksOf(state.ItemProcessor.States) : []),
  ]);

const statesOf = (name: string): Readonly<Record<string, State>> =>
  (JSON.parse(readFileSync(definitionFile(name), 'utf8')) as { States: Record<string, State> }).States;

describe.each(Object.keys(workflows))('the workflow %s', (name) => {
  const readme = readFileSync(`workflows/${name}/README.md`, 'utf8');
  const policy = /^Retry policy: \[(\w+)\]/m.exec(readme)?.[1] as keyof typeof POLICIES;

  it('tries a Task again that was not answered in time, unless a person is what it waits for', () => {
    for (const task of tasksOf(statesOf(name))) {
      const isRetried = (task.Retry ?? []).some(({ ErrorEquals }) => ErrorEquals.includes('States.Timeout'));
      expect(isRetried).toBe(!task.Resource?.endsWith('.waitForTaskToken'));
    }
  });

  it('retries every Task by the policy that its README names', () => {
    const retries = retriesOf(statesOf(name));
    expect(retries.length).toBeGreaterThan(0);
    const [MaxAttempts, MaxDelaySeconds] = POLICIES[policy];
    for (const retry of retries) {
      expect(retry).toMatchObject({
        IntervalSeconds: 1,
        BackoffRate: 2,
        JitterStrategy: 'FULL',
        MaxAttempts,
        MaxDelaySeconds,
      });
    }
  });
});

it('tells of every policy what the definitions do', () => {
  const page = readFileSync('workflows/README.md', 'utf8');
  for (const [name, [attempts, seconds]] of Object.entries(POLICIES)) {
    expect(page).toContain(`| ${name} | ${attempts} | ${seconds} s |`);
  }
});
