import { awsRuntime, type Runtime } from '../../shared/runtime.ts';
import { subscriber } from '../../shared/step/subscriber.ts';
import { leaving } from '../domain/delivery.ts';
import { NEWS } from '../domain/news.ts';
import { noticeStore } from '../store/index.ts';

/**
 * Whatever somebody is to be told of: keeps a notice for each who is to be told, once however often the event comes, and
 * lets it leave for those parties that want it so.
 */
export const build = (runtime: Runtime) => {
  const store = noticeStore(runtime.table);
  const keeping = NEWS.map(({ event, read }) => ({
    event,
    read: async (detail: Record<string, unknown>) => {
      const notices = read(detail);
      const parties = notices.map(({ recipient }) => recipient).filter((one) => one.startsWith('entity-'));
      const settings = await store.settingsOf(parties);
      const now = runtime.now().toISOString();
      for (const notice of notices) await store.keep(notice, now, leaving(notice, settings.get(notice.recipient), now));
    },
  }));
  return subscriber('Notify', ...keeping);
};

export const handler = build(awsRuntime());
