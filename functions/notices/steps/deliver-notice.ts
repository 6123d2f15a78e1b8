import type { Caller } from '../../shared/auth/caller.ts';
import { textDigest } from '../../shared/digest.ts';
import { type CallApi, lambdaApi } from '../../shared/invoke/invoke.ts';
import { type Answered, deliverStep, type Unsent } from '../../shared/outbound/deliver.ts';
import { OutboundFailed } from '../../shared/outbound/fault.ts';
import { awsRuntime, type Runtime } from '../../shared/runtime.ts';
import { systemActor } from '../../shared/table/audit.ts';
import { DEAD_NOTICE, isNews, type NoticeDelivery } from '../domain/delivery.ts';
import { isUsable } from '../domain/mail-code.ts';
import { codeLetter, letterOf, textOf } from '../domain/outgoing.ts';
import { channelsFor, mailAddress } from '../domain/settings.ts';
import { type Channels, environmentChannels } from '../services/channels.ts';
import { filedNumber } from '../services/phone.ts';
import { noticeStore } from '../store/index.ts';

type Prepared = Promise<Unsent | (() => Promise<Answered>)>;

/**
 * 通知送达: sends a notice to its party once, by one channel, and says when to try again. Where it goes is looked up at this
 * moment, so that an address that was changed, or a channel that was given up meanwhile, gets nothing.
 */
export const build = (runtime: Runtime, channels: Channels = environmentChannels(), callApi: CallApi = lambdaApi()) => {
  const { mail = switchedOff, text = switchedOff } = channels;
  const store = noticeStore(runtime.table);

  const code = async ({ id, entityId, codeNumber }: NoticeDelivery, at: string): Prepared => {
    const [settings, asked] = await Promise.all([store.settings(entityId), store.mailCode(entityId)]);
    if (!asked || asked.data.number !== codeNumber || !isUsable(asked.data, at)) return 'DROPPED';
    const { address } = asked.data;
    const own = settings?.data.mail;
    if (own?.address !== address || own.confirmedAt !== undefined) return 'DROPPED';
    return () => mail({ id, to: address, ...codeLetter(asked.data.code) });
  };

  const notice = async (delivery: NoticeDelivery, at: string): Prepared => {
    const { id, entityId, districtId, channel } = delivery;
    // A redrive may come late.
    if (!isNews(delivery.at, at)) return 'DROPPED';
    const [stored, told] = await Promise.all([store.settings(entityId), store.noticeOf(delivery)]);
    if (!stored || !told || !channelsFor(stored.data, told.kind).includes(channel)) return 'DROPPED';
    if (channel === 'MAIL') {
      const to = mailAddress(stored.data);
      return to === undefined ? 'DROPPED' : () => mail({ id, to, ...letterOf(told) });
    }
    const to = await filedNumber(callApi, inTheNameOf(districtId), entityId);
    // A gateway keeps identifiers of messages; which party they are of is none of its business.
    return to === undefined ? 'DROPPED' : () => text({ id: textDigest(id), to, text: textOf(told) }, at);
  };

  const prepare = (delivery: NoticeDelivery, at: string): Prepared =>
    delivery.codeNumber === undefined ? notice(delivery, at) : code(delivery, at);

  return deliverStep('DeliverNotice', runtime, store, prepare, DEAD_NOTICE);
};

/** A start without a channel's settings is a slip as often as a decision: what is under way is tried again. */
const switchedOff = (): Promise<Answered> => Promise.reject(new OutboundFailed('NOT_ALLOWED'));

/** Filing is asked as the window of the party's district would ask. */
const inTheNameOf = (districtId: string): Caller => ({
  sub: systemActor('workflow', 'notice-delivery').sub,
  role: 'clerk',
  districtId,
});

export const handler = build(awsRuntime());
