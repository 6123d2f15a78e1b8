import { z } from 'zod';

/** The body of a problem that another capability answered. */
export const RefusalBody = z.object({
  status: z.int(),
  code: z.string(),
  detail: z.string(),
  remedy: z.string().optional(),
  /** Whether the same request may be taken in seconds. */
  transient: z.boolean().default(false),
  errors: z
    .array(
      z.object({
        pointer: z.string(),
        code: z.string(),
        message: z.string(),
        place: z.string().optional(),
        remedy: z.string().optional(),
        transient: z.literal(true).optional(),
        severity: z.enum(['DANGER', 'REVIEW', 'WARNING']),
        warningId: z.string().optional(),
      }),
    )
    .default([]),
});

/** A problem that another capability answered. */
export type Refusal = z.infer<typeof RefusalBody>;
