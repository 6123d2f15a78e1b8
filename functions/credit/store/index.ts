import { sha256 } from '../../shared/digest.ts';
import { answered } from '../../shared/kernel/human-task.ts';
import { type DistrictId, parseIdentifier } from '../../shared/kernel/identifier.ts';
import { type Message } from '../../shared/outbox/message.ts';
import { aggregate, type Stored } from '../../shared/table/aggregate.ts';
import { type Actor } from '../../shared/table/audit.ts';
import { ConcurrencyConflict } from '../../shared/table/errors.ts';
import { everyItem } from '../../shared/table/every-item.ts';
import { form } from '../../shared/table/form.ts';
import { CURRENT, districtKey, type Key } from '../../shared/table/keys.ts';
import { listPage, type PageRequest } from '../../shared/table/list.ts';
import { outboxWrites } from '../../shared/table/outbox.ts';
import type { Table } from '../../shared/table/table.ts';
import { create, put, update, type Write } from '../../shared/table/write.ts';
import { CreditEvent } from '../domain/event.ts';
import { isSameDocument } from '../domain/source.ts';
import { Subject } from '../domain/subject.ts';

const record = aggregate({ head: form('creditevent', CreditEvent) });

/** Who changes an event, when, what it is called in the audit trail, and the execution that follows from it. */
export interface EventCause {
  readonly actor: Actor;
  readonly at: string;
  readonly action: string;
  readonly reasons?: readonly string[];
  readonly messages: readonly Message[];
}

export interface EventListRequest extends PageRequest {
  readonly status?: CreditEvent['status'] | undefined;
  readonly keep: (event: CreditEvent) => boolean;
}

/** A newer version of the entity is already kept. */
export class Superseded extends Error {
  override readonly name = 'Superseded';
}

/**
 * The facts of an entity's credit: whom it is kept of, and the events.
 *
 * Every event is an aggregate of its own and, in the same transaction, copied under its entity: one consistent query
 * gives the scoring all facts, so that of two events recorded at once both count. The copy's key is the source of the
 * fact, so that one document establishes one fact of an indicator about an entity.
 */
export const creditStore = (table: Table) => ({
  subject: async (entityId: string): Promise<Subject | undefined> => {
    const item = await table.get({ pk: subjectKey(entityId), sk: CURRENT });
    return item && Subject.parse(item['subject']);
  },

  /** Keeps the entity unless the same or a newer version is kept, which is then `Superseded`; sends the messages with it. */
  keepSubject: (subject: Subject, at: string, messages: readonly Message[]): Write[] => {
    const pk = subjectKey(subject.entityId);
    const superseded = () => new Superseded();
    return [
      update(
        { pk, sk: CURRENT },
        'SET #version = :version, subject = :subject, stateKey = :list, stateSort = :sort',
        {
          expression: 'attribute_not_exists(pk) OR #version < :version',
          names: { '#version': 'version' },
          values: { ':version': subject.version },
        },
        superseded,
        {},
        { ':subject': subject, ':list': subjectListKey(subject.districtId), ':sort': subject.entityId },
      ),
      ...outboxWrites(pk, subject.version, at, messages, superseded),
    ];
  },

  /** The entities of a district in order. Of those filed just now, which the index may not have yet, each is scored by itself. */
  subjectIds: async (districtId: DistrictId): Promise<string[]> => {
    const items = await everyItem(table, {
      IndexName: 'byState',
      KeyConditionExpression: 'stateKey = :list',
      ExpressionAttributeValues: { ':list': subjectListKey(districtId) },
    });
    return items.map((item) => item['stateSort'] as string);
  },

  /** The entities of a district from one to another, from the same index. */
  subjects: async (districtId: DistrictId, { from, to }: { from: string; to: string }): Promise<Subject[]> => {
    const entries = await everyItem(table, {
      IndexName: 'byState',
      KeyConditionExpression: 'stateKey = :list AND stateSort BETWEEN :from AND :to',
      ExpressionAttributeValues: { ':list': subjectListKey(districtId), ':from': from, ':to': to },
    });
    const items = await table.getMany(entries.map(({ pk, sk }) => ({ pk, sk })));
    return items.flatMap((item) => (item ? [Subject.parse(item['subject'])] : []));
  },

  event: async (eventId: string): Promise<Stored<CreditEvent> | undefined> => {
    const districtId = parseIdentifier('creditevent', eventId)?.districtId;
    return districtId === undefined ? undefined : record.load(table, eventKey(districtId, eventId));
  },

  listEvents: ({ status, keep, ...request }: EventListRequest) => {
    return listPage(table, {
      ...request,
      collection: EVENTS,
      state: status,
      newestFirst: true,
      read: (item) => record.headOf(item).data,
      keep,
    });
  },

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
    const recorded = items.map((item) => CreditEvent.parse(item['event']));
    return recorded.find(({ source }) => isSameDocument(source, event.source))?.id;
  },

  record: (event: CreditEvent, cause: EventCause): Write[] => [
    ...changed(event, undefined, cause),
    create({ ...factKey(event), event: copyOf(event) }, conflict),
  ],

  change: (event: CreditEvent, before: Stored<CreditEvent>, cause: EventCause): Write[] => [
    ...changed(event, before, cause),
    put({ ...factKey(event), event: copyOf(event) }),
  ],

  /** All events of an entity, strongly consistent. */
  events: async (entityId: string): Promise<CreditEvent[]> => {
    const items = await everyItem(table, {
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :event)',
      ExpressionAttributeValues: { ':pk': creditKey(entityId), ':event': EVENT_PREFIX },
      ConsistentRead: true,
    });
    return items.map((item) => CreditEvent.parse(item['event']));
  },
});

const EVENT_PREFIX = 'EVENT#';

const districtOf = (entityId: string): DistrictId => parseIdentifier('entity', entityId)?.districtId ?? '';
const subjectKey = (entityId: string) => districtKey(districtOf(entityId), 'CREDIT_SUBJECT', entityId);
const subjectListKey = (districtId: DistrictId) => districtKey(districtId, 'CREDIT_SUBJECTS');
export const creditKey = (entityId: string) => districtKey(districtOf(entityId), 'CREDIT', entityId);
const eventKey = (districtId: DistrictId, eventId: string) => districtKey(districtId, 'CREDIT_EVENT', eventId);
const EVENTS = 'CREDIT_EVENTS';

const factKey = ({ entityId, indicator, source }: Pick<CreditEvent, 'entityId' | 'indicator' | 'source'>): Key => ({
  pk: creditKey(entityId),
  sk: `${EVENT_PREFIX}${indicator}#${sha256([source.authority, source.documentNumber])}`,
});

/** What scoring does not read stays out of the copy. */
const copyOf = (event: CreditEvent): CreditEvent => answered(event);

const conflict = () => new ConcurrencyConflict('the credit of the entity was changed by another request');

const changed = (event: CreditEvent, before: Stored<CreditEvent> | undefined, cause: EventCause): Write[] =>
  record.writes({
    pk: eventKey(event.districtId, event.id),
    before,
    data: event,
    listing: { districtId: event.districtId, collection: EVENTS, state: event.status },
    ...cause,
    otherwise: conflict,
  }).writes;
