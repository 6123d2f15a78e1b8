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
    /** ISO 8601: until when those before it sign too. */
    previousUntil: z.string().optional(),
    /** The first of those; absent, the one before. */
    previousFrom: z.int().optional(),
  }),
});

export type Webhook = Readonly<z.infer<typeof Webhook>>;

/** [designed] More of one district's offices are a mistake, and every change would be told to each. */
export const MAX_WEBHOOKS = 20;

/** [designed] Of one party, and of all parties of a district: none of them keeps the counter from its own. */
export const MAX_OF_PARTY = 3;
const MAX_OF_PARTIES = 300;

type Owned = Pick<Webhook, 'owner'>;

/** Why there is no room for a further one of an owner beside those of its district; undefined where there is. */
export function whyFull(registered: readonly Owned[], { entityId }: Webhook['owner']): string | undefined {
  const ofParties = registered.filter(({ owner }) => owner.entityId !== undefined);
  if (entityId === undefined) {
    const ofOffices = registered.length - ofParties.length;
    return ofOffices < MAX_WEBHOOKS ? undefined : `本区县各岗位至多登记 ${MAX_WEBHOOKS} 个推送地址`;
  }
  const own = ofParties.filter(({ owner }) => owner.entityId === entityId);
  if (own.length >= MAX_OF_PARTY) return `每个主体至多登记 ${MAX_OF_PARTY} 个推送地址`;
  return ofParties.length < MAX_OF_PARTIES ? undefined : `本区县各主体至多登记 ${MAX_OF_PARTIES} 个推送地址`;
}

/** [designed] Hours for which a secret signs beside the one that takes its place. */
export const OVERLAP_HOURS = 24;

/** The generations of the secrets that sign at an instant (ISO 8601), the present one first. */
export const generationsAt = (
  { secret: { generation, previousUntil, previousFrom = generation - 1 } }: Pick<Webhook, 'secret'>,
  at: string,
): number[] => {
  const isOver = previousUntil === undefined || at >= previousUntil;
  const first = isOver ? generation : Math.max(previousFrom, generation - MAX_EARLIER);
  return Array.from({ length: generation - first + 1 }, (_, back) => generation - back);
};

/** [designed] Secrets that sign beside the present one, however often it is exchanged within a day. */
const MAX_EARLIER = 4;

/**
 * A webhook whose secret is exchanged at an instant. Whoever has lost the answer exchanges it again: the receiver still has
 * the one before both.
 */
export const rotated = (webhook: Webhook, at: string): Webhook => ({
  ...webhook,
  secret: {
    generation: webhook.secret.generation + 1,
    previousFrom: Math.min(...generationsAt(webhook, at)),
    previousUntil: new Date(Date.parse(at) + OVERLAP_HOURS * 3_600_000).toISOString(),
  },
});
