import type { DistrictId } from '../kernel/identifier.ts';
import type { Lists } from '../reference/lists/index.ts';
import { type Caller, isCityWide, isParty } from './caller.ts';

/** The districts whose records a list may walk for this caller; a named one outside them gives none. */
export function districtsOf(caller: Caller, named: DistrictId | undefined, tenants: Lists['tenants']): DistrictId[] {
  const all = isCityWide(caller) ? [...tenants.keys()] : [caller.districtId];
  return named === undefined ? all : all.filter((id) => id === named);
}

/** Under which names a party's own records are listed; undefined for whoever reads those of all. */
export const ownersFor = (caller: Caller): string[] | undefined =>
  isParty(caller) ? (caller.entityId === undefined ? [] : [caller.entityId]) : undefined;
