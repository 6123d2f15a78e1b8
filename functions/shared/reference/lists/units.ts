import { z } from 'zod';
import { list } from '../list.ts';

/** 海关计量单位代码. */
export const units = list('units', { code: z.string().regex(/^\d{3}$/), name: z.string() }, ({ code }) => code);
