import { z } from 'zod';
import { FILING_TYPE_NAMES } from '../../events/names.ts';
import { concepts } from '../../shared/kernel/concepts.ts';
import { namedOne } from '../../shared/kernel/named.ts';

/** 变更、续期、注销、暂停与恢复: what a filing may ask of an entity that is registered. */

const asked = {
  entityId: z.string(),
  /** Version of the entity that the change was asked of. */
  baseVersion: z.int(),
};
const decree = { authority: z.string(), documentNumber: z.string(), reason: z.string() };

export const Change = z.discriminatedUnion('type', [
  z.object({ type: namedOne(FILING_TYPE_NAMES, 'AMENDMENT'), ...asked, reason: z.string().optional() }),
  z.object({
    type: namedOne(FILING_TYPE_NAMES, 'RENEWAL'),
    ...asked,
    validUntil: z.string(),
    reason: z.string().optional(),
  }),
  z.object({ type: namedOne(FILING_TYPE_NAMES, 'CANCELLATION'), ...asked, reason: z.string() }),
  z.object({ type: namedOne(FILING_TYPE_NAMES, 'SUSPENSION'), ...asked, ...decree }),
  z.object({ type: namedOne(FILING_TYPE_NAMES, 'LIFTING'), ...asked, ...decree }),
]);

concepts({ FilingChange: Change });

export type Change = z.infer<typeof Change>;

/** Whether the change is an authority's decision, by document: the centre carries it out and does not review it. */
export const isDecreed = (change: Change): change is Extract<Change, { authority: string }> => 'authority' in change;

/** Whether the change comes with a form, which can be returned and answered. */
export const hasForm = ({ type }: Change): boolean => type === 'AMENDMENT' || type === 'RENEWAL';

/** Why, as it stands with the entity: an authority's document, or the applicant's reason. */
export const whyOf = (change: Change): string | undefined =>
  isDecreed(change) ? `${change.authority}（${change.documentNumber}）：${change.reason}` : change.reason;
