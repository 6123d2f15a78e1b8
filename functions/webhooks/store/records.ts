import { type DistrictId, parseIdentifier } from '../../shared/kernel/identifier.ts';
import { ConcurrencyConflict } from '../../shared/table/errors.ts';

export const changed = (): Error => new ConcurrencyConflict('it was changed by another request or step');

/** The district of a webhook, which its identifier carries. */
export const districtOf = (webhookId: string): DistrictId => {
  const found = parseIdentifier('webhook', webhookId);
  if (!found) throw new Error(`${webhookId} is no webhook's identifier`);
  return found.districtId;
};
