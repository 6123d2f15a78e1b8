import type { Lot } from './fact.ts';
import type { Timed } from './order.ts';
import { markKey } from './subject.ts';

/** The lots that each mark was claimed for, by its key. @param facts those that stand */
export function claimsIn(facts: readonly Timed[]): Map<string, Lot[]> {
  const claims = new Map<string, Map<string, Lot>>();
  for (const { fact } of facts) {
    if (fact.kind !== 'CLAIM' || !fact.claims) continue;
    const key = markKey(fact.subject);
    const lots = claims.get(key) ?? new Map<string, Lot>();
    claims.set(key, lots.set(lotText(fact.claims), fact.claims));
  }
  return new Map([...claims].map(([key, lots]) => [key, [...lots.values()].toSorted(byText)]));
}

/** A lot in one text, by which two are told apart. */
export const lotText = ({ tradeId, lineNo }: Lot): string => `${tradeId}:${lineNo}`;

const byText = (one: Lot, other: Lot): number => (lotText(one) < lotText(other) ? -1 : 1);
