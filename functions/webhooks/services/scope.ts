import { Caller, isCityWide, maySee } from '../../shared/auth/caller.ts';
import { CITY, type DistrictId } from '../../shared/kernel/identifier.ts';
import type { Tiding } from '../domain/tidings.ts';
import type { Webhook } from '../domain/webhook.ts';

/** The district among whose webhooks a caller's own stand: of whoever reads every district, the city. */
export const homeOf = (caller: Caller): DistrictId => (isCityWide(caller) ? CITY : caller.districtId);

/** Whether a caller may look after a webhook: everybody its own, and the operator every one. */
export const mayManage = (caller: Caller, { owner }: Pick<Webhook, 'owner'>): boolean =>
  caller.role === 'operator' ||
  (caller.role === owner.role && caller.districtId === owner.districtId && caller.entityId === owner.entityId);

/** Whether a webhook is told of something: it asked for it, and its owner may read the record. */
export function isTold({ owner, events }: Pick<Webhook, 'owner' | 'events'>, tiding: Tiding): boolean {
  if (!events.includes(tiding.event) || !tiding.roles.includes(owner.role)) return false;
  return maySee(Caller.parse(owner), tiding);
}
