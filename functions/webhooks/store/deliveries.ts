import {
  DELIVERY_PREFIX,
  type DeliveryKind,
  deliveriesOf,
  deliveryIdOf as idOf,
  executionNameOf as nameOf,
  receiverOf,
  type StoredDelivery as Stored,
  tellOnce,
} from '../../shared/outbound/deliveries.ts';
import { form } from '../../shared/table/form.ts';
import { districtKey } from '../../shared/table/keys.ts';
import type { Table } from '../../shared/table/table.ts';
import { Delivery } from '../domain/delivery.ts';
import { districtOf } from './records.ts';

export type StoredDelivery = Stored<Delivery>;

const KIND: DeliveryKind<Delivery> = {
  form: form('webhook-delivery', Delivery),
  workflow: 'webhook-delivery',
  executions: 'webhook',
  id: /^(webhook-\d{6}-[0-9A-HJKMNP-TV-Z]{26})_([\w-]{1,400})$/,
  /** An instant, an event, a record and its version. */
  place: /^D#\d{4}-[\dT:.Z+-]{1,40}#\w{1,60}#[\w-]{1,100}#\d{1,20}$/,
  partition: (webhookId) => districtKey(districtOf(webhookId), 'WEBHOOK_DELIVERIES', webhookId),
};

const KEPT = deliveriesOf(KIND);

export const deliveries = (table: Table) => ({
  delivery: (id: string) => KEPT.load(table, id),

  /** Keeps a new delivery, once however often it is told of, and starts it where it is PENDING. */
  tell: (delivery: Delivery, at: string) => tellOnce(table, (otherwise) => KEPT.newWrites(delivery, at, otherwise)),

  /** The writes of the same, for a request. */
  newDeliveryWrites: (delivery: Delivery, at: string) => KEPT.newWrites(delivery, at),

  deliveryWrites: KEPT.writes,

  /** Deliveries of a webhook, the newest first. @throws BadCursor */
  deliveries: (webhookId: string, page: Parameters<typeof KEPT.list>[2]) => KEPT.list(table, webhookId, page),
});

/** The identifier of a delivery: of its webhook and of what it tells, so that the same is the same delivery. */
export const deliveryIdOf = (
  webhookId: string,
  {
    at,
    event,
    recordId,
    version,
  }: { readonly at: string; readonly event: string; readonly recordId: string; readonly version: number },
): string => idOf(KIND, webhookId, `${DELIVERY_PREFIX}${at}#${event}#${recordId}#${version}`);

/** The webhook that a delivery is for; undefined where the text names no delivery. */
export const webhookOf = (deliveryId: string): string | undefined => receiverOf(KIND, deliveryId);

/** The execution that delivers a round. */
export const executionNameOf = (delivery: Pick<Delivery, 'id' | 'round' | 'madeAt'>): string => nameOf(KIND, delivery);
