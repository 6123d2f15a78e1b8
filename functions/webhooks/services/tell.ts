import { UNTRIED } from '../../shared/kernel/delivery.ts';
import { bodyOf, type Delivery } from '../domain/delivery.ts';
import type { Tiding } from '../domain/tidings.ts';
import type { Webhook } from '../domain/webhook.ts';
import { deliveryIdOf } from '../store/deliveries.ts';

/** Something that is told: an event, or a ping. */
type Told = Omit<Tiding, 'event' | 'parties' | 'roles'> & { readonly event: string };

/** A message to a webhook; to one that is paused it is held. */
export const newDelivery = ({ id, status }: Pick<Webhook, 'id' | 'status'>, told: Told): Delivery => ({
  id: deliveryIdOf(id, told),
  webhookId: id,
  event: told.event,
  recordId: told.recordId,
  at: told.at,
  body: bodyOf(told),
  status: status === 'PAUSED' ? 'HELD' : 'PENDING',
  ...UNTRIED,
});
