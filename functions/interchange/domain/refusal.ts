import { z } from 'zod';

/** The body of a problem that another capability answered. */
export const RefusalBody = z.object({
  status: z.int(),
  code: z.string(),
  detail: z.string(),
  errors: z
    .array(
      z.object({
        pointer: z.string(),
        code: z.string(),
        message: z.string(),
        severity: z.enum(['DANGER', 'REVIEW', 'WARNING']),
        warningId: z.string().optional(),
      }),
    )
    .default([]),
});

/** A problem that another capability answered. */
export type Refusal = z.infer<typeof RefusalBody>;

/** The Chinese sentences of a refusal, each once. */
export const sentences = ({ detail, errors }: Refusal): string[] =>
  errors.length === 0 ? [detail] : [...new Set(errors.map(({ message }) => message))];
