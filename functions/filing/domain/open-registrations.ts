import limits from '../../../seeds/reference/filing-limits.json' with { type: 'json' };
import type { Filing, FilingStatus } from './filing.ts';

/** Whose open registrations are counted together, and how many there may be (`filing-limits.json`). */
export interface OpenLimit {
  readonly filer: string;
  readonly most: number;
}

/** Who files: a person by token, for an entity where it has one. */
interface Filer {
  readonly role: string;
  readonly sub: string;
  readonly entityId?: string | undefined;
}

/** undefined for who has no limit: the centre's own people. */
export function openLimitOf({ role, sub, entityId }: Filer): OpenLimit | undefined {
  const registered = entityId !== undefined;
  const row = limits.openRegistrations.find((one) => one.role === role && one.registered === registered);
  return row && { filer: entityId ?? sub, most: row.most };
}

const OPEN: ReadonlySet<FilingStatus> = new Set(['SUBMITTED', 'SCREENING', 'PENDING_REVIEW', 'RETURNED']);

/** Whether something is still to happen to a filing. */
export const isOpen = ({ status }: Pick<Filing, 'status'>): boolean => OPEN.has(status);
