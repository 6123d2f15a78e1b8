import type { Table } from '../shared/table/table.ts';
import { entityIdOf, type Filing } from './domain/filing.ts';
import { linksOf } from './domain/identity.ts';
import type { Screening } from './domain/rules/rule.ts';
import { claims, identityDigest } from './store/claims.ts';
import { filings } from './store/filings.ts';
import { takeNumber } from './store/numbers.ts';
import { register } from './store/register.ts';

/** Everything filing keeps. Reads are methods; the functions that return writes stand in `store/`. */
export function filingStore(table: Table) {
  const [claimed, entities] = [claims(table), register(table)];
  return {
    ...filings(table),
    ...entities,
    ...claimed,

    takeNumber: (districtId: string, prefix: string, today: string) => takeNumber(table, districtId, prefix, today),

    /** The register as it stands around a filing on a day. */
    async screening(filing: Filing, today: string): Promise<Screening> {
      const [phoneHolders, stallHolder, filingsOfSame] = await Promise.all([
        claimed.phoneHolders(filing),
        claimed.stallHolder(filing),
        claimed.filingsOfSameIdentity(filing),
      ]);
      const sameIds = filingsOfSame.map(entityIdOf);
      const linkedIds = linksOf(filing.submission).map((link) => link.entityId);
      const parties = await entities.parties(filing.districtId, [...linkedIds, ...sameIds], today);
      return {
        districtId: filing.districtId,
        today,
        parties,
        entityId: entityIdOf(filing.id),
        identity: identityDigest(filing.submission),
        phoneHolders,
        stallHolder,
        sameIdentity: sameIds.flatMap((id) => parties.get(id) ?? []),
      };
    },
  };
}

export type FilingStore = ReturnType<typeof filingStore>;
