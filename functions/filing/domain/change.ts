import { z } from 'zod';

/** 变更、续期、注销、暂停与恢复: what a filing may ask of an entity that is registered. */

export const CHANGE_TYPES = ['AMENDMENT', 'RENEWAL', 'CANCELLATION', 'SUSPENSION', 'LIFTING'] as const;

export type ChangeType = (typeof CHANGE_TYPES)[number];

export const CHANGE_NAMES: Readonly<Record<ChangeType, string>> = {
  AMENDMENT: '变更',
  RENEWAL: '续期',
  CANCELLATION: '注销',
  SUSPENSION: '暂停',
  LIFTING: '恢复',
};

const asked = {
  entityId: z.string(),
  /** Version of the entity that the change was asked of. */
  baseVersion: z.int(),
};
const decree = { authority: z.string(), documentNumber: z.string(), reason: z.string() };

export const Change = z.discriminatedUnion('type', [
  z.object({ type: z.literal('AMENDMENT'), ...asked, reason: z.string().optional() }),
  z.object({ type: z.literal('RENEWAL'), ...asked, validUntil: z.string(), reason: z.string().optional() }),
  z.object({ type: z.literal('CANCELLATION'), ...asked, reason: z.string() }),
  z.object({ type: z.literal('SUSPENSION'), ...asked, ...decree }),
  z.object({ type: z.literal('LIFTING'), ...asked, ...decree }),
]);

export type Change = z.infer<typeof Change>;

/** Whether the change is an authority's decision, by document: the centre carries it out and does not review it. */
export const isDecreed = (change: Change): change is Extract<Change, { authority: string }> => 'authority' in change;

/** Whether the change comes with a form, which can be returned and answered. */
export const hasForm = ({ type }: Change): boolean => type === 'AMENDMENT' || type === 'RENEWAL';

/** Why, as it stands with the entity: an authority's document, or the applicant's reason. */
export const whyOf = (change: Change): string | undefined =>
  isDecreed(change) ? `${change.authority}（${change.documentNumber}）：${change.reason}` : change.reason;
