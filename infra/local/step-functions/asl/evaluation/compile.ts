import jsonata, { type Expression } from 'jsonata';
import type { Json } from '../json.ts';
import { FUNCTIONS } from './functions.ts';
import { LimitExceeded, MAX_DEPTH, MAX_ITEMS, sizeOf, tooDeep, tooLarge, within } from './limits.ts';
import { NATIVES, type Native, RESERVED } from './natives.ts';
import { type Node, nodesOf } from './tree.ts';

/** What an expression sees. */
export interface Scope {
  readonly variables: Readonly<Record<string, Json>>;
  /** `$states`: input, result, errorOutput, context. */
  readonly states: Readonly<Record<string, unknown>>;
  /** What `$now()` and `$millis()` give. */
  readonly now: Date;
}

/** Told of each step of an evaluation; may throw to end it. */
export type OnStep = (evaluation: object, cost: number) => void;

export interface Compiled {
  readonly tree: Node;
  /**
   * Gives JSON text, or undefined where the expression gives nothing. Rejects with LimitExceeded, with what `onStep` threw
   * or with an Error whose message begins with JSONata's code.
   */
  evaluate(scope: Scope): Promise<string | undefined>;
}

/**
 * Makes what compiles expressions whose every step is told of: each node that is evaluated and each call of a function.
 *
 * @returns throws an Error where an expression does not parse, here or with the JSONata 2.0.6 of AWS
 */
export function compiler(onStep: OnStep): (source: string) => Compiled {
  const natives = Object.entries(NATIVES).map(([name, native]) => [name, metered(name, native, onStep)] as const);
  return (source) => {
    const expression = parsed(source);
    const tree = expression.ast() as Node;
    if (usesLaterOperator(tree)) throw new Error(`'${source}' uses ?? or ?:, which JSONata 2.0.6 of AWS does not have`);
    for (const [name, native] of natives) expression.assign(name, native);
    for (const [name, [implementation, signature]] of Object.entries(FUNCTIONS)) {
      expression.registerFunction(name, counted(implementation, onStep), signature);
    }
    // AWS takes $eval away: a call of it is a call of what is no function (T1006).
    expression.assign('eval', undefined);
    expression.assign(AFTER_STEP, afterStep(onStep));
    return { tree, evaluate: (scope) => evaluate(expression, scope) };
  };
}

async function evaluate(expression: Expression, { variables, states, now }: Scope): Promise<string | undefined> {
  const clock = {
    now: (picture?: string, timezone?: string) =>
      formatInstant.evaluate(undefined, { instant: now.getTime(), picture, timezone }) as Promise<string>,
    millis: () => now.getTime(),
  };
  try {
    return JSON.stringify(await expression.evaluate(undefined, { ...variables, states, ...clock }));
  } catch (fault) {
    throw described(fault);
  }
}

function parsed(source: string): Expression {
  try {
    return jsonata(source, { stack: MAX_DEPTH, sequence: MAX_ITEMS });
  } catch (fault) {
    throw new Error(`the JSONata expression '${source}' does not parse: ${(fault as Error).message}`, { cause: fault });
  }
}

/** `$now()` with its picture and time zone, at an instant of our choice. */
const formatInstant = jsonata('$fromMillis($instant, $picture, $timezone)');

/** Under this name JSONata calls back after each node that it has evaluated. */
const AFTER_STEP = Symbol.for('jsonata.__evaluate_exit') as unknown as string;

const afterStep =
  (onStep: OnStep) =>
  (node: Node, _input: unknown, { base }: Environment, result: unknown) => {
    if (canGrow(node)) sizeOf(result);
    onStep(base, costOf(result));
  };

interface Environment {
  readonly base: object;
}

/** In steps: an item of a list costs as much as it takes to sort or copy it among few, a long text what it takes to copy. */
function costOf(value: unknown): number {
  if (Array.isArray(value)) return 1 + value.length / 8;
  return typeof value === 'string' ? 1 + value.length / 256 : 1;
}

const metered = (name: string, native: Native, onStep: OnStep): Native => ({
  ...native,
  implementation: counted(native.implementation, onStep, RESERVED[name]),
});

/**
 * The same function, told of at each call, also where another function calls it. JSONata reads its parameters from its text.
 */
function counted(
  implementation: Native['implementation'],
  onStep: OnStep,
  reserved?: (...args: never[]) => number,
): () => unknown {
  function call(this: { environment: Environment }, ...args: never[]): unknown {
    const { base } = this.environment;
    const given = args.reduce<number>((sum, argument) => sum + costOf(argument), 0);
    onStep(base, given);
    if (reserved) within(reserved(...args));
    const told = (result: unknown): unknown => {
      sizeOf(result);
      onStep(base, costOf(result));
      return result;
    };
    const result = implementation.apply(this, args);
    return result instanceof Promise ? result.then(told) : told(result);
  }
  Object.defineProperty(call, 'length', { value: implementation.length });
  return Object.assign(call, { toString: () => implementation.toString() });
}

/** Whether what a node gives can be larger than what it was given. */
function canGrow({ type, steps, group }: Node): boolean {
  if (group !== undefined) return true;
  if (type === 'path') return steps?.some((step) => step.type !== 'variable' && step.type !== 'name') ?? false;
  return GROWING.has(type);
}
const GROWING = new Set(['apply', 'binary', 'descendant', 'function', 'transform', 'unary', 'wildcard']);

/**
 * `a ?? b` is parsed as `$exists(a) ? a : b` with a call that stands nowhere, `a ?: b` as `a ? a : b` with both `a` at one
 * place of the text.
 */
const usesLaterOperator = (tree: Node): boolean =>
  nodesOf(tree).some(({ type, condition, then }) => {
    if (type !== 'condition' || condition === undefined) return false;
    if (condition.type === 'function' && condition.position === undefined) return true;
    return written(condition) === written(then);
  });

/** A node with the places of all its parts, without the names that `%` gives to parents. */
const written = (node: Node | undefined): string =>
  JSON.stringify(node, (key, value: unknown) => (PARENTS.has(key) ? undefined : value));
const PARENTS = new Set(['ancestor', 'seekingParent', 'slot']);

/** JSONata throws plain objects as well as errors. */
function described(fault: unknown): Error {
  const { code, message } = fault as { code?: string; message?: string };
  if (code === 'D1011') return tooDeep();
  if (code === 'D2014' || code === 'D2015') return tooLarge();
  if (fault instanceof LimitExceeded || (fault instanceof Error && code === undefined)) return fault;
  return new Error([code, message].filter(Boolean).join(': '));
}
