import { z } from 'zod';
import { concepts } from '../../shared/kernel/concepts.ts';

/** A draft 草稿: what somebody has filled in and not sent. No rule judges it, and nobody else reads it. */
export const Draft = z.object({
  /** Which form it is of, and of which record where there is one, e.g. `trade` or `answer-filing-500111-01J…`. */
  key: z.string().meta({ title: '草稿键' }),
  /** As a person finds it again. */
  title: z.string().meta({ title: '标题' }),
  /** The portal's page on which one goes on with it, e.g. `/trade/new`. */
  page: z.string().meta({ title: '页面' }),
  savedAt: z.string().meta({ title: '保存时间' }),
});

concepts({ Draft });

export type Draft = z.infer<typeof Draft>;

/** [designed] Bytes of what a draft holds: more than any form comes to, less than an item of the table takes. */
export const CONTENT_BYTES = 300 * 1024;

/** [designed] Drafts of one person under one assignment. */
export const MAX_DRAFTS = 100;
