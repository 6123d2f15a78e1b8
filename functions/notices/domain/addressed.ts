import { CITY, parseIdentifier } from '../../shared/kernel/identifier.ts';
import type { Notice, Recipient } from './notice.ts';

/**
 * One notice for each recipient. The operator is the city's, and an entity its own district's, whatever district the record
 * is of.
 */
export function addressed(
  { districtId, version, at }: { districtId: string; version: number; at: string },
  recordId: string,
  recipients: readonly Recipient[],
  what: Pick<Notice, 'kind' | 'title' | 'message'>,
): Notice[] {
  return recipients.map((recipient) => ({
    recipient,
    districtId: recipient === 'OPERATOR' ? CITY : (parseIdentifier('entity', recipient)?.districtId ?? districtId),
    at,
    recordId,
    version,
    ...what,
  }));
}
