import type { z } from 'zod';
import { sha256 } from '../digest.ts';
import type { Delivering } from '../kernel/delivery.ts';
import { OUTBOX_PREFIX } from '../outbox/message.ts';
import type { Workflow } from '../outbox/workflows.ts';
import { clearedAt } from '../reference/retention.ts';
import { BadCursor, ConcurrencyConflict } from '../table/errors.ts';
import { type Form, readForm } from '../table/form.ts';
import type { Key } from '../table/keys.ts';
import { outboxItem } from '../table/outbox.ts';
import type { StoredItem, Table } from '../table/table.ts';
import { create, replace, type Write } from '../table/write.ts';

/** A kind of message that leaves: how it is kept, and by which workflow it is delivered. */
export interface DeliveryKind<D extends Delivering> {
  readonly form: Form<z.ZodType<D>>;
  readonly workflow: Workflow;
  /** What the names of its executions begin with. */
  readonly executions: string;
  /**
   * The form of its identifiers, with two parts: the receiver, after `prefix`, and where it stands among that's deliveries.
   */
  readonly id: RegExp;
  readonly prefix?: string;
  /** The sort keys that its deliveries may have. */
  readonly place: RegExp;
  /** The partition of the deliveries of one receiver. */
  readonly partition: (receiver: string) => Key['pk'];
}

export interface StoredDelivery<D extends Delivering> {
  readonly version: number;
  readonly data: D;
  /** Seconds since 1970. */
  readonly expiresAt: number;
}

/** What the sort keys of deliveries begin with; the instant of what they tell of follows. */
export const DELIVERY_PREFIX = 'D#';

/** Pages of a list through which a status that few have is looked for; the rest is the next page's. */
const MAX_PAGES = 20;

/** [designed] Deliveries that one read looks through for a status: some 100 KB. */
const SIFTED = 200;

const changed = (): Error => new ConcurrencyConflict('it was changed by another request or step');

/** The identifier of a delivery: of its receiver and of what it tells, so that the same is the same delivery. */
export const deliveryIdOf = ({ prefix = '' }: { readonly prefix?: string }, receiver: string, sk: string): string =>
  `${prefix}${receiver}_${Buffer.from(sk).toString('base64url')}`;

/** Whom a delivery is for; undefined where the text names none of the kind. */
export const receiverOf = ({ id }: { readonly id: RegExp }, deliveryId: string): string | undefined =>
  id.exec(deliveryId)?.[1];

/**
 * The execution that delivers a round. Names of executions have 80 characters; one that has ended keeps its name for 90 days,
 * longer than the delivery is kept.
 */
export const executionNameOf = (
  { executions }: { readonly executions: string },
  { id, round, madeAt }: Pick<Delivering, 'id' | 'round' | 'madeAt'>,
): string => `${executions}-${sha256(madeAt === undefined ? id : [id, madeAt]).slice(0, 40)}-${round}`;

/** It was told before: the event came again. */
class AlreadyTold extends Error {
  override readonly name = 'AlreadyTold';
}

/**
 * Commits what is told once, however often it comes.
 *
 * @param writesOf makes the writes, each with the error that it was told before
 */
export async function tellOnce(table: Table, writesOf: (otherwise: () => Error) => readonly Write[]): Promise<void> {
  try {
    await table.commit(writesOf(() => new AlreadyTold()));
  } catch (error) {
    if (!(error instanceof AlreadyTold)) throw error;
  }
}

/** How one kind of delivery is kept, started, read and listed. */
export function deliveriesOf<D extends Delivering>(kind: DeliveryKind<D>) {
  const keyOf = (deliveryId: string): Key | undefined => {
    const [, receiver = '', place = ''] = kind.id.exec(deliveryId) ?? [];
    const sk = Buffer.from(place, 'base64url').toString();
    return kind.place.test(sk) && deliveryId === deliveryIdOf(kind, receiver, sk)
      ? { pk: kind.partition(receiver), sk }
      : undefined;
  };

  const requiredKey = (id: string): Key => {
    const key = keyOf(id);
    if (!key) throw new Error(`${id} names no delivery`);
    return key;
  };

  const item = (key: Key, { data, version, expiresAt }: StoredDelivery<D>) => ({
    ...key,
    form: kind.form.version,
    version,
    delivery: data,
    expiresAt,
  });

  /** The start of a round, in the transaction that makes it. */
  const startWrites = ({ pk, sk }: Key, delivery: D, at: string, otherwise: () => Error): Write[] =>
    delivery.status === 'PENDING'
      ? [
          create(
            outboxItem({ pk, sk: `${OUTBOX_PREFIX}${sk}#${delivery.round}` }, at, {
              message: {
                type: 'start',
                workflow: kind.workflow,
                executionName: executionNameOf(kind, delivery),
                input: { deliveryId: delivery.id, round: delivery.round },
              },
            }),
            otherwise,
          ),
        ]
      : [];

  const read = (found: StoredItem): StoredDelivery<D> => ({
    version: Number(found['version']),
    data: readForm(kind.form, found['delivery'], found['form']),
    expiresAt: Number(found['expiresAt']),
  });

  return {
    /**
     * The writes of a new delivery, which is started where it is PENDING. What it tells of may have happened long ago: its
     * term, and that of its start, begin with the instant at which it is made.
     */
    newWrites: (delivery: D, at: string, otherwise: () => Error = changed): Write[] => {
      const key = requiredKey(delivery.id);
      const isLate = clearedAt('DELIVERY', delivery.at) <= Date.parse(at) / 1000;
      const data = isLate ? { ...delivery, madeAt: at } : delivery;
      const made = { data, version: 1, expiresAt: clearedAt('DELIVERY', at) };
      return [create(item(key, made), otherwise), ...startWrites(key, data, at, otherwise)];
    },

    /** The writes of a change of a delivery; one that has become PENDING is started, and its term begins anew. */
    writes: (before: StoredDelivery<D>, data: D, at: string): Write[] => {
      const key = requiredKey(data.id);
      const starts = data.status === 'PENDING' && data.round !== before.data.round;
      const expiresAt = starts ? clearedAt('DELIVERY', at) : before.expiresAt;
      return [
        replace(item(key, { data, version: before.version + 1, expiresAt }), before.version, changed),
        ...(starts ? startWrites(key, data, at, changed) : []),
      ];
    },

    load: async (table: Table, id: string): Promise<StoredDelivery<D> | undefined> => {
      const key = keyOf(id);
      const found = key && (await table.get(key));
      return found && read(found);
    },

    /** Deliveries of a receiver, the newest first. @throws BadCursor */
    list: async (
      table: Table,
      receiver: string,
      {
        statuses,
        limit,
        cursor,
      }: {
        readonly statuses?: readonly string[] | undefined;
        readonly limit: number;
        readonly cursor?: string | undefined;
      },
    ): Promise<{ items: StoredDelivery<D>[]; nextCursor: string | null }> => {
      const pk = kind.partition(receiver);
      const start = cursor === undefined ? undefined : keyOf(cursor);
      if (cursor !== undefined && start?.pk !== pk) throw new BadCursor('not a delivery of this list');
      const found: StoredDelivery<D>[] = [];
      let after: Record<string, unknown> | undefined = start && { ...start };
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
          // Few of a status lie among many: a page of them is looked through at once.
          Limit: statuses ? Math.max(limit, SIFTED) : limit,
          ConsistentRead: true,
          ...(after && { ExclusiveStartKey: after }),
        });
        found.push(...items.map(read));
        after = next;
        if (after === undefined || found.length >= limit) break;
      }
      const last = found[limit - 1];
      const goesOn = found.length > limit || after !== undefined;
      const place =
        found.length > limit && last ? last.data.id : after && deliveryIdOf(kind, receiver, String(after['sk']));
      return { items: found.slice(0, limit), nextCursor: goesOn && place !== undefined ? place : null };
    },
  };
}
