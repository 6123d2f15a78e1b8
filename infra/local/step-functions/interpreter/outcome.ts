import { limited } from '../asl/error.ts';
import type { Evaluator } from '../asl/expression.ts';
import type { Assignments } from '../asl/fields.ts';
import type { Json } from '../asl/json.ts';
import type { Frame, Variables } from './frame.ts';

/** What a state comes to. */
export interface Outcome {
  readonly output: Json;
  readonly assigned: Variables;
  /** undefined ends the sequence. */
  readonly next: string | undefined;
}

/** Runs a sequence to its end; rejects with the StateError that nothing caught. */
export type RunSequence = (frame: Frame) => Promise<Json>;

/**
 * Evaluates Assign and Output, both with the variables as they were before.
 *
 * @param fallback the output where there is no Output
 * @param states what `$states` has beside input and context
 */
export async function settle(
  frame: Frame,
  fields: { Output?: Evaluator<Json> | undefined; Assign?: Assignments | undefined },
  next: string | undefined,
  fallback: Json,
  states: { result?: Json; errorOutput?: Json } = {},
): Promise<Outcome> {
  const scope = frame.scope(states);
  const assigned = fields.Assign ? await fields.Assign.evaluate(scope) : {};
  for (const [name, value] of Object.entries(assigned)) limited(value, `The variable '${name}'`);
  const output = fields.Output ? await fields.Output(scope) : fallback;
  return { output: limited(output, `The output of the state '${frame.position.state}'`), assigned, next };
}
