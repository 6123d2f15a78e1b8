import { z } from 'zod';
import { named } from '../../shared/kernel/named.ts';
import { ROLE_NAMES } from '../../shared/kernel/role.ts';
import { VIEWED_NAMES } from './names.ts';

/**
 * 查阅记录: somebody of an office has opened what shows a person's data as they were filed (个人信息保护法第四十四条). What
 * one person opens again on the same day is one of it.
 */
export const View = z.object({
  districtId: z.string(),
  /** The party whose data they are; of a document the document, which belongs to whoever's form cites it. */
  of: z.string(),
  what: named(VIEWED_NAMES),
  recordId: z.string(),
  by: z.object({ sub: z.string(), role: named(ROLE_NAMES), districtId: z.string() }),
  at: z.string(),
});

export type View = z.infer<typeof View>;
