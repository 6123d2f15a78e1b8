import { z } from 'zod';
import { sha256 } from '../digest.ts';
import { type Attempt, attempted, type Delivering, ended, type Outcome } from '../kernel/delivery.ts';
import { logger } from '../log.ts';
import type { Runtime } from '../runtime.ts';
import { failStep } from '../step/fail-step.ts';
import { step } from '../step/step.ts';
import type { Write } from '../table/write.ts';
import type { StoredDelivery } from './deliveries.ts';
import { OutboundFailed, type OutboundFault } from './fault.ts';
import { SecretUnavailable } from './secret.ts';

/** How deliveries of one kind are read and changed. */
export interface Kept<D extends Delivering> {
  readonly delivery: (id: string) => Promise<StoredDelivery<D> | undefined>;
  /** The writes of a change. */
  readonly deliveryWrites: (before: StoredDelivery<D>, data: D, at: string) => Write[];
}

/** What an attempt was answered, and what that means. */
export interface Answered {
  readonly status: number;
  readonly outcome: Outcome;
}

/**
 * What becomes of a message at an instant (ISO 8601): how it is sent, or why it is not. Secrets are read where it is sent,
 * so that one that cannot be read is an attempt like any other that failed.
 */
type Prepare<D> = (delivery: D, at: string) => Promise<Unsent | (() => Promise<Answered>)>;

export type Unsent = 'HELD' | 'DROPPED';

const Input = z.looseObject({ deliveryId: z.string(), round: z.int() });

/**
 * The step that sends a message once and says when to try again. A receiver that has answered is not asked again; one whose
 * answer was lost, or was sent to by a step that was killed before it noted so, has the message twice by the same
 * identifier.
 *
 * @param deadLine the line of the log, for an alarm, where no attempt is left
 */
export const deliverStep = <D extends Delivering>(
  name: string,
  runtime: Runtime,
  { delivery: load, deliveryWrites }: Kept<D>,
  prepare: Prepare<D>,
  deadLine: string,
) => {
  const keep = async (before: StoredDelivery<D>, data: D, waitSeconds = 0) => {
    await runtime.table.commit(deliveryWrites(before, data, runtime.now().toISOString()));
    return { deliveryId: data.id, outcome: data.status, waitSeconds };
  };

  return step(name, Input, async ({ deliveryId, round }) => {
    const before = await load(deliveryId);
    // Gone by its term, or overtaken by a redrive.
    if (!before || before.data.round !== round) return { deliveryId, outcome: 'DROPPED', waitSeconds: 0 };
    if (before.data.status !== 'PENDING') return { deliveryId, outcome: before.data.status, waitSeconds: 0 };
    const at = runtime.now().toISOString();
    const send = await prepare(before.data, at);
    if (typeof send === 'string') return keep(before, ended(before.data, send));
    const { last, outcome } = await attempt(send, at);
    const { after, waitSeconds } = attempted(before.data, last, outcome, spreadOf(deliveryId, before.data.attempts));
    const { status, fault } = last;
    const facts = { deliveryId, attempt: after.attempts, status, fault, outcome: after.status };
    // Whoever refuses a message for good is no trouble of the registry's.
    if (after.status === 'DEAD' && outcome === 'AGAIN') logger.error(deadLine, facts);
    else logger.info('a message was sent', facts);
    return keep(before, after, waitSeconds);
  });
};

async function attempt(
  send: () => Promise<Answered>,
  at: string,
): Promise<{ readonly last: Attempt; readonly outcome: Outcome }> {
  const began = performance.now();
  const took = (): number => Math.round(performance.now() - began);
  try {
    const { status, outcome } = await send();
    return { last: { at, status, milliseconds: took() }, outcome };
  } catch (error) {
    const fault = faultOf(error);
    if (fault === undefined) throw error;
    return { last: { at, fault, milliseconds: took() }, outcome: 'AGAIN' };
  }
}

/** Why a message is not known to have arrived; undefined where the registry itself is at fault. */
function faultOf(error: unknown): OutboundFault | undefined {
  if (error instanceof OutboundFailed) return error.fault;
  if (!(error instanceof SecretUnavailable)) return undefined;
  // Its keeper says why, which an operator is to know; a receiver's words are not logged.
  logger.warn('a secret cannot be read', { error });
  return 'NO_SECRET';
}

/** In [0, 1), another one of each attempt of each delivery, and the same of a step that runs twice. */
const spreadOf = (deliveryId: string, attempts: number): number =>
  Number.parseInt(sha256([deliveryId, attempts]).slice(0, 8), 16) / 2 ** 32;

/** The step that says of a delivery that its execution broke off, so that it can be redriven. */
export const failDeliveryStep = <D extends Delivering>(
  name: string,
  runtime: Runtime,
  { delivery, deliveryWrites }: Kept<D>,
  executionNameOf: (delivery: D) => string,
) =>
  failStep(name, runtime, {
    id: 'deliveryId',
    load: delivery,
    execution: ({ data }) => (data.status === 'PENDING' ? executionNameOf(data) : undefined),
    fail: (before, error, at) =>
      deliveryWrites(before, ended(before.data, 'DEAD', { at, fault: error.slice(0, 100), milliseconds: 0 }), at),
  });
