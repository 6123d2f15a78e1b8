import { z } from 'zod';
import { StateError } from './error.ts';
import { compileTemplate, type Evaluator, isExpression, sourceOf } from './expression.ts';
import type { Json } from './json.ts';

/** What a field's `$states` has beside input and context. */
export type StatesField = 'result' | 'errorOutput';

/** A field whose value may hold JSONata expressions anywhere. */
export const template = (field: string, ...states: StatesField[]) =>
  z.json().transform((value, context) => compiled(context, () => compileTemplate(value, field, states)));

/** A boolean, or a JSONata expression that gives one. */
export const condition = (field: string): z.ZodType<Evaluator<boolean>> =>
  z
    .json()
    .refine(
      (value) => isExpressionText(value) || isBoolean(value),
      'must be a boolean or a JSONata expression: {% … %}',
    )
    .transform((value, context) => compiled(context, () => typed(field, 'boolean', isBoolean, value)));

export const text = (field: string): z.ZodType<Evaluator<string>> =>
  z.string().transform((value, context) => compiled(context, () => typed(field, 'string', isString, value)));

export interface Numeric extends Evaluator<number> {
  /** The number that it always gives; undefined of an expression. */
  readonly constant: number | undefined;
}

/** A whole number between the bounds, or an expression that gives one. */
export const integer = (field: string, least: number, most: number): z.ZodType<Numeric> =>
  numeric(field, `an integer from ${least} to ${most}`, (n) => Number.isInteger(n) && n >= least && n <= most);

/** A number from 0 to 100, or an expression that gives one. */
export const percentage = (field: string): z.ZodType<Numeric> =>
  numeric(field, 'a number from 0 to 100', (n) => n >= 0 && n <= 100);

const numeric = (field: string, expected: string, isInRange: (n: number) => boolean): z.ZodType<Numeric> =>
  z
    .json()
    .refine(
      (value) => isExpressionText(value) || (isNumber(value) && isInRange(value)),
      `must be ${expected} or an expression`,
    )
    .transform((value, context) =>
      compiled(context, () => {
        const evaluate = typed(field, 'number', isNumber, value);
        const ranged: Evaluator<number> = async (scope) => {
          const n = await evaluate(scope);
          if (isInRange(n)) return n;
          throw evaluationError(field, `The field '${field}' must be ${expected}, but was ${n}.`);
        };
        return Object.assign(ranged, { constant: isNumber(value) ? value : undefined });
      }),
    );

/** A JSON array, or an expression that gives one. */
export const list = (field: string): z.ZodType<Evaluator<Json[]>> =>
  z
    .json()
    .refine((value) => isExpressionText(value) || Array.isArray(value), 'must be an array or an expression')
    .transform((value, context) => compiled(context, () => typed(field, 'array', isArray, value)));

/** An instant as ISO 8601 with its zone, or an expression that gives one; evaluates to epoch milliseconds. */
export const timestamp = (field: string): z.ZodType<Evaluator<number>> =>
  z
    .string()
    .refine((value) => isExpression(value) || isTimestamp(value), 'must be an ISO 8601 timestamp or an expression')
    .transform((value, context) =>
      compiled(context, () => {
        const evaluate = typed(field, 'string', isString, value);
        return async (scope) => {
          const instant = await evaluate(scope);
          if (isTimestamp(instant)) return Date.parse(instant);
          throw evaluationError(field, `The field '${field}' must be an ISO 8601 timestamp, but was '${instant}'.`);
        };
      }),
    );

/** Variables and their values. A value sees the variables as they were before the state. */
export const assignments = (...states: StatesField[]) =>
  z
    .record(z.string().regex(/^[\p{L}_][\p{L}\p{N}_]{0,79}$/u, 'is no name of a variable'), z.json())
    .refine((variables) => !('states' in variables), 'cannot assign the reserved variable states')
    .transform((variables, context) => {
      const evaluate = compiled(context, () => compileTemplate(variables as Json, 'Assign', states));
      return { names: Object.keys(variables), evaluate: evaluate as Evaluator<Record<string, Json>> };
    });

export type Assignments = z.output<ReturnType<typeof assignments>>;

/** Runs a compilation within a parse: what it throws becomes an issue of the parse. */
export function compiled<T>(context: z.RefinementCtx, compile: () => T): T {
  try {
    return compile();
  } catch (error) {
    context.addIssue({ code: 'custom', message: (error as Error).message });
    return z.NEVER;
  }
}

/** Compiles a field and checks the type of what it gives, as AWS does. */
function typed<T extends Json>(
  field: string,
  expected: string,
  guard: (value: Json) => value is T,
  written: Json,
): Evaluator<T> {
  const evaluate = compileTemplate(written, field);
  return async (scope) => {
    const value = await evaluate(scope);
    if (guard(value)) return value;
    throw unexpectedType(
      isExpressionText(written) ? sourceOf(written) : JSON.stringify(written),
      field,
      expected,
      value,
    );
  };
}

/** The longest cause that the API answers with. */
const MAX_CAUSE_LENGTH = 32_768;

export function unexpectedType(source: string, field: string, expected: string, value: Json): StateError {
  const cause =
    `The JSONata expression '${source}' specified for the field '${field}' returned an unexpected result type. ` +
    `Expected '${expected}', but was '${kindOf(value)}' for value: ${JSON.stringify(value)}`;
  return evaluationError(field, cause.slice(0, MAX_CAUSE_LENGTH / 2).toWellFormed());
}

const evaluationError = (field: string, cause: string): StateError =>
  new StateError('States.QueryEvaluationError', cause, { location: field });

const isExpressionText = (value: unknown): value is string => typeof value === 'string' && isExpression(value);
const isBoolean = (value: Json): value is boolean => typeof value === 'boolean';
const isNumber = (value: Json): value is number => typeof value === 'number';
const isString = (value: Json): value is string => typeof value === 'string';
const isArray = (value: Json): value is Json[] => Array.isArray(value);
const isTimestamp = (value: string): boolean =>
  /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/.test(value) && !Number.isNaN(Date.parse(value));

function kindOf(value: Json): string {
  if (value === null) return 'null';
  if (isArray(value)) return 'array';
  return typeof value;
}
