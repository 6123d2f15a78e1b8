import { takeNumber } from '../../shared/numbers/numbers.ts';
import type { Lists } from '../../shared/reference/lists/index.ts';
import type { Table } from '../../shared/table/table.ts';
import type { Entity } from '../domain/entity.ts';
import { entityIdOf, type Filing, subjectOf } from '../domain/filing.ts';
import { linksOf } from '../domain/identity.ts';
import { worstGrade } from '../domain/review.ts';
import type { Registered } from '../domain/rules/change/rule.ts';
import type { Screening } from '../domain/rules/rule.ts';
import type { Submission } from '../domain/submission.ts';
import { admissions } from './admissions.ts';
import { claims, identityDigest } from './claims.ts';
import { directory } from './directory.ts';
import { documents } from './documents.ts';
import { filings } from './filings.ts';
import { formerNumbers } from './former.ts';
import { marketStalls } from './market-stalls.ts';
import { bringNumber, isNumberFree, takeFreeNumber } from './numbers.ts';
import { register } from './register.ts';
import { terms } from './terms.ts';
import { trades } from './trades.ts';

/** Everything filing keeps. Reads are methods; the functions that return writes stand in `store/`. */
export function filingStore(table: Table) {
  const [claimed, entities, tradesOf, saidOf] = [claims(table), register(table), trades(table), marketStalls(table)];

  /** A registered entity with what a change to such a form must look at. */
  async function standing(entity: Entity, submission: Submission): Promise<Registered> {
    const [openTrades, holder] = await Promise.all([
      tradesOf.openTrades(entity.id),
      claimed.identityHolder(entity.districtId, submission),
    ]);
    return { entity, openTrades, identityHolder: holder === entity.filingId ? undefined : holder };
  }

  return {
    ...filings(table),
    ...entities,
    ...claimed,
    ...terms(table),
    ...documents(table),
    ...directory(table),
    ...formerNumbers(table),
    ...admissions(table),
    ...marketStalls(table),

    takeNumber: (districtId: string, prefix: string, today: string) => takeNumber(table, districtId, prefix, today),

    takeFreeNumber: (districtId: string, prefix: string, today: string) =>
      takeFreeNumber(table, districtId, prefix, today),

    isNumberFree: (districtId: string, number: string) => isNumberFree(table, districtId, number),

    bringNumber,

    standing,

    /**
     * The register as it stands around a filing on a day, and the worst grade of whoever files, under whatever kind.
     *
     * @param looksForPhone whether it is asked who else gave the phone, which is for a reviewer to weigh and blocks nothing
     */
    async screening(
      filing: Filing,
      today: string,
      lists: Lists,
      looksForPhone = true,
    ): Promise<Screening & { readonly grade: string }> {
      const { districtId, submission, change } = filing;
      const entityId = subjectOf(filing);
      const entity = change && (await entities.entity(entityId))?.data;
      const claimant = { id: entity?.filingId ?? filing.id, districtId, submission };
      const asksMarket = submission.kind === 'merchant' && lists.marketConfirmations.has(districtId);
      const [phoneHolders, { filingsOfSameIdentity, stallHolder }, registered, marketSays] = await Promise.all([
        looksForPhone ? claimed.phoneHolders(claimant) : [],
        claimed.holders(claimant),
        entity && standing(entity, submission),
        asksMarket ? saidOf.marketSays(districtId, submission.entity) : undefined,
      ]);
      const sameIds = filingsOfSameIdentity.map(entityIdOf);
      const linkedIds = linksOf(submission).map((link) => link.entityId);
      // Who is registered for the first time has no grade yet, and mostly is nobody else either: then nothing is read.
      const [parties, grades] = await Promise.all([
        entities.parties(districtId, [...linkedIds, ...sameIds], today),
        entities.grades([...(entity ? [entity.id] : []), ...sameIds]),
      ]);
      return {
        districtId,
        today,
        lists,
        parties,
        entityId,
        identity: identityDigest(submission),
        phoneHolders,
        stallHolder,
        marketSays,
        sameIdentity: sameIds.flatMap((id) => parties.get(id) ?? []),
        registered,
        grade: worstGrade(grades),
      };
    },
  };
}

export type FilingStore = ReturnType<typeof filingStore>;
