import { z } from 'zod';
import { parameters } from '../list.ts';

/** What the fifth and sixth characters of a 海关注册编码 can be. */
export const customsCodeStructure = parameters('customs-code-structure', {
  zones: z.record(z.string(), z.string()),
  types: z.record(z.string(), z.string()),
});
