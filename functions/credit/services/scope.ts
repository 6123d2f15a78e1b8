import { type Caller, isParty, maySee } from '../../shared/auth/caller.ts';
import { districtOf } from '../store/facts.ts';
import type { creditStore } from '../store/index.ts';

/**
 * Whether a caller may know of an entity's credit: that of its own records, and an office of whoever its district has
 * admitted, which is one entity with one scorecard in the whole city.
 *
 * @param parties who may know of it as a party
 */
export const mayKnow = async (
  store: Pick<ReturnType<typeof creditStore>, 'isAdmitted'>,
  caller: Caller,
  entityId: string,
  parties: readonly string[],
): Promise<boolean> =>
  maySee(caller, { districtId: districtOf(entityId), parties }) ||
  (!isParty(caller) && (await store.isAdmitted(caller.districtId, entityId)));
