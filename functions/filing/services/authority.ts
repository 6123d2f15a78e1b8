import { type Caller, isParty, maySee } from '../../shared/auth/caller.ts';
import { type Said, says } from '../../shared/kernel/finding.ts';
import { type FilingHead, partiesOf } from '../domain/filing.ts';
import type { FilingStore } from '../store/index.ts';

export const AGENCY_BASIS = '税务总局公告2015年第89号第四条';

/**
 * Whether a caller may act for an entity: the centre for every one of its district, a party for itself, an agent for the
 * merchants whose agency agreement with it is in force (税务总局公告2015年第89号, Art. 4).
 */
export async function actsFor(store: FilingStore, caller: Caller, entityId: string, today: string): Promise<boolean> {
  if (!isParty(caller)) return true;
  if (caller.entityId === undefined || caller.entityId === entityId) return caller.entityId === entityId;
  if (caller.role === 'merchant') return false;
  return (await store.agreementInForce(entityId, caller.entityId, today)) !== undefined;
}

/** What an agent is told that acts for a merchant without one. */
export const notEntrusted = (entityId: string): Said =>
  says(`与“${entityId}”没有有效的委托代理出口协议，不能代其办理`, '请先由双方订立并接受协议');

/** Parties may read a filing, and whoever submitted it, before there is an entity to be a party. */
export const mayRead = (caller: Caller, filing: FilingHead): boolean =>
  maySee(caller, { districtId: filing.districtId, parties: partiesOf(filing) }) ||
  (caller.districtId === filing.districtId && filing.revisions.some(({ submittedBy }) => submittedBy === caller.sub));
