import { keptDays } from '../../functions/shared/reference/retention.ts';

/** Days for which the storage on AWS lets nobody overwrite or delete evidence: no longer than it is to be retained. */
export const LOCK_DAYS = keptDays('DOCUMENT');
