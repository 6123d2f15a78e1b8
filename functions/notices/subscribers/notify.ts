import { awsRuntime, type Runtime } from '../../shared/runtime.ts';
import { subscriber } from '../../shared/step/subscriber.ts';
import { NEWS } from '../domain/news.ts';
import { noticeStore } from '../store/index.ts';

/** Whatever somebody is to be told of: keeps a notice for each who is to be told, once however often the event comes. */
export const build = (runtime: Runtime) => {
  const store = noticeStore(runtime.table);
  const keeping = NEWS.map(({ event, read }) => ({
    event,
    read: async (detail: Record<string, unknown>) => {
      for (const notice of read(detail)) await store.keep(notice);
    },
  }));
  return subscriber('Notify', ...keeping);
};

export const handler = build(awsRuntime());
