import { type Caller, isParty } from '../../shared/auth/caller.ts';
import { districtsOf } from '../../shared/auth/scope.ts';
import type { Operations } from '../../shared/http/api.ts';
import { Problem } from '../../shared/http/problem.ts';
import { chinaTime } from '../../shared/kernel/china-time.ts';
import type { DistrictId } from '../../shared/kernel/identifier.ts';
import type { Runtime } from '../../shared/runtime.ts';
import type { suggestionsApi } from '../contract/suggestions.ts';
import { MAX_SUGGESTED } from '../domain/consolidation.ts';
import { listsFor, type Situation } from '../domain/suggestion.ts';
import { suggestOnThread } from '../services/suggestion-thread.ts';
import { consolidationStore } from '../store/index.ts';

/** Which of the open trades are asked about; absent fields admit all. */
interface Wanted {
  readonly destinationCountry?: string | undefined;
  readonly portOfDischarge?: string | undefined;
  readonly cutoffAt?: string | undefined;
}

/** Seconds of search for one answer, which a person waits for. */
export const SUGGESTION_SECONDS = 4;

/** Handlers of the suggestions: which open trades to consolidate now. */
export function suggestionOperations(runtime: Runtime, searchSeconds: number): Operations<typeof suggestionsApi> {
  const store = consolidationStore(runtime.table);

  const situationIn = async (
    caller: Caller,
    districtId: DistrictId,
    { destinationCountry, portOfDischarge, cutoffAt }: Wanted,
    at: string,
    districts: number,
  ): Promise<Situation> => {
    const party = isParty(caller) ? (caller.entityId ?? '') : undefined;
    const trades = await store.openTrades({
      districtId,
      most: MAX_SUGGESTED,
      at,
      party,
      wanted: (trade) =>
        (destinationCountry === undefined || trade.destinationCountry === destinationCountry) &&
        (portOfDischarge === undefined || trade.portOfDischarge === portOfDischarge),
    });
    const standings = await store.standings(districtId, [...new Set(trades.map(({ merchantId }) => merchantId))]);
    const seconds = searchSeconds / districts;
    return { trades, standings, lists: listsFor(await runtime.reference.at(at)), cutoffAt, at, seconds };
  };

  return {
    suggestConsolidations: async ({ caller, query, at }) => {
      if (query.cutoffAt !== undefined && Date.parse(query.cutoffAt) <= Date.parse(at)) {
        throw new Problem('BAD_PARAMETER', `截关时间 ${chinaTime(query.cutoffAt)} 已过，请改为其后的航次`);
      }
      const districts = districtsOf(caller, query.districtId, (await runtime.reference.at(at)).tenants);
      const situations = await Promise.all(
        districts.map((districtId) => situationIn(caller, districtId, query, at, districts.length)),
      );
      const open = situations.filter(({ trades }) => trades.length > 0);
      const found = open.length === 0 ? [] : await suggestOnThread(open);
      return { body: { items: found.flatMap(({ items }) => items), left: found.flatMap(({ left }) => left) } };
    },
  };
}
