import { z } from 'zod';
import { belonging } from '../../shared/correlation.ts';
import type { DistrictId } from '../../shared/kernel/identifier.ts';
import { BadCursor } from '../../shared/table/errors.ts';
import { form, readForm } from '../../shared/table/form.ts';
import { districtKey, type Key } from '../../shared/table/keys.ts';
import type { StoredItem, Table } from '../../shared/table/table.ts';
import { putWhere } from '../../shared/table/write.ts';
import { Notice, type Recipient } from '../domain/notice.ts';

const NOTICE_FORM = form('notice', Notice);
const MARK_FORM = form('notice-mark', z.object({ readUntil: z.string() }));

/** Whose notices. */
export interface Box {
  readonly districtId: DistrictId;
  readonly recipient: Recipient;
}

/** Half a year, as the logs. */
const KEPT_SECONDS = 184 * 24 * 3600;

/** No more are counted as unread. */
const MAX_UNREAD = 100;

const NOTICE = 'N#';
const MARK = 'READ#';

/** Notices by recipient and time, and until when each reader has read. */
export const noticeStore = (table: Table) => ({
  /** Keeps a notice once, however often it comes. */
  keep: async (notice: Notice): Promise<void> => {
    const { pk, sk } = noticeKey(notice);
    const expiresAt = Math.floor(Date.parse(notice.at) / 1000) + KEPT_SECONDS;
    await table.write(putWhere({ pk, sk, form: NOTICE_FORM.version, notice, expiresAt, ...belonging() }, ABSENT));
  },

  /** The newest first. @throws BadCursor for a cursor that is none of a box */
  page: async (box: Box, limit: number, cursor: string | undefined) => {
    const { items, next } = await table.query({
      ...newestFirst(box, NOTICE),
      Limit: limit,
      ...(cursor === undefined ? {} : { ExclusiveStartKey: { pk: partition(box), sk: decode(cursor) } }),
    });
    return { notices: items.map(noticeOf), nextCursor: next === undefined ? null : encode(String(next['sk'])) };
  },

  /** How many are newer than what the reader has read, and until when that is. */
  unread: async (box: Box, sub: string): Promise<{ unread: number; readUntil: string | undefined }> => {
    const mark = await table.get(markKey(box, sub));
    const readUntil = mark && readForm(MARK_FORM, mark, mark['form']).readUntil;
    // `~` is after every character of an instant: what happened at the very instant is read.
    const { items } = await table.query({
      ...newestFirst(box, readUntil === undefined ? NOTICE : `${NOTICE}${readUntil}~`),
      Limit: MAX_UNREAD,
    });
    return { unread: items.length, readUntil };
  },

  /** Moves the reader's mark on; it never goes back. */
  markRead: async (box: Box, sub: string, readUntil: string): Promise<void> => {
    const condition = {
      expression: 'attribute_not_exists(pk) OR readUntil < :until',
      values: { ':until': readUntil },
    };
    await table.write(putWhere({ ...markKey(box, sub), form: MARK_FORM.version, readUntil }, condition));
  },
});

const ABSENT = { expression: 'attribute_not_exists(pk)' };

const partition = ({ districtId, recipient }: Box): Key['pk'] => districtKey(districtId, 'NOTICES', recipient);

const noticeKey = (notice: Notice): Key => ({
  pk: partition(notice),
  sk: `${NOTICE}${notice.at}#${notice.kind}#${notice.recordId}#${notice.version}`,
});

const markKey = (box: Box, sub: string): Key => ({ pk: partition(box), sk: `${MARK}${sub}` });

/** Notices from a sort key on; marks come after them. */
const newestFirst = (box: Box, from: string) => ({
  KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :to',
  ExpressionAttributeValues: { ':pk': partition(box), ':from': from, ':to': `${NOTICE}~` },
  ScanIndexForward: false,
});

const noticeOf = (item: StoredItem): Notice & { id: string } => ({
  ...readForm(NOTICE_FORM, item['notice'], item['form']),
  id: encode(item.sk),
});

const encode = (sk: string): string => Buffer.from(sk).toString('base64url');

/** An instant, a kind, a record and its version: where a notice can stand. */
const PLACE = /^N#\d{4}-[\dT:.Z+-]{1,40}#[\w-]{1,60}#[\w-]{1,100}#\d{1,10}$/;

/** @throws BadCursor */
function decode(cursor: string): string {
  const sk = Buffer.from(cursor, 'base64url').toString();
  if (!PLACE.test(sk)) throw new BadCursor('not a place among notices');
  return sk;
}
