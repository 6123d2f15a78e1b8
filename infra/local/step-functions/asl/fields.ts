import { z } from 'zod';
import { StateError } from './error.ts';
import { compileTemplate, type Evaluator, isExpression } from './expression.ts';
import { isObject, type Json } from './json.ts';

/** A field whose value may hold JSONata expressions anywhere. */
export const template = (field: string) =>
  z.json().transform((value, context) => compiled(context, () => compileTemplate(value, field)));

/** A field that must be one JSONata expression. */
export const condition = (field: string): z.ZodType<Evaluator<boolean>> =>
  z
    .string()
    .refine(isExpression, 'must be a JSONata expression: {% … %}')
    .transform((value, context) =>
      compiled(context, () => typed(field, 'boolean', isBoolean, compileTemplate(value, field))),
    );

export const text = (field: string): z.ZodType<Evaluator<string>> =>
  z
    .string()
    .transform((value, context) =>
      compiled(context, () => typed(field, 'string', isString, compileTemplate(value, field))),
    );

export interface Integer extends Evaluator<number> {
  /** The number that it always gives; undefined of an expression. */
  readonly constant: number | undefined;
}

/** A whole number between the bounds, or an expression that gives one. */
export const integer = (field: string, least: number, most: number): z.ZodType<Integer> => {
  const expected = `an integer from ${least} to ${most}`;
  const isInRange = (value: Json): value is number =>
    typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most;
  return z
    .json()
    .refine((value) => isExpressionText(value) || isInRange(value), `must be ${expected} or an expression`)
    .transform((value, context) =>
      compiled(context, () =>
        Object.assign(typed(field, expected, isInRange, compileTemplate(value, field)), {
          constant: isInRange(value) ? value : undefined,
        }),
      ),
    );
};

/** A JSON array, or an expression that gives one. */
export const list = (field: string): z.ZodType<Evaluator<Json[]>> =>
  z
    .json()
    .refine((value) => isExpressionText(value) || Array.isArray(value), 'must be an array or an expression')
    .transform((value, context) =>
      compiled(context, () => typed(field, 'array', isArray, compileTemplate(value, field))),
    );

/** An instant as ISO 8601 with its zone, or an expression that gives one; evaluates to epoch milliseconds. */
export const timestamp = (field: string): z.ZodType<Evaluator<number>> =>
  z
    .string()
    .refine((value) => isExpression(value) || isTimestamp(value), 'must be an ISO 8601 timestamp or an expression')
    .transform((value, context) =>
      compiled(context, () => {
        const evaluate = typed(field, 'timestamp', isTimestamp, compileTemplate(value, field));
        return async (scope) => Date.parse(await evaluate(scope));
      }),
    );

/** Variables and their values. A value sees the variables as they were before the state. */
export const assignments = z
  .record(z.string().regex(/^[\p{L}_][\p{L}\p{N}_]{0,79}$/u, 'is no name of a variable'), z.json())
  .refine((variables) => !('states' in variables), 'cannot assign the reserved variable states')
  .transform((variables, context) => {
    const evaluate = compiled(context, () => compileTemplate(variables as Json, 'Assign'));
    return { names: Object.keys(variables), evaluate: evaluate as Evaluator<Record<string, Json>> };
  });

export type Assignments = z.output<typeof assignments>;

/** Runs a compilation within a parse: what it throws becomes an issue of the parse. */
export function compiled<T>(context: z.RefinementCtx, compile: () => T): T {
  try {
    return compile();
  } catch (error) {
    context.addIssue({ code: 'custom', message: (error as Error).message });
    return z.NEVER;
  }
}

/** Checks the type of what an expression gave, as AWS does. */
function typed<T extends Json>(
  field: string,
  expected: string,
  guard: (value: Json) => value is T,
  evaluate: Evaluator<Json>,
): Evaluator<T> {
  return async (scope) => {
    const value = await evaluate(scope);
    if (guard(value)) return value;
    throw new StateError(
      'States.QueryEvaluationError',
      `The JSONata expression specified for the field '${field}' returned an unexpected result type. ` +
        `Expected '${expected}', but was '${kindOf(value)}'.`,
      field,
    );
  };
}

const isExpressionText = (value: unknown): boolean => typeof value === 'string' && isExpression(value);
const isBoolean = (value: Json): value is boolean => typeof value === 'boolean';
const isString = (value: Json): value is string => typeof value === 'string';
const isArray = (value: Json): value is Json[] => Array.isArray(value);
const isTimestamp = (value: Json): value is string =>
  typeof value === 'string' &&
  /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/.test(value) &&
  !Number.isNaN(Date.parse(value));

function kindOf(value: Json): string {
  if (value === null) return 'null';
  if (isArray(value)) return 'array';
  return isObject(value) ? 'object' : `${typeof value} ${JSON.stringify(value)}`;
}
