import { z } from 'zod';

/**
 * One kind of event that crosses the wall between capabilities. Its detail is a fact about one version of a record: it
 * arrives at least once and in any order.
 *
 * Within a version a field may be added; one that is removed or means something else makes a new version, and `upcast`
 * then reads the older ones, which wait in outboxes, archives and dead letters for 30 days.
 */
export interface EventType<Name extends string = string, Detail extends z.ZodObject = z.ZodObject> {
  readonly name: Name;
  /** Version of the form of `detail`, from 1. */
  readonly version: number;
  /** When it is announced, in one sentence. */
  readonly about: string;
  readonly detail: Detail;
  /** Who outside the capabilities announces it, or reads it, where none of them does. */
  readonly outside?: { readonly announces?: string; readonly reads?: string };
  /** The detail of each earlier version in the form of the next one: the first function reads version 1. */
  readonly upcasts: readonly ((detail: Record<string, unknown>) => Record<string, unknown>)[];
}

/** What is told beside the detail: which form it has, and what made it come about. */
export const Envelope = z.object({
  version: z.int().positive(),
  /** The request, clock or command that everything began with. */
  correlationId: z.string(),
  /** What announced this event: a request, an execution, or another event by its id. */
  causationId: z.string(),
});

export type Envelope = z.infer<typeof Envelope>;

/** What every event tells. */
export const told = {
  districtId: z.string(),
  /** Version of the record that the event tells of. */
  version: z.int(),
  /** ISO 8601: when it happened. */
  at: z.string(),
};

export const event = <const Name extends string, Detail extends z.ZodObject>(
  name: Name,
  about: string,
  detail: Detail,
  { upcasts = [], ...options }: Partial<Pick<EventType, 'outside' | 'upcasts'>> = {},
): EventType<Name, Detail> => ({ name, about, detail, version: upcasts.length + 1, upcasts, ...options });

/** A detail of whatever version in the form of the present one. @param version of the event's envelope */
export const upcast = (type: EventType, detail: Record<string, unknown>, version: number): Record<string, unknown> =>
  type.upcasts.slice(version - 1).reduce((older, next) => next(older), detail);
