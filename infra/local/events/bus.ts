import { setTimeout as delay } from 'node:timers/promises';
import { EVENT_SOURCE, type Published } from '../../../functions/shared/outbox/carriers.ts';
import type { SubscriptionSpec } from '../../manifest/model.ts';
import { Turns } from '../turns.ts';
import type { Checkpoints } from './checkpoints.ts';

/** Seconds between the attempts of one delivery; after the last the event is a dead letter. */
const RETRY_SECONDS = [0.05, 0.2, 1, 5];

/** [designed] Subscribers called at once; with those of the workflows still fewer than the SDK has connections. */
const DELIVERED_AT_ONCE = 12;

/**
 * EventBridge for one machine: hands an event to every subscriber of its name, at least once. A delivery that waits to be
 * tried again keeps no other from its turn.
 */
export function localBus(
  subscriptions: readonly SubscriptionSpec[],
  invoke: (functionName: string, event: unknown) => Promise<unknown>,
  letters: Pick<Checkpoints, 'deadLetter'>,
  wait: (milliseconds: number) => Promise<unknown> = delay,
): (event: Published) => Promise<void> {
  const turns = new Turns(DELIVERED_AT_ONCE);
  const inTurn = async (functionName: string, event: unknown): Promise<unknown> => {
    const release = await turns.take();
    try {
      return await invoke(functionName, event);
    } finally {
      release();
    }
  };
  return async ({ name, detail, envelope, at }) => {
    const told = { ...detail, envelope };
    const event = { id: crypto.randomUUID(), source: EVENT_SOURCE, 'detail-type': name, time: at, detail: told };
    const targets = subscriptions.filter((subscription) => subscription.event === name);
    await Promise.all(targets.map((target) => deliver(target.function, event, inTurn, letters, wait)));
  };
}

/** Delivers the dead letters once more, as an operator does whose queue's fault is mended: a start may bring new code. */
export async function redrive(
  invoke: (functionName: string, event: unknown) => Promise<unknown>,
  letters: Pick<Checkpoints, 'deadLetters' | 'remove'>,
): Promise<void> {
  for (const letter of letters.deadLetters()) await deliverAgain(invoke, letters, letter);
}

/** Delivers one; it stays where it is when it is refused again. */
export async function deliverAgain(
  invoke: (functionName: string, event: unknown) => Promise<unknown>,
  letters: Pick<Checkpoints, 'remove'>,
  { id, target, event }: ReturnType<Checkpoints['deadLetters']>[number],
): Promise<void> {
  try {
    await invoke(target, JSON.parse(event));
    letters.remove(id);
  } catch (error) {
    console.error(`event for ${target} is still a dead letter: ${String(error)}`);
  }
}

async function deliver(
  target: string,
  event: { time: string },
  invoke: (functionName: string, event: unknown) => Promise<unknown>,
  letters: Pick<Checkpoints, 'deadLetter'>,
  wait: (milliseconds: number) => Promise<unknown>,
): Promise<void> {
  for (const seconds of [...RETRY_SECONDS, undefined]) {
    try {
      await invoke(target, event);
      return;
    } catch (error) {
      if (seconds === undefined) {
        letters.deadLetter({ target, event: JSON.stringify(event), error: String(error), at: event.time });
        console.error(`event for ${target} is a dead letter: ${String(error)}`);
        return;
      }
      await wait(seconds * 1000);
    }
  }
}
