import { z } from 'zod';
import { Delivering } from '../../shared/kernel/delivery.ts';
import type { Tiding } from './tidings.ts';

/** The log line that an alarm counts: a receiver took a message in no attempt. */
export const DEAD_DELIVERY = 'a delivery to a webhook is dead';

/** Tells a receiver of nothing: somebody tries whether it hears. */
export const PING = 'WebhookPing';

/** One message to one webhook: it is HELD where its webhook was paused, and DROPPED where that was deleted. */
export const Delivery = Delivering.extend({
  webhookId: z.string(),
  event: z.string(),
  recordId: z.string(),
  /** What is sent, to the byte; it holds identifiers only. */
  body: z.string(),
});

export type Delivery = Readonly<z.infer<typeof Delivery>>;

/** The body of a message. Receivers may rely on each field; some may be added. */
export const bodyOf = ({
  event,
  at,
  recordId,
  districtId,
  version,
  status,
  path,
}: Omit<Tiding, 'event' | 'parties' | 'roles'> & { readonly event: string }): string =>
  JSON.stringify({
    type: event,
    timestamp: at,
    data: { recordId, districtId, version, ...(status !== undefined && { status }), path },
  });
