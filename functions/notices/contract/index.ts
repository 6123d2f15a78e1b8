import { z } from 'zod';
import { ROLES } from '../../shared/auth/caller.ts';
import { contract } from '../../shared/http/contract.ts';
import { ListQuery, listOf } from '../../shared/http/schemas.ts';
import { id, instant } from '../../shared/kernel/fields.ts';
import { named } from '../../shared/kernel/named.ts';
import { NOTICE_NAMES } from '../domain/names.ts';

/** Everybody but agencies, who ask records. */
const READERS = ROLES.filter((role) => role !== 'agency');

const NoticeJson = z.object({
  id: z.string(),
  kind: named(NOTICE_NAMES),
  at: z.string(),
  /** The record that it is about. */
  recordId: z.string(),
  title: z.string(),
  message: z.string(),
  read: z.boolean(),
});

export const noticesApi = contract({
  listNotices: {
    method: 'GET',
    path: '/v1/notices',
    summary:
      'Notices 站内通知, the newest first: a merchant’s or agent’s own; of an office or a bank those of the role; of an ' +
      'entity, for the counter, with `entityId`. `unread` counts up to 100.',
    roles: READERS,
    query: ListQuery.pick({ limit: true, cursor: true }).extend({ entityId: id('主体编号', 'entity').optional() }),
    success: { status: 200, schema: listOf(NoticeJson).extend({ unread: z.int() }) },
    problems: ['BAD_PARAMETER'],
  },
  markNoticesRead: {
    method: 'PUT',
    path: '/v1/notices/read-mark',
    summary: 'All notices up to an instant are read by the caller; a later mark stays',
    roles: READERS,
    body: z.strictObject({ readUntil: instant('已读至') }),
    success: { status: 200, schema: z.object({ unread: z.int() }) },
    problems: [],
  },
});

export type NoticesApi = typeof noticesApi;
