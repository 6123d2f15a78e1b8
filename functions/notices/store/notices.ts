import { belonging } from '../../shared/correlation.ts';
import { type Box, boxKey, NOTICE, newestFirst, readMarks } from '../../shared/human-task/box.ts';
import { tellOnce } from '../../shared/outbound/deliveries.ts';
import { clearedAt } from '../../shared/reference/retention.ts';
import { BadCursor } from '../../shared/table/errors.ts';
import { form, readForm } from '../../shared/table/form.ts';
import type { Key } from '../../shared/table/keys.ts';
import type { StoredItem, Table } from '../../shared/table/table.ts';
import { create, putWhere } from '../../shared/table/write.ts';
import type { NewDelivery, NoticeDelivery } from '../domain/delivery.ts';
import { Notice } from '../domain/notice.ts';
import { newDeliveryWrites } from './deliveries.ts';

const NOTICE_FORM = form('notice', Notice);

/** Notices by recipient and time, and until when each reader has read. */
export const notices = (table: Table) => ({
  ...readMarks(table),

  /**
   * Keeps a notice once, however often it comes, and starts what of it leaves: in one transaction, so that what was kept has
   * been told and is told to nobody again.
   *
   * @param at when it is kept, ISO 8601
   */
  keep: async (notice: Notice, at: string, leaving: readonly NewDelivery[] = []): Promise<void> => {
    const expiresAt = clearedAt('NOTICE', notice.at);
    const item = { ...noticeKey(notice), form: NOTICE_FORM.version, notice, expiresAt, ...belonging() };
    if (leaving.length === 0) return void (await table.write(putWhere(item, ABSENT)));
    await tellOnce(table, (otherwise) => [
      create(item, otherwise),
      ...leaving.flatMap((one) => newDeliveryWrites(one, at, otherwise)),
    ]);
  },

  /** The notice that a delivery brings; undefined where it is over. */
  noticeOf: async ({ entityId, districtId, at, notice }: NoticeDelivery): Promise<Notice | undefined> => {
    if (!notice) return undefined;
    const found = await table.get(noticeKey({ ...notice, recipient: entityId, districtId, at }));
    return found && noticeOf(found);
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

const noticeKey = (notice: Box & Pick<Notice, 'at' | 'kind' | 'recordId' | 'version'>): Key => ({
  pk: boxKey(notice),
  sk: `${NOTICE}${notice.at}#${notice.kind}#${notice.recordId}#${notice.version}`,
});

const noticeOf = (item: StoredItem): Notice & { id: string } => ({
  ...readForm(NOTICE_FORM, item['notice'], item['form']),
  id: encode(item.sk),
});

const encode = (sk: string): string => Buffer.from(sk).toString('base64url');

/** An instant, a kind, a record, of a term its days too, and its version: where a notice can stand. */
const PLACE = /^N#\d{4}-[\dT:.Z+-]{1,40}#[\w-]{1,60}#[\w/-]{1,100}#\d{1,10}$/;

/** @throws BadCursor */
function decode(cursor: string): string {
  const sk = Buffer.from(cursor, 'base64url').toString();
  if (!PLACE.test(sk)) throw new BadCursor('not a place among notices');
  return sk;
}
