import { CONTEXT } from './context.ts';

type Handler = (event: unknown, context: unknown) => Promise<unknown>;

/** Invokes a step, a subscriber or a schedule as its host does. */
export const invoke = async <T = unknown>(handler: unknown, event: unknown, context: unknown = CONTEXT): Promise<T> =>
  (await (handler as Handler)(event, context)) as T;

/** An event as the bus hands it to a subscriber. */
export const busEvent = (name: string, detail: unknown, time = '2026-03-17T01:30:00Z') => ({
  id: 'event',
  time,
  'detail-type': name,
  detail,
});

/** Delivers an event to a subscriber as the bus does: what JSON does not carry is gone. */
export const deliver = async (handler: unknown, name: string, detail: unknown): Promise<void> =>
  invoke(handler, JSON.parse(JSON.stringify(busEvent(name, detail))));
