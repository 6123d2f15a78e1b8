import middy from '@middy/core';
import { z } from 'zod';
import { correlated } from '../correlation.ts';
import { logger } from '../log.ts';
import { ConcurrencyConflict, TableUnavailable } from '../table/errors.ts';

/** What began the work: the input of an execution says it, and the clock says when it struck. */
const Begun = z.looseObject({ correlationId: z.string().optional(), time: z.string().optional() });

/** The work of a step names what an event is about to bring; the state's Retry waits for it. */
export class NotThereYet extends Error {
  override readonly name = 'NotThereYet';
}

const WAITS_FOR_RETRY = [ConcurrencyConflict, TableUnavailable, NotThereYet];

/** No timeout of middy's own a moment before Lambda's, whose name Retry knows. */
const NO_EARLY_TIMEOUT = { timeoutEarlyInMillis: 0 };

/**
 * The Lambda handler of one Task state. A step is idempotent: run twice on the same input, the table is the same. What it
 * throws reaches the state machine by its `name`, which Retry and Catch match; errors that Retry handles are logged at
 * `info`.
 *
 * @param name the state's name
 * @param input schema of the state's input; a mismatch is a fault of the definition, not of a user
 */
export const step = <S extends z.ZodType, O>(name: string, input: S, run: (input: z.output<S>) => Promise<O>) =>
  middy<unknown, O, Error, object>(NO_EARLY_TIMEOUT).handler(async (event) => {
    const { time = 'unknown', correlationId = `${name}@${time}` } = Begun.parse(event ?? {});
    // Logged within, so that the line says to which request it belongs.
    return correlated({ correlationId, causationId: name }, async () => {
      try {
        const output = await run(input.parse(event));
        logger.info('step done', { step: name });
        return output;
      } catch (error) {
        const level = WAITS_FOR_RETRY.some((known) => error instanceof known) ? 'info' : 'error';
        logger[level]('step failed', { step: name, error: error as Error });
        throw error;
      }
    });
  });
