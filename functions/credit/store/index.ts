import { dueBetween } from '../../shared/deadline/due.ts';
import { addDays } from '../../shared/kernel/calendar.ts';
import { type DistrictId, parseIdentifier } from '../../shared/kernel/identifier.ts';
import { type Message, OUTBOX_PREFIX } from '../../shared/outbox/message.ts';
import { aggregate, type Stored, type Task } from '../../shared/table/aggregate.ts';
import type { Cause } from '../../shared/table/audit.ts';
import { ConcurrencyConflict } from '../../shared/table/errors.ts';
import { everyItem } from '../../shared/table/every-item.ts';
import { form } from '../../shared/table/form.ts';
import { districtKey, lastPart } from '../../shared/table/keys.ts';
import { listPage, type PageRequest } from '../../shared/table/list.ts';
import { facet, type Listing } from '../../shared/table/listing.ts';
import { outboxItem } from '../../shared/table/outbox.ts';
import type { Table } from '../../shared/table/table.ts';
import { create, putWhere, type Write } from '../../shared/table/write.ts';
import { openAppeal } from '../domain/appeal.ts';
import { CreditEvent } from '../domain/event.ts';
import { creditKey, documentMark, EVENT_PREFIX, eventsIn, factItem, Note, own } from './facts.ts';
import { subjects } from './subjects.ts';

const record = aggregate({ head: form('creditevent', CreditEvent) });

export interface EventListRequest extends PageRequest {
  readonly status?: CreditEvent['status'] | undefined;
  /** The entities whose own are asked for; undefined for all. */
  readonly owners?: readonly string[] | undefined;
  readonly keep: (event: CreditEvent) => boolean;
}

/**
 * The facts of an entity's credit: whom it is kept of, and the events.
 *
 * Every event is an aggregate of its own and, in the same transaction, copied under its entity: one consistent query
 * gives the scoring all facts, so that of two events recorded at once both count. The copy's key is the source of the
 * fact, so that one document establishes one fact of an indicator about an entity.
 */
export const creditStore = (table: Table) => ({
  ...subjects(table),

  event: async (eventId: string): Promise<Stored<CreditEvent> | undefined> =>
    parseIdentifier('creditevent', eventId) ? record.load(table, partitionOf(eventId)) : undefined,

  listEvents: ({ status, keep, ...request }: EventListRequest) =>
    listPage(table, {
      ...request,
      collection: EVENTS,
      ...(status && { state: queueOf(status), sought: [facet(status)] }),
      newestFirst: true,
      read: record.headOf,
      keep: ({ data }) => (status === undefined || data.status === status) && keep(data),
    }),

  /** The event already recorded of this entity and indicator from this document, however its number was typed. */
  recordedFrom: async (event: Pick<CreditEvent, 'entityId' | 'indicator' | 'source'>): Promise<string | undefined> => {
    const items = await everyItem(table, {
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :event)',
      ExpressionAttributeValues: {
        ':pk': creditKey(event.entityId),
        ':event': `${EVENT_PREFIX}${event.indicator}#`,
      },
      ConsistentRead: true,
    });
    const mark = documentMark(event.source);
    return eventsIn(items).find(({ source }) => documentMark(source) === mark)?.id;
  },

  record: (event: CreditEvent, cause: Cause): Write[] => [
    ...changed(event, undefined, cause),
    create(factItem(event, undefined), conflict),
  ],

  change: (event: CreditEvent, before: Stored<CreditEvent>, cause: EventCause): Write[] => {
    const note = Note.parse(before.note);
    return [
      ...changed(event, before, { ...cause, ...(note && { note }) }),
      // Never over another's fact: whoever has not heard yet that there is one reads and tries again.
      putWhere(factItem(event, note), own(event), conflict),
    ];
  },

  /** The events with an appeal whose term ends on a day. The index may lag: whoever acts reads the event itself. */
  appealsDue: async (districtId: DistrictId, day: string): Promise<string[]> =>
    (await dueBetween(table, districtId, EVENTS, { after: addDays(day, -1), upTo: day })).map(({ pk }) => lastPart(pk)),

  /** The write that tells once of an appeal whose term ends on a day. */
  reminderWrite: ({ pk, data }: Stored<CreditEvent>, day: string, message: Message, at: string): Write =>
    create(outboxItem({ pk, sk: `${OUTBOX_PREFIX}DUE#${data.status}#${day}` }, at, { message }), conflict),

  /** All events of an entity, strongly consistent. */
  events: async (entityId: string): Promise<CreditEvent[]> => {
    const items = await everyItem(table, {
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :event)',
      ExpressionAttributeValues: { ':pk': creditKey(entityId), ':event': EVENT_PREFIX },
      ConsistentRead: true,
    });
    return eventsIn(items);
  },
});

/** An event's main item. */
export const eventIn = record.headOf;

export const eventKey = (districtId: DistrictId, eventId: string) => districtKey(districtId, 'CREDIT_EVENT', eventId);

/** The partition of an event; its identifier carries its district. */
export const partitionOf = (eventId: string) =>
  eventKey(parseIdentifier('creditevent', eventId)?.districtId ?? '', eventId);

const EVENTS = 'CREDIT_EVENTS';

/** Why an event changes, and the person's task that it has from then on. */
type EventCause = Cause & { readonly task?: Task | undefined };

const conflict = () => new ConcurrencyConflict('the credit of the entity was changed by another request');

/** Nearly all facts are recorded, and nothing is to be done about them: they stand in no queue and are sifted by change. */
const queueOf = (status: CreditEvent['status']): string | undefined => (status === 'RECORDED' ? undefined : status);

const listingOf = (event: CreditEvent): Listing => ({
  districtId: event.districtId,
  collection: EVENTS,
  state: queueOf(event.status),
  owners: [event.entityId],
  due: openAppeal(event)?.appeal.decideBy,
  sought: [event.status],
});

const changed = (
  event: CreditEvent,
  before: Stored<CreditEvent> | undefined,
  cause: EventCause & { readonly note?: Note },
): Write[] =>
  record.writes({
    pk: eventKey(event.districtId, event.id),
    before,
    data: event,
    listing: listingOf(event),
    ...cause,
    otherwise: conflict,
  }).writes;

export const eventMigration = record.migration('CREDIT_EVENT', listingOf);
