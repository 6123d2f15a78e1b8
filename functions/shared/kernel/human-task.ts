import { z } from 'zod';
import { named } from './named.ts';
import { TERM_NOTICE_NAMES } from './names.ts';

/** A state of a workflow that waits for a person: what its step is given beside the input of the execution. */
export const Asking = z.object({
  taskToken: z.string().min(1),
  /** The execution that asks; absent where it began before definitions told it. */
  executionName: z.string().optional(),
});

export type Asking = z.infer<typeof Asking>;

/** What a record of the first layout keeps of the task that waits for its decision; never shown. */
export const Waiting = z.object({ taskToken: z.string().optional(), taskExecution: z.string().optional() });

export type Waiting = z.infer<typeof Waiting>;

/** By when a task is to be done, and what was said of that. */
export const Term = z.object({
  /** Last day, `YYYY-MM-DD`. */
  dueOn: z.string(),
  /** Set once those whose work it is were reminded, or the city was told that the day has passed. */
  notice: named(TERM_NOTICE_NAMES).optional(),
});

export type Term = z.infer<typeof Term>;

/** 催办与上报: what is to be said of a task on a day: on its last to those whose work it is, past it to the city; each once. */
export function noticeDue({ dueOn, notice }: Term, today: string): Term['notice'] {
  if (today < dueOn || notice === 'ESCALATED') return undefined;
  if (today > dueOn) return 'ESCALATED';
  return notice === undefined ? 'REMINDED' : undefined;
}

/** A record for which no task waits any more. */
export function answered<R extends Waiting>(record: R): Omit<R, keyof Waiting> {
  const { taskToken: _token, taskExecution: _execution, ...rest } = record;
  return rest;
}
