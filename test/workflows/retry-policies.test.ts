import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { definitionFile } from '../../infra/manifest/model.ts';
import { workflows } from '../../infra/manifest.ts';

/** The policies of `workflows/README.md`: attempts after the first, and the longest pause in seconds. */
const POLICIES = { prompt: [4, 20], steady: [6, 30], patient: [8, 60] } as const;

interface State {
  readonly Retry?: readonly {
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

describe.each(Object.keys(workflows))('the workflow %s', (name) => {
  const readme = readFileSync(`workflows/${name}/README.md`, 'utf8');
  const policy = /^Retry policy: \[(\w+)\]/m.exec(readme)?.[1] as keyof typeof POLICIES;

  it('retries every Task by the policy that its README names', () => {
    const retries = retriesOf(
      (JSON.parse(readFileSync(definitionFile(name), 'utf8')) as { States: Record<string, State> }).States,
    );
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
