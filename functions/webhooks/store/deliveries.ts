import { sha256 } from '../../shared/digest.ts';
import { OUTBOX_PREFIX } from '../../shared/outbox/message.ts';
import { clearedAt } from '../../shared/reference/retention.ts';
import { BadCursor } from '../../shared/table/errors.ts';
import { form, readForm } from '../../shared/table/form.ts';
import { districtKey, type Key } from '../../shared/table/keys.ts';
import { outboxItem } from '../../shared/table/outbox.ts';
import type { StoredItem, Table } from '../../shared/table/table.ts';
import { create, replace, type Write } from '../../shared/table/write.ts';
import { Delivery } from '../domain/delivery.ts';
import { changed, districtOf } from './records.ts';

const DELIVERY_FORM = form('webhook-delivery', Delivery);

/** It was created before: the event came again. */
class AlreadyTold extends Error {
  override readonly name = 'AlreadyTold';
}

export interface StoredDelivery {
  readonly version: number;
  readonly data: Delivery;
}

export const deliveries = (table: Table) => ({
  delivery: async (id: string): Promise<StoredDelivery | undefined> => {
    const key = deliveryKey(id);
    const item = key && (await table.get(key));
    return item && deliveryOf(item);
  },

  /** Keeps a new delivery, once however often it is told of, and starts it where it is PENDING. */
  tell: async (delivery: Delivery): Promise<void> => {
    try {
      await table.commit(newDeliveryWrites(delivery, () => new AlreadyTold()));
    } catch (error) {
      if (!(error instanceof AlreadyTold)) throw error;
    }
  },

  /** The writes of the same, for a request. */
  newDeliveryWrites: (delivery: Delivery): Write[] => newDeliveryWrites(delivery),

  /** The writes of a change of a delivery; one that has become PENDING is started. */
  deliveryWrites: (before: StoredDelivery, data: Delivery, at: string): Write[] => {
    const key = requiredKey(data.id);
    const starts = data.status === 'PENDING' && data.round !== before.data.round;
    return [
      replace(deliveryItem(key, data, before.version + 1), before.version, changed),
      ...(starts ? startWrites(key, { ...data, at }, changed) : []),
    ];
  },

  /** Deliveries of a webhook, the newest first. @throws BadCursor */
  deliveries: async (
    webhookId: string,
    {
      statuses,
      limit,
      cursor,
    }: {
      readonly statuses?: readonly string[] | undefined;
      readonly limit: number;
      readonly cursor?: string | undefined;
    },
  ): Promise<{ items: StoredDelivery[]; nextCursor: string | null }> => {
    const pk = deliveriesKey(webhookId);
    const start = cursor === undefined ? undefined : deliveryKey(cursor);
    if (cursor !== undefined && start?.pk !== pk) throw new BadCursor('not a delivery of this webhook');
    const found: StoredDelivery[] = [];
    let after: Record<string, unknown> | undefined = start && { ...start };
    // A status that few have is looked for through so many pages at most; the rest is the next page's.
    for (let pages = 0; pages < MAX_PAGES; pages += 1) {
      const { items, next } = await table.query({
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :delivery)',
        ExpressionAttributeValues: {
          ':pk': pk,
          ':delivery': DELIVERY_PREFIX,
          ...Object.fromEntries((statuses ?? []).map((status, index) => [`:status${index}`, status])),
        },
        ...(statuses && {
          FilterExpression: `#delivery.#status IN (${statuses.map((_, index) => `:status${index}`).join(', ')})`,
          ExpressionAttributeNames: { '#delivery': 'delivery', '#status': 'status' },
        }),
        ScanIndexForward: false,
        Limit: limit,
        ConsistentRead: true,
        ...(after && { ExclusiveStartKey: after }),
      });
      found.push(...items.map(deliveryOf));
      after = next;
      if (after === undefined || found.length >= limit) break;
    }
    const last = found[limit - 1];
    const goesOn = found.length > limit || after !== undefined;
    const place = found.length > limit && last ? last.data.id : after && idOf(webhookId, String(after['sk']));
    return { items: found.slice(0, limit), nextCursor: goesOn && place !== undefined ? place : null };
  },
});

function newDeliveryWrites(delivery: Delivery, otherwise: () => Error = changed): Write[] {
  const key = requiredKey(delivery.id);
  return [create(deliveryItem(key, delivery, 1), otherwise), ...startWrites(key, delivery, otherwise)];
}

const MAX_PAGES = 20;

/** The identifier of a delivery: of its webhook and of what it tells, so that the same is the same delivery. */
export const deliveryIdOf = (
  webhookId: string,
  {
    at,
    event,
    recordId,
    version,
  }: { readonly at: string; readonly event: string; readonly recordId: string; readonly version: number },
): string => idOf(webhookId, `${DELIVERY_PREFIX}${at}#${event}#${recordId}#${version}`);

/** The webhook that a delivery is for; undefined where the text names no delivery. */
export const webhookOf = (deliveryId: string): string | undefined => DELIVERY_ID.exec(deliveryId)?.[1];

/** The execution that delivers a round. Names of executions have 80 characters. */
export const executionNameOf = ({ id, round }: Pick<Delivery, 'id' | 'round'>): string =>
  `webhook-${sha256(id).slice(0, 40)}-${round}`;

const DELIVERY_PREFIX = 'D#';

const DELIVERY_ID = /^(webhook-\d{6}-[0-9A-HJKMNP-TV-Z]{26})_([\w-]{1,400})$/;

/** An instant, an event, a record and its version. */
const PLACE = /^D#\d{4}-[\dT:.Z+-]{1,40}#\w{1,60}#[\w-]{1,100}#\d{1,20}$/;

const idOf = (webhookId: string, sk: string): string => `${webhookId}_${Buffer.from(sk).toString('base64url')}`;

const deliveriesKey = (webhookId: string): Key['pk'] =>
  districtKey(districtOf(webhookId), 'WEBHOOK_DELIVERIES', webhookId);

function deliveryKey(id: string): Key | undefined {
  const [, webhookId = '', place = ''] = DELIVERY_ID.exec(id) ?? [];
  const sk = Buffer.from(place, 'base64url').toString();
  return PLACE.test(sk) && id === idOf(webhookId, sk) ? { pk: deliveriesKey(webhookId), sk } : undefined;
}

function requiredKey(id: string): Key {
  const key = deliveryKey(id);
  if (!key) throw new Error(`${id} names no delivery`);
  return key;
}

const deliveryItem = (key: Key, delivery: Delivery, version: number) => ({
  ...key,
  form: DELIVERY_FORM.version,
  version,
  delivery,
  expiresAt: clearedAt('DELIVERY', delivery.at),
});

/** The start of a round, in the transaction that makes it. */
const startWrites = ({ pk, sk }: Key, delivery: Delivery, otherwise: () => Error): Write[] =>
  delivery.status === 'PENDING'
    ? [
        create(
          outboxItem({ pk, sk: `${OUTBOX_PREFIX}${sk}#${delivery.round}` }, delivery.at, {
            message: {
              type: 'start',
              workflow: 'webhook-delivery',
              executionName: executionNameOf(delivery),
              input: { deliveryId: delivery.id, round: delivery.round },
            },
          }),
          otherwise,
        ),
      ]
    : [];

const deliveryOf = (item: StoredItem): StoredDelivery => ({
  version: Number(item['version']),
  data: readForm(DELIVERY_FORM, item['delivery'], item['form']),
});
