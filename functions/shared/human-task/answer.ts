import type { Message } from '../outbox/message.ts';
import type { Workflow } from '../outbox/workflows.ts';

/** Step Functions takes names of up to 80 characters. */
const MAX_NAME = 80;

/** How a further execution is started: its name comes from the version of the record that says the decision. */
export interface Further {
  readonly workflow: Workflow;
  readonly input: Record<string, unknown>;
  readonly version: number;
}

/**
 * Hands a decision to the execution that waits for it. Where that was stopped or has failed, a further one carries the
 * decision out, so that a decision which was accepted is never lost.
 *
 * @param task that waits, as its record keeps it
 * @param version of the record that says the decision; it names the further execution
 */
export function answer(
  task: { readonly taskToken: string; readonly taskExecution?: string | undefined },
  output: Record<string, unknown>,
  further: Further,
): Extract<Message, { type: 'resume' }> {
  const { taskToken, taskExecution: executionName } = task;
  if (executionName === undefined) return { type: 'resume', taskToken, output };
  const { workflow, input, version } = further;
  const furtherName = furtherNameOf(executionName, version);
  return { type: 'resume', taskToken, output, further: { workflow, executionName, furtherName, input } };
}

/** The same for every message about one decision, so that it starts one execution. */
export function furtherNameOf(executionName: string, version: number): string {
  const suffix = `-further-${version}`;
  return executionName.slice(0, MAX_NAME - suffix.length) + suffix;
}
