import { type Caller, maySee } from '../../shared/auth/caller.ts';
import type { Operations } from '../../shared/http/api.ts';
import { notFound } from '../../shared/http/problem.ts';
import { type Box, ownBox } from '../../shared/human-task/box.ts';
import { parseIdentifier } from '../../shared/kernel/identifier.ts';
import type { Runtime } from '../../shared/runtime.ts';
import type { NoticesApi } from '../contract/index.ts';
import { noticeStore } from '../store/index.ts';

/** What a caller is told, and what it has read of that. */
export function noticeOperations(runtime: Runtime): Pick<Operations<NoticesApi>, 'listNotices' | 'markNoticesRead'> {
  const store = noticeStore(runtime.table);
  return {
    listNotices: async ({ caller, query }) => {
      const box = query.entityId === undefined ? own(caller) : boxOf(caller, query.entityId);
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
      const box = own(caller);
      await store.markRead(box, caller.sub, new Date(body.readUntil).toISOString());
      return { body: { unread: (await store.unread(box, caller.sub)).unread } };
    },
  };
}

/** @throws Problem NOT_FOUND where a party has no entity yet, which is told nothing */
function own(caller: Caller): Box {
  const box = ownBox(caller);
  if (!box) throw notFound();
  return box;
}

function boxOf(caller: Caller, entityId: string): Box {
  const districtId = parseIdentifier('entity', entityId)?.districtId;
  if (districtId === undefined || !maySee(caller, { districtId, parties: [entityId] })) throw notFound();
  return { districtId, recipient: entityId };
}
