import { VERSION_ACTION_NAMES } from '../../functions/filing/domain/names.ts';
import type { Deed } from '../kit/history.tsx';

/** A version of an entity or of goods as what was done to make it. */
export const deedOf = ({
  at,
  by,
  action,
  reasons,
}: {
  readonly at: string;
  readonly by: string;
  readonly action: string;
  readonly reasons: readonly string[];
}): Deed => ({ at, by, did: VERSION_ACTION_NAMES[action] ?? '变化', reasons });
