import { type Caller, maySee } from '../../shared/auth/caller.ts';
import type { Operations } from '../../shared/http/api.ts';
import { notFound } from '../../shared/http/problem.ts';
import { CITY, parseIdentifier } from '../../shared/kernel/identifier.ts';
import type { Runtime } from '../../shared/runtime.ts';
import type { NoticesApi } from '../contract/index.ts';
import type { Recipient } from '../domain/notice.ts';
import { type Box, noticeStore } from '../store/index.ts';

/** What a caller is told, and what it has read of that. */
export function noticeOperations(runtime: Runtime): Operations<NoticesApi> {
  const store = noticeStore(runtime.table);
  return {
    listNotices: async ({ caller, query }) => {
      const box = query.entityId === undefined ? ownBox(caller) : boxOf(caller, query.entityId);
      const [{ notices, nextCursor }, { unread, readUntil }] = await Promise.all([
        store.page(box, query.limit, query.cursor),
        store.unread(box, caller.sub),
      ]);
      const items = notices.map(({ id, kind, at, recordId, title, message }) => ({
        id,
        kind,
        at,
        recordId,
        title,
        message,
        read: readUntil !== undefined && at <= readUntil,
      }));
      return { body: { items, nextCursor, unread } };
    },
    markNoticesRead: async ({ caller, body }) => {
      const box = ownBox(caller);
      await store.markRead(box, caller.sub, new Date(body.readUntil).toISOString());
      return { body: { unread: (await store.unread(box, caller.sub)).unread } };
    },
  };
}

const ROLES: Partial<Record<Caller['role'], Recipient>> = {
  clerk: 'CLERK',
  reviewer: 'REVIEWER',
  // A centre's head reads what its reviewers are told.
  centreHead: 'REVIEWER',
  operator: 'OPERATOR',
  manager: 'MANAGER',
  inspector: 'INSPECTOR',
  market: 'MARKET',
  bank: 'BANK',
};

/** A party's own; of an office those of the role in its district. */
function ownBox({ role, districtId, entityId }: Caller): Box {
  const ofRole = ROLES[role];
  if (ofRole) return { districtId: role === 'operator' ? CITY : districtId, recipient: ofRole };
  if (entityId === undefined) throw notFound();
  return { districtId, recipient: entityId as Recipient };
}

function boxOf(caller: Caller, entityId: string): Box {
  const districtId = parseIdentifier('entity', entityId)?.districtId;
  if (districtId === undefined || !maySee(caller, { districtId, parties: [entityId] })) throw notFound();
  return { districtId, recipient: entityId as Recipient };
}
