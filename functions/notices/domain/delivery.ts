import { z } from 'zod';
import { Delivering, UNTRIED } from '../../shared/kernel/delivery.ts';
import { named } from '../../shared/kernel/named.ts';
import { CHANNEL_NAMES, NOTICE_NAMES } from './names.ts';
import type { Notice } from './notice.ts';
import { type ChannelName, channelsFor, type NoticeSettings } from './settings.ts';

/** The log line that an alarm counts: a relay or gateway took a message in no attempt. */
export const DEAD_NOTICE = 'a notice that leaves is dead';

/**
 * One notice, or one code, that leaves for one party by one channel. It holds neither address nor number nor text: those are
 * looked up when it is sent. It is DROPPED where the party no longer wants it, or can no longer have it.
 */
export const NoticeDelivery = Delivering.extend({
  entityId: z.string(),
  districtId: z.string(),
  channel: named(CHANNEL_NAMES),
  /** The notice that it brings; absent where it brings a code. */
  notice: z.object({ kind: named(NOTICE_NAMES), recordId: z.string(), version: z.int() }).optional(),
  /** Which code of the party it brings. */
  codeNumber: z.int().optional(),
});

export type NoticeDelivery = Readonly<z.infer<typeof NoticeDelivery>>;

/** [designed] What happened longer ago, as where events are announced again, is news to nobody. */
const NEWS_DAYS = 7;

/** Whether what happened at an instant is still news at another (ISO 8601). */
export const isNews = (happenedAt: string, now: string): boolean =>
  Date.parse(now) - Date.parse(happenedAt) <= NEWS_DAYS * 24 * 3_600_000;

/** A delivery before it has an identifier, which the store gives. */
export type NewDelivery = Omit<NoticeDelivery, 'id'>;

/** What of a notice leaves for its party. @param now ISO 8601 */
export function leaving(notice: Notice, settings: NoticeSettings | undefined, now: string): NewDelivery[] {
  const { recipient, districtId, at, kind, recordId, version } = notice;
  if (!settings || !isNews(at, now)) return [];
  return channelsFor(settings, kind).map((channel) => ({
    ...begun(recipient, districtId, channel, at),
    notice: { kind, recordId, version },
  }));
}

/** The code that leaves for a party's mailbox. */
export const codeLeaving = (
  { entityId, districtId }: Pick<NoticeSettings, 'entityId' | 'districtId'>,
  { number, askedAt }: { readonly number: number; readonly askedAt: string },
): NewDelivery => ({ ...begun(entityId, districtId, 'MAIL', askedAt), codeNumber: number });

const begun = (entityId: string, districtId: string, channel: ChannelName, at: string) => ({
  ...UNTRIED,
  entityId,
  districtId,
  channel,
  at,
  status: 'PENDING' as const,
});
