import jsonata, { type Expression, type JsonataError } from 'jsonata';
import { StateError } from './error.ts';
import { addFunctions } from './functions.ts';
import type { Json } from './json.ts';

/** What an expression sees. */
export interface Scope {
  readonly variables: Readonly<Record<string, Json>>;
  /** `$states`: input, result, errorOutput, context. */
  readonly states: Readonly<Record<string, unknown>>;
  /** What `$now()` and `$millis()` give. */
  readonly now: Date;
}

/** A field of a definition, compiled. Rejects with StateError States.QueryEvaluationError. */
export type Evaluator<T> = (scope: Scope) => Promise<T>;

export const isExpression = (text: string): boolean => text.startsWith('{%') && text.endsWith('%}');

/**
 * Compiles a value in which any string may be a JSONata expression `{% … %}`.
 *
 * @param field where the value stands in its state; evaluation errors name it
 * @throws Error where an expression does not parse
 */
export function compileTemplate(value: Json, field: string): Evaluator<Json> {
  if (typeof value === 'string') return compileText(value, field);
  if (Array.isArray(value)) {
    const items = value.map((item, index) => compileTemplate(item, `${field}[${index}]`));
    return (scope) => Promise.all(items.map((item) => item(scope)));
  }
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).map(([key, one]) => [key, compileTemplate(one, `${field}/${key}`)] as const);
    return async (scope) =>
      Object.fromEntries(await Promise.all(entries.map(async ([key, one]) => [key, await one(scope)] as const)));
  }
  return () => Promise.resolve(value);
}

function compileText(text: string, field: string): Evaluator<Json> {
  if (isExpression(text)) return compileExpression(text.slice(2, -2).trim(), field);
  if (text.startsWith('{%') || text.endsWith('%}')) {
    throw new Error(`${text} is not a whole JSONata expression: it must start with {% and end with %}`);
  }
  return () => Promise.resolve(text);
}

function compileExpression(source: string, field: string): Evaluator<Json> {
  const expression = parse(source);
  return async ({ variables, states, now }) => {
    const clock = {
      now: (picture?: string, timezone?: string) =>
        formatInstant.evaluate(undefined, { instant: now.getTime(), picture, timezone }) as Promise<string>,
      millis: () => now.getTime(),
    };
    const fail = (why: string) =>
      new StateError(
        'States.QueryEvaluationError',
        `The JSONata expression '${source}' specified for the field '${field}' ${why}.`,
        field,
      );
    let text: string | undefined;
    try {
      text = JSON.stringify(await expression.evaluate(undefined, { ...variables, states, ...clock }));
    } catch (fault) {
      throw fail(`threw an error during evaluation: ${described(fault)}`);
    }
    if (text === undefined) throw fail('returned nothing (undefined)');
    return JSON.parse(text) as Json;
  };
}

/** `$now()` with its picture and time zone, at an instant of our choice. */
const formatInstant = jsonata('$fromMillis($instant, $picture, $timezone)');

function parse(source: string): Expression {
  let expression: Expression;
  try {
    expression = jsonata(source);
  } catch (fault) {
    throw new Error(`the JSONata expression '${source}' does not parse: ${described(fault)}`, { cause: fault });
  }
  if (mentionsEval(expression.ast())) throw new Error(`'${source}' calls $eval, which Step Functions does not have`);
  addFunctions(expression);
  return expression;
}

function mentionsEval(node: unknown, seen = new Set<unknown>()): boolean {
  if (typeof node !== 'object' || node === null || seen.has(node)) return false;
  seen.add(node);
  const { type, value } = node as { type?: unknown; value?: unknown };
  if (type === 'variable' && value === 'eval') return true;
  return Object.values(node).some((child) => mentionsEval(child, seen));
}

/** JSONata throws plain objects as well as errors. */
const described = (fault: unknown): string => (fault as JsonataError).message;
