import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { Instance } from '../../../../functions/packing/load/instance.ts';
import type { LoadPlan } from '../../../../functions/packing/model.ts';
import { findingsOf } from '../../../../functions/shared/kernel/issues.ts';

const CLI = new URL('../../../../functions/packing/cli.ts', import.meta.url).pathname;

function run(input: string, ...args: string[]): { status: number | null; stdout: string; stderr: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, ...args], { input, encoding: 'utf8' });
  return { status, stdout, stderr };
}

const container = { lengthMm: 2_000, widthMm: 1_000, heightMm: 1_000 };
const item = { id: 'A', lengthMm: 500, widthMm: 500, heightMm: 500, weightKg: 12.5, count: 17 };

describe('npm run plan', () => {
  it('fills one container and says what stays behind', () => {
    const { status, stdout } = run(JSON.stringify({ container, items: [item] }), '--completions', '5');
    const plan: LoadPlan & { seconds: number } = JSON.parse(stdout);
    expect(status).toBe(0);
    expect(plan.containers.map(({ placements, massG }) => [placements.length, massG])).toEqual([[16, 200_000]]);
    expect(plan.unplaced).toMatchObject([{ itemId: 'A', count: 1 }]);
    expect(plan.seconds).toBeGreaterThan(0);
  });

  it('loads all cargo into the containers on offer', () => {
    const containers = [{ ...container, type: 'box', payloadKg: 100, cost: 3 }];
    const { stdout } = run(JSON.stringify({ containers, items: [item] }), '--completions', '5');
    expect(JSON.parse(stdout)).toMatchObject({ cost: 9, lowerBound: 9, unplaced: [] });
  });

  it.each([
    ['no JSON', '{', [], 'MALFORMED_JSON', /JSON/u],
    ['no container', JSON.stringify({ items: [item] }), [], 'RULE', /集装箱/u],
    ['no time', JSON.stringify({ container, items: [item] }), ['--seconds', '0'], 'OPTION', /seconds/u],
    ['half a thread', JSON.stringify({ container, items: [item] }), ['--threads', '1.5'], 'OPTION', /threads/u],
    ['an unknown option', JSON.stringify({ container, items: [item] }), ['--minutes', '1'], 'OPTION', /minutes/u],
  ])('refuses %s in Chinese', (_name, input, args, code, message) => {
    const { status, stdout, stderr } = run(input, ...args);
    const problem: { errors: { code: string; message: string }[] } = JSON.parse(stderr);
    expect([status, stdout]).toEqual([1, '']);
    expect(problem.errors[0]?.code).toBe(code);
    expect(problem.errors[0]?.message).toMatch(message);
    expect(problem.errors[0]?.message).toMatch(/\p{Script=Han}/u);
  });
});

describe('an instance', () => {
  it.each([
    ['a carton without height', { container, items: [{ ...item, heightMm: 0 }] }, 'TOO_SMALL', /高/u],
    [
      'more cartons than can be planned in reasonable time',
      { container, items: ['A', 'B', 'C'].map((id) => ({ ...item, id, count: 100_000 })) },
      'RULE',
      /分批/u,
    ],
    ['one id twice', { container, items: [item, item] }, 'RULE', /重复/u],
    ['a misspelt field', { container, items: [{ ...item, wieght: 1 }] }, 'UNKNOWN_FIELD', /wieght/u],
  ])('with %s is refused in Chinese', (_name, input, code, message) => {
    const { error } = Instance.safeParse(input);
    const [finding] = error ? findingsOf(Instance, input, error) : [];
    expect(finding).toMatchObject({ code, message: expect.stringMatching(message) });
    expect(finding?.message).toMatch(/\p{Script=Han}/u);
  });
});
