import middy from '@middy/core';
import type { z } from 'zod';
import { logger } from '../log.ts';

/**
 * The Lambda handler of one Task state. A step is idempotent: run twice on the same input, the table is the same. What it
 * throws reaches the state machine by its `name`, which Retry and Catch match.
 *
 * @param name the state's name
 * @param input schema of the state's input; a mismatch is a fault of the definition, not of a user
 */
export const step = <S extends z.ZodType, O>(name: string, input: S, run: (input: z.output<S>) => Promise<O>) =>
  middy<unknown, O>()
    .use({
      after: () => void logger.info('step done', { step: name }),
      onError: (request) => void logger.error('step failed', { step: name, error: request.error as Error }),
    })
    .handler(async (event) => run(input.parse(event)));
