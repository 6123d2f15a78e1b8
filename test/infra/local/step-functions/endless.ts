import { expect } from 'vitest';
import { compileTemplate } from '../../../../infra/local/step-functions/asl/expression.ts';
import type { Json } from '../../../../infra/local/step-functions/asl/json.ts';
import { longestTurn } from '../../../kit/processor-time.ts';

/** Calls itself for ever, and takes no memory. */
export const ENDLESS = '($f := function($n) { $f($n + 1) }; $f(0))';

/** The value of an expression with an input, as a state evaluates it. */
export const evaluate = (source: string, input: Json = {}): Promise<Json> =>
  compileTemplate(`{% ${source} %}`, 'Output')({ variables: {}, states: { input, context: {} }, now: new Date(0) });

/** The name and message of an expression's fault. */
export const failure = (source: string, input: Json = {}): Promise<string> =>
  evaluate(source, input).then(
    () => 'no failure',
    (fault: Error) => `${fault.name}: ${fault.message}`,
  );

/**
 * Evaluates expressions that do not end, or hardly, all at once: each fails by a limit, and this thread serves others
 * meanwhile.
 *
 * @param expressions sources with their inputs
 */
export async function expectBounded(expressions: readonly (readonly [source: string, input?: Json])[]): Promise<void> {
  const { answer, seconds } = await longestTurn(() =>
    Promise.all(expressions.map(([source, input]) => failure(source, input))),
  );
  // Which limit comes first is the machine's speed.
  for (const one of answer) expect(one).toMatch(/evaluation timeout: 2000ms|memory limit exceeded$/);
  // An endless one is given up here after some 50 ms; unbounded, this would be seconds.
  expect(seconds).toBeLessThan(1);
}
