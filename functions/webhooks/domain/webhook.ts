import { z } from 'zod';
import { named } from '../../shared/kernel/named.ts';
import { TIDING_NAMES, WEBHOOK_STATUS_NAMES } from './names.ts';

/** An address at which somebody's machine is told what changes. */
export const Webhook = z.object({
  id: z.string(),
  districtId: z.string(),
  /** Who registered it: it is told what that caller may see, and nothing else. */
  owner: z.object({ sub: z.string(), role: z.string(), districtId: z.string(), entityId: z.string().optional() }),
  url: z.string(),
  events: z.array(named(TIDING_NAMES)),
  description: z.string().optional(),
  status: named(WEBHOOK_STATUS_NAMES),
  secret: z.object({
    /** Which of its secrets signs, from 1; the secret itself is kept nowhere (decision 26). */
    generation: z.int(),
    /** ISO 8601: until when the one before it signs too. */
    previousUntil: z.string().optional(),
  }),
});

export type Webhook = Readonly<z.infer<typeof Webhook>>;

/** [designed] More in one district are a mistake, and every change would be told to each. */
export const MAX_WEBHOOKS = 20;

/** [designed] Hours for which a secret signs beside the one that takes its place. */
export const OVERLAP_HOURS = 24;

/** The generations of the secrets that sign at an instant (ISO 8601), the present one first. */
export const generationsAt = (
  { secret: { generation, previousUntil } }: Pick<Webhook, 'secret'>,
  at: string,
): number[] => (previousUntil !== undefined && at < previousUntil ? [generation, generation - 1] : [generation]);

/** A webhook whose secret is exchanged at an instant. */
export const rotated = (webhook: Webhook, at: string): Webhook => ({
  ...webhook,
  secret: {
    generation: webhook.secret.generation + 1,
    previousUntil: new Date(Date.parse(at) + OVERLAP_HOURS * 3_600_000).toISOString(),
  },
});
