import { z } from 'zod';
import { named } from '../../shared/kernel/named.ts';
import { CHANNEL_NAMES, NOTICE_NAMES } from './names.ts';
import type { NoticeKind } from './notice.ts';

export type ChannelName = keyof typeof CHANNEL_NAMES;

/** How a party wants to be told outside the registry; one that has never said so is told nothing there. */
export const NoticeSettings = z.object({
  entityId: z.string(),
  districtId: z.string(),
  channels: z.array(named(CHANNEL_NAMES)),
  /** Of what it is told; absent: of everything. */
  kinds: z.array(named(NOTICE_NAMES)).optional(),
  mail: z
    .object({
      address: z.string(),
      /** ISO 8601: since when it is known that its mailbox is the party's; nothing is sent to another. */
      confirmedAt: z.string().optional(),
    })
    .optional(),
});

export type NoticeSettings = Readonly<z.infer<typeof NoticeSettings>>;

/** The address to which a party is sent mail; undefined where it has none that is confirmed, or wants no mail. */
export const mailAddress = ({ channels, mail }: NoticeSettings): string | undefined =>
  channels.includes('MAIL') && mail?.confirmedAt !== undefined ? mail.address : undefined;

/** By what a party is told of something. */
export function channelsFor(settings: NoticeSettings, kind: NoticeKind): ChannelName[] {
  const { channels, kinds } = settings;
  if (kinds && !kinds.includes(kind)) return [];
  return channels.filter((channel) => channel !== 'MAIL' || mailAddress(settings) !== undefined);
}

/** Settings whose mail goes elsewhere from now on; an address that stays is confirmed as it was. */
export const withAddress = (mail: NoticeSettings['mail'], address: string | undefined): Pick<NoticeSettings, 'mail'> =>
  address === undefined ? {} : { mail: mail?.address === address ? mail : { address } };

/** @param at ISO 8601 */
export const confirmed = (settings: NoticeSettings, address: string, at: string): NoticeSettings => ({
  ...settings,
  mail: { address, confirmedAt: at },
});
