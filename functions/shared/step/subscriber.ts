import middy from '@middy/core';
import { z } from 'zod';
import { logger } from '../log.ts';

/** What EventBridge hands to a subscriber. `id` is the event's own: a redelivery has the same. */
const Envelope = z.object({ id: z.string(), time: z.string(), 'detail-type': z.string(), detail: z.unknown() });

/**
 * The Lambda handler of one subscription. Events arrive at least once and in any order: what a subscriber writes must
 * hold the version it has seen.
 *
 * @param detail what this subscriber needs of the event; further fields are ignored
 */
export const subscriber = <S extends z.ZodType>(
  name: string,
  detail: S,
  run: (detail: z.output<S>, event: { id: string; time: string; type: string }) => Promise<void>,
) =>
  middy<unknown, void>()
    .use({
      onError: (request) => void logger.error('subscriber failed', { subscriber: name, error: request.error as Error }),
    })
    .handler(async (event) => {
      const { id, time, 'detail-type': type, detail: raw } = Envelope.parse(event);
      await run(detail.parse(raw), { id, time, type });
    });
