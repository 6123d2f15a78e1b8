import { z } from 'zod';
import { noticeStore } from '../../../functions/notices/store/index.ts';
import { sha256 } from '../../../functions/shared/digest.ts';
import type { Start } from '../../../functions/shared/outbox/message.ts';
import { webhookStore } from '../../../functions/webhooks/store/index.ts';
import type { Finding } from './finding.ts';
import { confirmed, freeName, isNamedFor, type Work } from './work.ts';

/** Finds the messages that were not carried, and the events that were refused. */
export async function aboutMessages(work: Work): Promise<Finding[]> {
  const { executions, found, run, send, deadLetters } = work;
  const nameOf = (sk: string): string => `${run}#${sha256(sk).slice(0, 16)}`;

  const unheard = await confirmed(work, found.resumes, async ({ pk, sk, at, message }) => {
    if (!(await executions.isOpen(message.taskToken))) return undefined;
    const mend = async (): Promise<void> => void (await send(pk, nameOf(sk), message));
    return { what: 'MESSAGE_NOT_CARRIED', id: `${pk} ${sk}`, detail: `resume, committed ${at}`, mend };
  });

  // Of a record that waits, its own state says what is to be started; of one that has moved on, nothing is.
  // Scoring and messages that leave stand in no such record.
  const ofItself = found.starts.filter(({ message: { input } }) => 'entityId' in input || 'deliveryId' in input);
  const unstarted = await confirmed(work, ofItself, async ({ pk, sk, at, message }) => {
    const { workflow, executionName } = message;
    if ((await executions.exists(workflow, executionName)) && !(await isLeftUnsent(work, message))) return undefined;
    const mend = async (): Promise<void> =>
      void (await send(pk, nameOf(sk), { ...message, executionName: await freeName(work, workflow, executionName) }));
    return { what: 'MESSAGE_NOT_CARRIED', id: executionName, detail: `start, committed ${at}`, mend };
  });

  const letters = deadLetters.map(
    ({ target, error }): Finding => ({ what: 'EVENT_NOT_DELIVERED', id: target, detail: error }),
  );
  return [...unheard, ...unstarted, ...letters];
}

const Round = z.object({ deliveryId: z.string(), round: z.int() });

/**
 * Whether the execution of a message that leaves has ended, and the table, set back since, says that it is still to be sent.
 */
async function isLeftUnsent(
  { executions, registry }: Work,
  { workflow, executionName, input }: Start,
): Promise<boolean> {
  const told = Round.safeParse(input);
  if (!told.success) return false;
  const { deliveryId, round } = told.data;
  const store = workflow === 'notice-delivery' ? noticeStore(registry) : webhookStore(registry);
  const data = (await store.delivery(deliveryId))?.data;
  if (data?.status !== 'PENDING' || data.round !== round) return false;
  return ![...(await executions.running(workflow))].some((name) => isNamedFor(name, executionName));
}
