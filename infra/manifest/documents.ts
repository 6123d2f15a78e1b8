import reference from '../../seeds/reference/document-types.json' with { type: 'json' };

/** Days for which the storage on AWS lets nobody overwrite or delete evidence: no longer than it is to be retained. */
export const LOCK_DAYS = reference.retention.years * 365;
