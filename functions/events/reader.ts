import type { z } from 'zod';
import type { EventType } from './event.ts';

/** How a capability reads one event. */
export interface Reader<T = unknown> {
  readonly event: EventType;
  readonly read: (detail: Record<string, unknown>) => T;
}

/**
 * Reads an event by the fields that are picked from it, so that a field which its producer does not announce does not
 * compile.
 *
 * @param fields a pick of the event's detail, or a schema of the reader's own that every such detail satisfies
 */
export const reads = <E extends EventType, S extends z.ZodType, T>(
  event: E,
  fields: z.output<E['detail']> extends z.input<S> ? S : never,
  use: (detail: z.output<S>) => T,
): Reader<T> => ({ event, read: (detail) => use(fields.parse(detail)) });
