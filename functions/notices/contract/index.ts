import { z } from 'zod';
import { ROLES } from '../../shared/auth/caller.ts';
import { contract } from '../../shared/http/contract.ts';
import { ListQuery, listOf } from '../../shared/http/schemas.ts';
import { concepts } from '../../shared/kernel/concepts.ts';
import * as field from '../../shared/kernel/fields.ts';
import { named } from '../../shared/kernel/named.ts';
import { DELIVERY_STATUS_NAMES } from '../../shared/kernel/names.ts';
import { PROGRESS, RedrivenJson } from '../../shared/outbound/delivery-json.ts';
import { keptDays } from '../../shared/reference/retention.ts';
import { CHANNEL_NAMES, NOTICE_NAMES } from '../domain/names.ts';

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

/** How a party is told outside the registry is its own to say. */
const PARTIES = ['merchant', 'agent'] as const;

const channels = z
  .array(named(CHANNEL_NAMES))
  .max(Object.keys(CHANNEL_NAMES).length)
  .meta({ title: '通知方式', description: 'None: nothing is sent' });

const kinds = z
  .array(named(NOTICE_NAMES))
  .min(1)
  .max(Object.keys(NOTICE_NAMES).length)
  .optional()
  .meta({ title: '通知种类', description: 'Absent: every kind' });

const NoticeSettingsJson = z.object({
  channels,
  kinds,
  mailAddress: z.string().optional(),
  mailConfirmed: z.boolean().meta({ description: 'Until it is, nothing but its code is sent to the address' }),
  available: z.array(named(CHANNEL_NAMES)).meta({ description: 'What the operator has switched on' }),
});

const districtId = z
  .string()
  .regex(/^\d{6}$/)
  .meta({ title: '区县代码' });

const NoticeDeliveryJson = z.object({
  id: z.string().meta({ title: '送达编号' }),
  entityId: z.string().meta({ title: '主体编号' }),
  channel: named(CHANNEL_NAMES).meta({ title: '通知方式' }),
  kind: named(NOTICE_NAMES)
    .optional()
    .meta({ title: '通知种类', description: 'Absent where it brings the code of a mailbox' }),
  at: z.string().meta({ title: '时间' }),
  ...PROGRESS,
});

concepts({ Notice: NoticeJson, NoticeSettings: NoticeSettingsJson, NoticeDelivery: NoticeDeliveryJson });

export const noticesApi = contract({
  listNotices: {
    method: 'GET',
    path: '/v1/notices',
    summary:
      'Notices 站内通知, the newest first: a merchant’s or agent’s own; of an office or a bank those of the role; of an ' +
      'entity, for the counter, with `entityId`. `unread` counts up to 100.',
    roles: READERS,
    query: ListQuery.pick({ limit: true, cursor: true }).extend({
      entityId: field.id('主体编号', 'entity').optional(),
    }),
    success: { status: 200, schema: listOf(NoticeJson).extend({ unread: z.int() }) },
    problems: ['BAD_PARAMETER'],
  },
  markNoticesRead: {
    method: 'PUT',
    path: '/v1/notices/read-mark',
    summary: 'All notices up to an instant are read by the caller; a later mark stays',
    roles: READERS,
    body: z.strictObject({ readUntil: field.instant('已读至') }),
    success: { status: 200, schema: z.object({ unread: z.int() }) },
    problems: [],
  },
  getNoticeSettings: {
    method: 'GET',
    path: '/v1/notice-settings',
    summary:
      'By which channels the caller’s party is told outside the registry, and of what (通知设置); see docs/outbound.md',
    roles: PARTIES,
    success: { status: 200, schema: NoticeSettingsJson },
    problems: [],
  },
  changeNoticeSettings: {
    method: 'PUT',
    path: '/v1/notice-settings',
    summary:
      'Changes them. Text messages go to the filed phone. A new mail address is sent a code, and nothing else until it is ' +
      'confirmed by that; the one before gets nothing more',
    roles: PARTIES,
    body: z.strictObject({
      channels,
      kinds,
      mailAddress: z.email().max(100).optional().meta({ title: '邮箱', example: 'shop@example.cn' }),
    }),
    success: { status: 200, schema: NoticeSettingsJson },
    problems: ['TOO_MANY_REQUESTS'],
    ifMatch: true,
    dryRun: true,
  },
  sendMailCode: {
    method: 'POST',
    path: '/v1/notice-settings/mail-code',
    summary: 'Sends another code to the address that waits to be confirmed; the one before is over',
    roles: PARTIES,
    success: { status: 202, schema: NoticeSettingsJson },
    problems: ['WRONG_STATE', 'TOO_MANY_REQUESTS'],
  },
  confirmMailAddress: {
    method: 'POST',
    path: '/v1/notice-settings/mail-confirmation',
    summary: 'Confirms the mail address by the code that it was sent',
    roles: PARTIES,
    body: z.strictObject({ code: field.code('验证码', /^\d{6}$/, '012345') }),
    success: { status: 200, schema: NoticeSettingsJson },
    problems: ['WRONG_STATE'],
  },
  listNoticeDeliveries: {
    method: 'GET',
    path: '/v1/notice-deliveries',
    summary: `Notices that left for the parties of a district, of the last ${keptDays('DELIVERY')} days, the newest first (通知送达)`,
    roles: ['operator'],
    query: ListQuery.pick({ limit: true, cursor: true }).extend({
      districtId,
      status: named(DELIVERY_STATUS_NAMES).optional(),
    }),
    success: { status: 200, schema: listOf(NoticeDeliveryJson) },
    problems: ['BAD_PARAMETER'],
  },
  redriveNoticeDeliveries: {
    method: 'POST',
    path: '/v1/notice-deliveries/redrive',
    summary:
      'Sends anew what is dead, up to 25 messages a request; `more` says whether some are left, behind `nextCursor`',
    roles: ['operator'],
    body: z.strictObject({ districtId, cursor: ListQuery.shape.cursor }),
    success: { status: 202, schema: RedrivenJson },
    problems: [],
  },
  redriveNoticeDelivery: {
    method: 'POST',
    path: '/v1/notice-deliveries/{id}/redrive',
    summary: 'Sends one message anew, whatever became of it, unless it is under way',
    roles: ['operator'],
    success: { status: 202, schema: NoticeDeliveryJson },
    problems: ['WRONG_STATE'],
  },
});

export type NoticesApi = typeof noticesApi;
