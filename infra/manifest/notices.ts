import type { EventName } from '../../functions/events/index.ts';
import { noticesApi } from '../../functions/notices/contract/index.ts';
import { DEAD_NOTICE } from '../../functions/notices/domain/delivery.ts';
import { NEWS } from '../../functions/notices/domain/news.ts';
import { type CapabilityManifest, changer, keeper } from './model.ts';

/** Notices 站内通知: what the other capabilities' events mean for whom, here and by the channels that reach people. */
export const noticesManifest: CapabilityManifest = {
  functions: {
    NoticesApi: {
      entry: 'functions/notices/api.ts',
      timeoutSeconds: 15,
      memoryMb: 512,
      // It tells a party which channels there are, and whether its filed phone takes text messages.
      access: {
        registry: 'write',
        audit: 'append',
        invokes: ['FilingApi'],
        outbound: { secrets: [], people: true },
      },
    },
    Notify: keeper('functions/notices/subscribers/notify.ts'),
    // Longer than a relay may take.
    DeliverNotice: {
      entry: 'functions/notices/steps/deliver-notice.ts',
      timeoutSeconds: 30,
      memoryMb: 512,
      access: {
        registry: 'write',
        // The number of a text message is filing's to say, at the moment at which it is sent.
        invokes: ['FilingApi'],
        outbound: {
          secrets: ['mailPassword', 'textGatewayKey'],
          people: true,
          within: ['NOTICES', 'NOTICE_SETTINGS', 'NOTICE_DELIVERIES'],
        },
      },
      alarmsOn: { line: DEAD_NOTICE, description: '有通知一再未能发出；请查看邮件中继或短信网关，恢复后重新发送' },
    },
    FailNoticeDelivery: changer('functions/notices/steps/fail-notice-delivery.ts'),
  },
  api: { function: 'NoticesApi', contract: noticesApi },
  workflows: {
    'notice-delivery': { tasks: ['DeliverNotice', 'FailNoticeDelivery'] },
  },
  subscriptions: NEWS.map(({ event }) => ({ event: event.name as EventName, function: 'Notify' })),
};
