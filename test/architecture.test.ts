import { createRequire } from 'node:module';
import { cruise } from 'dependency-cruiser';
import { expect, it } from 'vitest';

const { forbidden, options } = createRequire(import.meta.url)('../.dependency-cruiser.cjs');

it('holds every import to the architecture', async () => {
  const { output } = await cruise(['functions', 'infra'], { ruleSet: { forbidden }, validate: true, ...options });
  if (typeof output === 'string') throw new Error(output);
  expect(output.summary.totalCruised).toBeGreaterThan(50);
  expect(output.summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`)).toEqual([]);
});
