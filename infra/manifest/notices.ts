import type { EventName } from '../../functions/events/index.ts';
import { noticesApi } from '../../functions/notices/contract/index.ts';
import { NEWS } from '../../functions/notices/domain/news.ts';
import type { CapabilityManifest } from './model.ts';

/** Notices 站内通知: what the other capabilities' events mean for whom. */
export const noticesManifest: CapabilityManifest = {
  functions: {
    NoticesApi: {
      entry: 'functions/notices/api.ts',
      timeoutSeconds: 15,
      memoryMb: 512,
      access: { registry: 'write' },
    },
    Notify: {
      entry: 'functions/notices/subscribers/notify.ts',
      timeoutSeconds: 30,
      memoryMb: 512,
      access: { registry: 'write' },
    },
  },
  api: { function: 'NoticesApi', contract: noticesApi },
  subscriptions: NEWS.map(({ event }) => ({ event: event.name as EventName, function: 'Notify' })),
};
