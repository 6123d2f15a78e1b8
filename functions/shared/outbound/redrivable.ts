import { notFound, Problem } from '../http/problem.ts';
import type { Delivering } from '../kernel/delivery.ts';
import { says } from '../kernel/finding.ts';
import type { StoredDelivery } from './deliveries.ts';

/** @throws Problem NOT_FOUND where there is no delivery, WRONG_STATE where it is under way */
export function redrivable<D extends Delivering>(found: StoredDelivery<D> | undefined): StoredDelivery<D> {
  if (!found) throw notFound();
  if (found.data.status !== 'PENDING') return found;
  throw new Problem('WRONG_STATE', says('这条消息正在发送', '请等它送达，或不再重试后再试'));
}
