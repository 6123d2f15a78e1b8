import {
  DELIVERY_PREFIX,
  type DeliveryKind,
  deliveriesOf,
  deliveryIdOf,
  executionNameOf as nameOf,
  type StoredDelivery as Stored,
} from '../../shared/outbound/deliveries.ts';
import { form } from '../../shared/table/form.ts';
import { districtKey } from '../../shared/table/keys.ts';
import type { Table } from '../../shared/table/table.ts';
import type { Write } from '../../shared/table/write.ts';
import { type NewDelivery, NoticeDelivery } from '../domain/delivery.ts';

export type StoredDelivery = Stored<NoticeDelivery>;

const KIND: DeliveryKind<NoticeDelivery> = {
  form: form('notice-delivery', NoticeDelivery),
  workflow: 'notice-delivery',
  executions: 'notice',
  id: /^notices-(\d{6})_([\w-]{1,500})$/,
  /** An instant, a channel, an entity, a kind, a record and its version; of a code, its number. */
  place: /^D#\d{4}-[\dT:.Z+-]{1,40}#[A-Z]{1,10}#[\w-]{1,60}#\w{1,60}#[\w/-]{0,100}#\d{1,10}$/,
  prefix: 'notices-',
  partition: (districtId) => districtKey(districtId, 'NOTICE_DELIVERIES'),
};

const KEPT = deliveriesOf(KIND);

/** The same of the same party, channel, notice and code. */
function idOf({ entityId, districtId, at, channel, notice, codeNumber }: NewDelivery): string {
  const { kind, recordId, version } = notice ?? { kind: 'CODE', recordId: '', version: codeNumber };
  return deliveryIdOf(
    KIND,
    districtId,
    `${DELIVERY_PREFIX}${at}#${channel}#${entityId}#${kind}#${recordId}#${version}`,
  );
}

/** The writes of a delivery that begins. */
export const newDeliveryWrites = (delivery: NewDelivery, at: string, otherwise?: () => Error): Write[] =>
  KEPT.newWrites({ ...delivery, id: idOf(delivery) }, at, otherwise);

export const deliveries = (table: Table) => ({
  delivery: (id: string) => KEPT.load(table, id),

  deliveryWrites: KEPT.writes,

  /** What leaves for the parties of a district, the newest first. @throws BadCursor */
  deliveries: (districtId: string, page: Parameters<typeof KEPT.list>[2]) => KEPT.list(table, districtId, page),
});

/** The execution that delivers a round. */
export const executionNameOf = (delivery: Pick<NoticeDelivery, 'id' | 'round' | 'madeAt'>): string =>
  nameOf(KIND, delivery);
