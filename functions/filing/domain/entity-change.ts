import { earliest } from './calendar.ts';
import { type Change, whyOf } from './change.ts';
import { type Entity, expired, termsOf } from './entity.ts';
import type { Submission } from './submission.ts';

/** The entity after an approved change, on the day of the approval. */
export function changed(entity: Entity, change: Change, submission: Submission, today: string): Entity {
  const { statusReason: _ended, ...standing } = entity;
  switch (change.type) {
    case 'AMENDMENT': {
      const ends = termsOf(submission).map((term) => term.until);
      return { ...entity, submission, validUntil: earliest(entity.validUntil, ...ends) ?? entity.validUntil };
    }
    case 'RENEWAL':
      return { ...standing, submission, status: 'ACTIVE', validUntil: change.validUntil };
    case 'CANCELLATION':
      return { ...entity, status: 'CANCELLED', statusReason: change.reason };
    case 'SUSPENSION':
      return { ...entity, status: 'SUSPENDED', statusReason: whyOf(change) };
    default:
      return entity.validUntil < today ? expired(standing) : { ...standing, status: 'ACTIVE' };
  }
}
