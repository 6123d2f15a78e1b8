import middy from '@middy/core';
import { z } from 'zod';
import { Envelope, upcast } from '../../events/event.ts';
import type { Reader } from '../../events/reader.ts';
import { correlated } from '../correlation.ts';
import { logger } from '../log.ts';

/** What EventBridge hands to a subscriber. `id` is the event's own: a redelivery has the same. */
const Delivery = z.object({
  id: z.string(),
  time: z.string(),
  'detail-type': z.string(),
  detail: z.looseObject({ envelope: Envelope.optional() }),
});

/**
 * The Lambda handler of one subscriber. Events arrive at least once and in any order: what it writes must hold the version
 * that it has seen. An event of an older form is read as one of the present.
 */
export const subscriber = (name: string, ...readers: readonly Reader<Promise<unknown>>[]) => {
  const byEvent = new Map(readers.map((reader) => [reader.event.name, reader]));
  return middy<unknown, void, Error, object>().handler(async (delivery) => {
    const { id, 'detail-type': type, detail: told } = Delivery.parse(delivery);
    const { envelope, ...detail } = told;
    // Logged within, so that the line says to which request it belongs.
    await correlated({ correlationId: envelope?.correlationId ?? id, causationId: id }, async () => {
      try {
        const reader = byEvent.get(type);
        if (!reader) throw new Error(`${name} does not read ${type}`);
        await reader.read(upcast(reader.event, detail, envelope?.version ?? 1));
        logger.info('event read', { subscriber: name, event: type });
      } catch (error) {
        logger.error('subscriber failed', { subscriber: name, event: type, error: error as Error });
        throw error;
      }
    });
  });
};
