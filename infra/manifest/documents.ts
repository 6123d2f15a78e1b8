import { SHIPPED } from '../../functions/shared/reference/shipped.ts';

const years = Math.max(...SHIPPED.documentTypes.rows.map(({ retention }) => retention.years));

/** Days for which the storage on AWS lets nobody overwrite or delete evidence: no longer than it is to be retained. */
export const LOCK_DAYS = years * 365;
