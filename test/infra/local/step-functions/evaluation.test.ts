import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { compiler } from '../../../../infra/local/step-functions/asl/evaluation/compile.ts';
import { evaluateApart } from '../../../../infra/local/step-functions/asl/evaluation/evaluate-apart.ts';
import type { Json } from '../../../../infra/local/step-functions/asl/json.ts';
import { until } from '../../../kit/until.ts';
import { ENDLESS, evaluate, expectBounded, failure } from './endless.ts';
import { arn, bench, finished, machine, outcome, settle } from './kit.ts';

const scope = (input: Json = {}) => ({ variables: {}, states: { input, context: {} }, now: new Date(0) });
const terms = (count: number): string => Array.from({ length: count }, () => '1').join(' + ');
const doubled = (times: number): string =>
  `($d := function($s, $n) { $n = 0 ? $s : $d($s & $s, $n - 1) }; $length($d('x', ${times})))`;

const TOO_LARGE =
  /^States.QueryEvaluationError: .* threw an error during evaluation. Expression evaluation memory limit exceeded$/;
const TOO_DEEP = /threw an error during evaluation. Stack overflow error: .* Depth=101 max=100$/;
const pass = (Output: string): object => ({ Type: 'Pass', Output, End: true });

// The limits of AWS, measured there: 100 levels, 6,990,256 bytes (8 a number, 1 a character).
describe('an expression', () => {
  it.each([
    [terms(100), 100],
    ['$count([1..873782])', 873_782],
    [doubled(22), 2 ** 22],
    ["$length($pad('', 1000000, '界'))", 1_000_000],
    ["$pad('x', -10, 'ab')", 'ababababax'],
    ["$pad('好', 3)", '好  '],
    ["$join(['a', 'b'], '-')", 'a-b'],
  ])('within the limits of AWS is evaluated: %s', async (source, expected) => {
    expect(await evaluate(source)).toEqual(expected);
  });

  it.each([
    [terms(101), TOO_DEEP],
    [terms(200), TOO_DEEP],
    ['($f := function($n) { 1 + $f($n + 1) }; $f(0))', TOO_DEEP],
    ['[1..873783]', TOO_LARGE],
    ['[1..900000]', TOO_LARGE],
    ['[1..1000000000]', TOO_LARGE],
    ['$range(1, 1000000000, 1)', TOO_LARGE],
    ["$pad('x', 1000000000)", TOO_LARGE],
    ["$join([1..1000].$pad('', 100), $pad('', 100000))", TOO_LARGE],
    [doubled(23), TOO_LARGE],
    ['($d := function($s, $n) { $n = 0 ? $s : $d([$s, $s], $n - 1) }; $string($d(1, 60)))', TOO_LARGE],
    ['($d := function($s, $n) { $n = 0 ? $s : $d($append($s, $s), $n - 1) }; $d([1, 2], 60))', TOO_LARGE],
    ['$string([1..1000].$states.input)', TOO_LARGE],
    ["$replace($states.input, 'a', $states.input)", /threw an error during evaluation. Invalid string length$/],
  ])('that grows past them fails: %s', async (source, expected) => {
    expect(await failure(source, 'a'.repeat(100_000))).toMatch(expected);
  });

  it('that does not end, or hardly, fails in bounded time, and nothing else waits for it', () =>
    expectBounded([[ENDLESS], ['$match($states.input, /^(a+)+$/)', `${'a'.repeat(200)}b`]]));

  it('is evaluated the same here and apart', async () => {
    const compile = compiler(() => {});
    const value = fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<Json>;
    const source = fc.constantFrom(
      '$states.input',
      '$string($states.input)',
      '$merge([{ "a": 1 }, { "b": $states.input }])',
      '$count($states.input)',
      '[$states.input, $now(), $millis()]',
      '$map([1..3], function($i) { $i * 2 })',
      '$map(["a", "b"], $uppercase)',
      '$substring(?, 0, 2)("abc")',
      '$reduce([1..4], $append)',
      "$match('abab', /a(b)/).groups",
      '$states.input.nobody',
      "$sum('x')",
    );
    await fc.assert(
      fc.asyncProperty(source, value, async (text, input) => {
        const here = await compile(text).evaluate(scope(input)).catch(String);
        expect(await evaluateApart(text, scope(input)).catch(String)).toEqual(here);
      }),
      { numRuns: 60 },
    );
  });
});

describe('a state whose expression does not end', () => {
  const definition = machine({
    A: { Type: 'Parallel', Branches: [{ StartAt: 'B', States: { B: pass(`{% ${ENDLESS} %}`) } }], Catch: [{ ErrorEquals: ['States.QueryEvaluationError'], Next: 'C' }], End: true },
    C: { Type: 'Succeed', Output: '{% $states.input.Error %}' },
  }); // biome-ignore format: a definition reads better

  it('fails with States.QueryEvaluationError, which a catcher takes', async () => {
    const b = await bench({ m: definition });
    expect(await finished(b, 'm')).toMatchObject({
      status: 'SUCCEEDED',
      output: 'States.QueryEvaluationError',
      path: ['A', 'B', 'C'],
    });
    await b.stepFunctions.close();
  });

  it('can be stopped meanwhile', async () => {
    const handed = vi.spyOn(Worker.prototype, 'postMessage');
    const b = await bench({ m: machine({ A: pass(`{% ${ENDLESS} %}`) }) });
    const { executions } = b.stepFunctions;
    const { id } = executions.start(arn('m'), 'one', '{}');
    await until('a thread to evaluate it', () => handed.mock.calls.length > 0 || undefined);
    handed.mockRestore();
    executions.stop('arn:aws:states:local:000000000000:execution:m:one', { error: 'Operator' });
    expect(outcome(b, id)).toMatchObject({ status: 'ABORTED', error: 'Operator' });
    await b.stepFunctions.close();
  });

  it('fails too where the process ended meanwhile', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'evaluation-'));
    onTestFinished(() => rmSync(dataDir, { recursive: true }));
    const definitions = { m: machine({ A: pass(`{% ${ENDLESS} %}`) }) };
    const before = await bench(definitions, {}, { dataDir });
    before.stepFunctions.executions.start(arn('m'), 'one', '{}');
    await settle();
    await before.stepFunctions.close();
    const after = await bench(definitions, {}, { dataDir });
    const { executions } = after.stepFunctions;
    after.stepFunctions.resume();
    const running = executions.find('arn:aws:states:local:000000000000:execution:m:one');
    expect(running.status).toBe('RUNNING');
    await executions.ended(running, new AbortController().signal);
    expect(outcome(after, 1)).toMatchObject({ status: 'FAILED', error: 'States.QueryEvaluationError' });
    await after.stepFunctions.close();
  });
});
