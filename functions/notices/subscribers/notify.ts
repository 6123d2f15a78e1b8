import { z } from 'zod';
import { awsRuntime, type Runtime } from '../../shared/runtime.ts';
import { subscriber } from '../../shared/step/subscriber.ts';
import { NEWS } from '../domain/news.ts';
import { noticeStore } from '../store/index.ts';

/** Whatever somebody is to be told of: keeps a notice for each who is to be told. */
export const build = (runtime: Runtime) =>
  subscriber('Notify', z.unknown(), async (detail, { type }) => {
    const store = noticeStore(runtime.table);
    for (const notice of NEWS[type]?.(detail) ?? []) await store.keep(notice);
  });

export const handler = build(awsRuntime());
