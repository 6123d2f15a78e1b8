import type { DistrictId } from '../../shared/kernel/identifier.ts';
import { idOfNumber } from '../../shared/numbers/numbers.ts';
import type { Table } from '../../shared/table/table.ts';
import type { Fact, KeptFact, Lot } from '../domain/fact.ts';
import { type LotName, lotName, markKey, subjectOf } from '../domain/subject.ts';
import type { shipmentStore } from '../store/index.ts';

type Store = ReturnType<typeof shipmentStore>;

/** A fact with the record that it is about: the goods of a trade, or a mark that nobody knows. */
export type Routed =
  | { readonly fact: KeptFact; readonly tradeId: string }
  | {
      readonly fact: KeptFact;
      readonly mark: string;
      /** Lots that may all be meant. */
      readonly alike: readonly Lot[];
    };

/** Finds what facts are about. A number or a mark of another district is as good as none. */
export function router(table: Table, store: Store, districtId: DistrictId) {
  const found = new Map<string, Promise<string[]>>();
  const tradesOf = (name: LotName): Promise<string[]> => {
    const key = 'tradeNumber' in name ? name.tradeNumber : name.tradeMark;
    const asked = found.get(key);
    if (asked) return asked;
    const asking =
      'tradeNumber' in name
        ? idOfNumber(table, [districtId], key).then((id) => (id === undefined ? [] : [id]))
        : store.tradesMarked(districtId, key);
    found.set(key, asking);
    return asking;
  };
  const lotsOf = async (name: LotName | undefined): Promise<Lot[]> =>
    name ? (await tradesOf(name)).map((tradeId) => ({ tradeId, lineNo: name.lineNo })) : [];

  return async (fact: Fact): Promise<Routed> => {
    if (fact.kind === 'CLAIM') {
      const [only, ...others] = await lotsOf(lotName(fact.lot ?? ''));
      const claims = others.length === 0 ? only : undefined;
      return { fact: { ...fact, ...(claims && { claims }) }, mark: markKey(fact.subject), alike: [] };
    }
    const subject = subjectOf(fact.subject);
    const lots = await lotsOf('lot' in subject ? subject.lot : undefined);
    const [only, ...others] = lots;
    if (!only || others.length > 0) return { fact, mark: markKey(fact.subject), alike: lots };
    return { fact: { ...fact, lineNo: only.lineNo }, tradeId: only.tradeId };
  };
}
