import { z } from 'zod';

/** A state of a workflow that waits for a person: what its step is given beside the input of the execution. */
export const Asking = z.object({
  taskToken: z.string().min(1),
  /** The execution that asks; absent where it began before definitions told it. */
  executionName: z.string().optional(),
});

export type Asking = z.infer<typeof Asking>;

/** What a record keeps of the task that waits for its decision; never shown. */
export const Waiting = z.object({ taskToken: z.string().optional(), taskExecution: z.string().optional() });

export type Waiting = z.infer<typeof Waiting>;

/** A record with the task that waits for its decision. */
export const awaiting = <R extends Waiting>(record: R, { taskToken, executionName }: Asking): R => ({
  ...record,
  taskToken,
  taskExecution: executionName,
});

/** A record for which no task waits any more. */
export function answered<R extends Waiting>(record: R): Omit<R, keyof Waiting> {
  const { taskToken: _token, taskExecution: _execution, ...rest } = record;
  return rest;
}
