import { belonging } from '../../shared/correlation.ts';
import { type Box, boxKey, NOTICE, newestFirst, readMarks } from '../../shared/human-task/box.ts';
import { clearedAt } from '../../shared/reference/retention.ts';
import { BadCursor } from '../../shared/table/errors.ts';
import { form, readForm } from '../../shared/table/form.ts';
import type { Key } from '../../shared/table/keys.ts';
import type { StoredItem, Table } from '../../shared/table/table.ts';
import { putWhere } from '../../shared/table/write.ts';
import { Notice } from '../domain/notice.ts';

const NOTICE_FORM = form('notice', Notice);
/** Notices by recipient and time, and until when each reader has read. */
export const noticeStore = (table: Table) => ({
  ...readMarks(table),

  /** Keeps a notice once, however often it comes. */
  keep: async (notice: Notice): Promise<void> => {
    const { pk, sk } = noticeKey(notice);
    const expiresAt = clearedAt('NOTICE', notice.at);
    await table.write(putWhere({ pk, sk, form: NOTICE_FORM.version, notice, expiresAt, ...belonging() }, ABSENT));
  },

  /** The newest first. @throws BadCursor for a cursor that is none of a box */
  page: async (box: Box, limit: number, cursor: string | undefined) => {
    const { items, next } = await table.query({
      ...newestFirst(box),
      Limit: limit,
      ...(cursor === undefined ? {} : { ExclusiveStartKey: { pk: boxKey(box), sk: decode(cursor) } }),
    });
    return { notices: items.map(noticeOf), nextCursor: next === undefined ? null : encode(String(next['sk'])) };
  },
});

const ABSENT = { expression: 'attribute_not_exists(pk)' };

const noticeKey = (notice: Notice): Key => ({
  pk: boxKey(notice),
  sk: `${NOTICE}${notice.at}#${notice.kind}#${notice.recordId}#${notice.version}`,
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
