import { sha256 } from '../digest.ts';
import type { Asking, Waiting } from '../kernel/human-task.ts';
import { type Message, OUTBOX_PREFIX, type Start } from '../outbox/message.ts';
import type { Task } from '../table/aggregate.ts';
import { CURRENT, type Key } from '../table/keys.ts';
import { outboxItem } from '../table/outbox.ts';
import type { Table } from '../table/table.ts';
import { type Condition, put, update, type Write } from '../table/write.ts';
import { answer, type Further, furtherNameOf } from './answer.ts';

/** 待办: the execution that waits for a person's decision on a record; a record may be asked about in several rounds. */

/** The task of an execution that asks. */
export const askedBy = ({ taskToken, executionName: taskExecution }: Asking, round: string): Task => ({
  round,
  taskToken,
  taskExecution,
});

/**
 * Notes on a record that an execution waits for its decision, without reading it: the record stays as it is, and in the
 * version that it has.
 *
 * @param round what is decided, e.g. a filing's revision
 * @param open that the record waits in this very round: an execution of an earlier one that asks late takes nobody's place
 * @returns false where it does not, or was asked about or decided in this round: then it has to be read
 */
export function ask(table: Table, pk: Key['pk'], round: string, open: Condition, asking: Asking): Promise<boolean> {
  const waits = {
    // What asked under the first layout stands in the data, and may have been decided.
    expression: `${open.expression} AND attribute_not_exists(#data.#token) AND (attribute_not_exists(#task) OR #task.#round <> :round)`,
    names: { ...open.names, '#data': 'data', '#token': 'taskToken', '#round': 'round' },
    values: { ...open.values, ':round': round },
  };
  const write = update(
    { pk, sk: CURRENT },
    'SET #task = :task',
    waits,
    () => new Error('told by the answer'),
    { '#task': 'task' },
    { ':task': askedBy(asking, round) },
  );
  return table.write(write);
}

/** Hands a decision to an execution that asks after it was made. */
export const resumeWrite = (
  pk: Key['pk'],
  { taskToken, executionName: taskExecution }: Asking,
  output: Record<string, unknown>,
  further: Further,
  at: string,
): Write => messageWrite(pk, taskToken, answer({ taskToken, taskExecution }, output, further), at);

/**
 * Has a decision carried out that was made while the term of its execution ended: the answer finds that at its end, neither
 * waiting nor over. Written again, it starts the same execution.
 *
 * @param start of the record's work, by the name with which its executions began
 */
export function furtherWrite(
  { pk, version }: { readonly pk: Key['pk']; readonly version: number },
  { workflow, executionName, input }: Start,
  at: string,
): Write {
  const name = furtherNameOf(executionName, version);
  return messageWrite(pk, name, { type: 'start', workflow, executionName: name, input }, at);
}

/** A message of its own, without a change of the record; written again, it is the same item. */
const messageWrite = (pk: Key['pk'], identity: string, message: Message, at: string): Write =>
  put(outboxItem({ pk, sk: `${OUTBOX_PREFIX}TASK#${sha256(identity).slice(0, 32)}` }, at, { message }));

/**
 * Hands a decision to the execution that waits for it. One that has not asked yet finds that the round is decided.
 *
 * @param ofFirstLayout the record's data, which then kept the task
 * @returns what the change that records the decision carries
 */
export function decided(
  round: string,
  { task, ofFirstLayout }: { readonly task: Task | undefined; readonly ofFirstLayout: Waiting },
  output: Record<string, unknown>,
  further: Further,
): { readonly messages: Message[]; readonly task: Task } {
  const { taskToken, taskExecution } = task?.round === round ? task : ofFirstLayout;
  return {
    messages: taskToken === undefined ? [] : [answer({ taskToken, taskExecution }, output, further)],
    task: { round },
  };
}
