import { z } from 'zod';

/** What executions and dead letters tell alike. */

export const FaultJson = z.object({
  name: z.string().meta({ description: 'Stable name of the error, e.g. `States.Timeout`' }),
  words: z.string().meta({ description: 'The same in Chinese. What else an error said stands in the log alone' }),
});

export const LastRedrive = z
  .object({ at: z.string(), by: z.string() })
  .optional()
  .meta({ description: 'When it was last redriven, and the `sub` of who did' });

export const RedriveRequested = z.object({ requestedAt: z.string() });

/** [designed] Each row is asked about by itself. */
export const REPAIR_LIMIT = z.coerce.number().int().min(1).max(50).default(25).meta({ title: '每页条数' });
