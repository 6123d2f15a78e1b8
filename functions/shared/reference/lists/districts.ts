import { z } from 'zod';
import { list } from '../list.ts';

/** The districts of the city that run a service centre (GB/T 2260). */
export const districts = list('districts', { id: z.string().regex(/^\d{6}$/), name: z.string() }, ({ id }) => id);
