import { StateError } from './error.ts';
import { type Compiled, compiler, type Scope } from './evaluation/compile.ts';
import { evaluateApart } from './evaluation/evaluate-apart.ts';
import { isPlain } from './evaluation/plain.ts';
import { missingReferences } from './evaluation/references.ts';
import type { Json } from './json.ts';

export type { Scope };

/** A field of a definition, compiled. Rejects with StateError States.QueryEvaluationError. */
export type Evaluator<T> = (scope: Scope) => Promise<T>;

export const isExpression = (text: string): boolean => text.startsWith('{%') && text.endsWith('%}');

/** The expression within `{% … %}`. */
export const sourceOf = (text: string): string => text.slice(2, -2).trim();

/**
 * Compiles a value in which any string may be a JSONata expression `{% … %}`.
 *
 * @param field where the value stands in its state; evaluation errors name it
 * @param states what `$states` has there beside input and context
 * @throws Error where AWS would refuse an expression
 */
export function compileTemplate(value: Json, field: string, states: readonly string[] = []): Evaluator<Json> {
  if (typeof value === 'string') return compileText(value, field, states);
  if (Array.isArray(value)) {
    const items = value.map((item, index) => compileTemplate(item, `${field}[${index}]`, states));
    return (scope) => Promise.all(items.map((item) => item(scope)));
  }
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).map(
      ([key, one]) => [key, compileTemplate(one, `${field}/${key}`, states)] as const,
    );
    return async (scope) =>
      Object.fromEntries(await Promise.all(entries.map(async ([key, one]) => [key, await one(scope)] as const)));
  }
  return () => Promise.resolve(value);
}

function compileText(text: string, field: string, states: readonly string[]): Evaluator<Json> {
  if (isExpression(text)) return compileExpression(sourceOf(text), field, states);
  if (text.startsWith('{%') || text.endsWith('%}')) {
    throw new Error(`${text} is not a whole JSONata expression: it must start with {% and end with %}`);
  }
  return () => Promise.resolve(text);
}

function compileExpression(source: string, field: string, states: readonly string[]): Evaluator<Json> {
  const expression = compile(source);
  const [missing] = missingReferences(expression.tree, states);
  if (missing !== undefined)
    throw new Error(`'${source}' refers to ${missing}, which is not there; start from $states`);
  const evaluate = isPlain(expression.tree)
    ? (scope: Scope) => evaluateHere(expression, source, scope)
    : (scope: Scope) => evaluateApart(source, scope);
  return async (scope) => {
    const fail = (why: string) =>
      new StateError(
        'States.QueryEvaluationError',
        `The JSONata expression '${source}' specified for the field '${field}' ${why}`,
        { location: field },
      );
    let text: string | undefined;
    try {
      text = await evaluate(scope);
    } catch (fault) {
      throw fail(`threw an error during evaluation. ${(fault as Error).message}`);
    }
    if (text === undefined) throw fail('returned nothing (undefined).');
    return JSON.parse(text) as Json;
  };
}

/** [designed] What an evaluation may cost in this thread, where nothing else happens meanwhile: some 50 ms. */
const MAX_COST_HERE = 20_000;

class TooCostly extends Error {}

/** By evaluation. */
const costs = new WeakMap<object, number>();

const compile = compiler((evaluation, more) => {
  const cost = (costs.get(evaluation) ?? 0) + more;
  if (cost > MAX_COST_HERE) throw new TooCostly();
  costs.set(evaluation, cost);
});

/** An ordinary evaluation takes microseconds; one that does not end soon begins anew in a thread that can be ended. */
async function evaluateHere(expression: Compiled, source: string, scope: Scope): Promise<string | undefined> {
  try {
    return await expression.evaluate(scope);
  } catch (fault) {
    if (fault instanceof TooCostly) return evaluateApart(source, scope);
    throw fault;
  }
}
