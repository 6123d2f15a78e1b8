import { randomInt } from 'node:crypto';
import type { z } from 'zod';
import type { Caller } from '../../shared/auth/caller.ts';
import type { Operations } from '../../shared/http/api.ts';
import { notFound, Problem, ruleViolation } from '../../shared/http/problem.ts';
import { etag } from '../../shared/http/schemas.ts';
import { requireVersion } from '../../shared/http/version.ts';
import { type CallApi, lambdaApi } from '../../shared/invoke/invoke.ts';
import { dayInChina } from '../../shared/kernel/china-time.ts';
import { danger, type Finding, says } from '../../shared/kernel/finding.ts';
import { channelSettings } from '../../shared/outbound/channels.ts';
import type { Runtime } from '../../shared/runtime.ts';
import type { Stored } from '../../shared/table/aggregate.ts';
import type { Write } from '../../shared/table/write.ts';
import type { NoticesApi } from '../contract/index.ts';
import { codeLeaving } from '../domain/delivery.ts';
import { isUsable, MAX_CODES_A_DAY, MAX_TRIES, nextCode } from '../domain/mail-code.ts';
import { CHANNEL_NAMES } from '../domain/names.ts';
import { type ChannelName, confirmed, type NoticeSettings, withAddress } from '../domain/settings.ts';
import { filedNumber } from '../services/phone.ts';
import { newDeliveryWrites } from '../store/deliveries.ts';
import { noticeStore } from '../store/index.ts';
import { codeWrites, settingsWrites } from '../store/settings.ts';

type Own = Pick<
  Operations<NoticesApi>,
  'getNoticeSettings' | 'changeNoticeSettings' | 'sendMailCode' | 'confirmMailAddress'
>;

type SettingsJson = z.input<NoticesApi['getNoticeSettings']['success']['schema']>;

/** What a party is asked to choose anew where others of it have chosen meanwhile. */
const CHANGED = says('通知设置已被修改', '请重新读取后再试');

/** A party says how it is told outside the registry, and shows that a mailbox is its own. */
export function noticeSettingsOperations(
  runtime: Runtime,
  callApi: CallApi = lambdaApi(),
  environment: NodeJS.ProcessEnv = process.env,
): Own {
  const store = noticeStore(runtime.table);

  const available = (): ChannelName[] => {
    const { mail, text } = channelSettings(environment);
    return [...(mail ? ['MAIL' as const] : []), ...(text === undefined ? [] : ['TEXT' as const])];
  };

  const answer = (data: NoticeSettings | undefined, version: number) => ({
    body: settingsToJson(data, available()),
    headers: etag(version),
  });

  const changed = (
    data: NoticeSettings,
    before: Stored<NoticeSettings> | undefined,
    cause: { readonly actor: Caller; readonly at: string; readonly action: 'CHANGE' | 'CONFIRM' },
    more: readonly Write[] = [],
  ) => ({
    ...answer(data, (before?.version ?? 0) + 1),
    writes: [...settingsWrites(data, before, cause), ...more],
  });

  /** The writes by which an address is sent a code. */
  const codeFor = async (data: NoticeSettings, address: string, at: string): Promise<Write[]> => {
    const before = await store.mailCode(data.entityId);
    const code = nextCode(before?.data, address, { at, day: dayInChina(at), random: randomInt(1_000_000) });
    if (!code) {
      throw new Problem(
        'TOO_MANY_REQUESTS',
        says(`今天已发送 ${MAX_CODES_A_DAY} 次邮箱验证码`, '请明天再试；填写已收到的最后一个验证码仍然有效'),
      );
    }
    return [...codeWrites(data.entityId, before, code), ...newDeliveryWrites(codeLeaving(data, code), at)];
  };

  /** What stands against what a party asks for. */
  const findings = async (caller: Caller, entityId: string, asked: Asked): Promise<Finding[]> => {
    const there = available();
    const off = asked.channels.filter((one) => !there.includes(one));
    const wantsText = asked.channels.includes('TEXT') && off.length === 0;
    const found = off.map((one) =>
      danger(
        'CHANNEL_OFF',
        '/channels',
        says(`平台未开通${CHANNEL_NAMES[one]}通知`, '请去掉这种方式，或联系管理员开通'),
      ),
    );
    if (asked.channels.includes('MAIL') && asked.mailAddress === undefined) {
      found.push(danger('MAIL_ADDRESS_MISSING', '/mailAddress', says('选择了邮件通知，没有填写邮箱', '请填写邮箱')));
    }
    if (wantsText && (await filedNumber(callApi, caller, entityId)) === undefined) {
      const said = says('备案的联系电话不是手机号码，收不到短信', '请先办理备案变更，填写手机号码');
      found.push(danger('PHONE_TAKES_NO_TEXT', '/channels', said));
    }
    return found;
  };

  return {
    getNoticeSettings: async ({ caller }) => {
      const stored = await store.settings(ownEntity(caller));
      return answer(stored?.data, stored?.version ?? 0);
    },

    changeNoticeSettings: async ({ caller, body, expectedVersion, at }) => {
      const entityId = ownEntity(caller);
      const before = await store.settings(entityId);
      requireVersion({ version: before?.version ?? 0 }, expectedVersion, CHANGED);
      const against = await findings(caller, entityId, body);
      if (against.length > 0) throw ruleViolation(against);
      const data: NoticeSettings = {
        entityId,
        districtId: caller.districtId,
        channels: [...new Set(body.channels)],
        ...(body.kinds && { kinds: [...new Set(body.kinds)] }),
        ...withAddress(before?.data.mail, body.mailAddress),
      };
      const { mailAddress } = body;
      const isNew = mailAddress !== undefined && mailAddress !== before?.data.mail?.address;
      const code = isNew ? await codeFor(data, mailAddress, at) : [];
      return changed(data, before, { actor: caller, at, action: 'CHANGE' }, code);
    },

    sendMailCode: async ({ caller, at }) => {
      const stored = await store.settings(ownEntity(caller));
      const { data } = requireUnconfirmed(stored);
      return { ...answer(data, stored?.version ?? 0), writes: await codeFor(data, data.mail.address, at) };
    },

    confirmMailAddress: async ({ caller, body, at }) => {
      const entityId = ownEntity(caller);
      const before = requireUnconfirmed(await store.settings(entityId));
      const { address } = before.data.mail;
      const asked = await store.mailCode(entityId);
      if (!asked || asked.data.address !== address || !isUsable(asked.data, at)) {
        throw new Problem('WRONG_STATE', says('验证码已失效', '请重新发送验证码'));
      }
      await store.countTry(entityId, asked);
      if (asked.data.code !== body.code) {
        const left = MAX_TRIES - asked.data.tries - 1;
        const remedy = left > 0 ? `请核对最近一封邮件，还可以填写 ${left} 次` : '请重新发送验证码';
        throw ruleViolation([danger('WRONG_CODE', '/code', says('验证码不正确', remedy))]);
      }
      return changed(confirmed(before.data, address, at), before, { actor: caller, at, action: 'CONFIRM' });
    },
  };
}

type Asked = { readonly channels: readonly ChannelName[]; readonly mailAddress?: string | undefined };

/** @throws Problem NOT_FOUND where a party has no entity yet, which is told nothing */
function ownEntity({ entityId }: Caller): string {
  if (entityId === undefined) throw notFound();
  return entityId;
}

/** @throws Problem WRONG_STATE where no address waits to be confirmed */
function requireUnconfirmed(stored: Stored<NoticeSettings> | undefined) {
  const mail = stored?.data.mail;
  if (!stored || !mail) throw new Problem('WRONG_STATE', says('还没有填写邮箱', '请先在通知设置中填写'));
  if (mail.confirmedAt !== undefined) throw new Problem('WRONG_STATE', says('邮箱已经确认过', '不需要再次确认'));
  return { ...stored, data: { ...stored.data, mail } };
}

const settingsToJson = (data: NoticeSettings | undefined, available: ChannelName[]): SettingsJson => ({
  channels: data ? [...data.channels] : [],
  kinds: data?.kinds && [...data.kinds],
  mailAddress: data?.mail?.address,
  mailConfirmed: data?.mail?.confirmedAt !== undefined,
  available,
});
