import type { Consolidation } from './consolidation.ts';
import type { LoadResult } from './load-result.ts';
import type { AmendmentRequest } from './request.ts';

/** The consolidation while a late change of it is planned. */
export function amend(
  data: Consolidation,
  from: 'PLANNED' | 'CONFIRMED',
  { reason, withdrawTradeIds, cartons, containers }: AmendmentRequest,
): Consolidation {
  return {
    ...data,
    status: 'PLANNING',
    planning: data.planning + 1,
    failure: undefined,
    amendment: { reason, withdrawTradeIds, measures: cartons, swaps: containers, from },
  };
}

/** What is being planned: the consolidation as it is, or as a late change will leave it. */
export function planned(data: Consolidation): Consolidation {
  const { amendment, ...rest } = data;
  if (!amendment) return data;
  const { withdrawTradeIds, measures, swaps } = amendment;
  return {
    ...rest,
    tradeIds: data.tradeIds.filter((tradeId) => !withdrawTradeIds.includes(tradeId)),
    measures: [...data.measures.filter(({ tradeId }) => !withdrawTradeIds.includes(tradeId)), ...measures],
    ...(data.containerTypes && {
      containerTypes: [...new Set([...data.containerTypes, ...swaps.map(({ type }) => type)])],
    }),
    // What was loaded and sealed is loaded anew.
    seals: undefined,
    confirmedAt: undefined,
  };
}

/** The consolidation after a change that could not be planned: as it was, and why. */
export function unamended(data: Consolidation, failure: NonNullable<Consolidation['failure']>): Consolidation {
  const { amendment, ...rest } = data;
  return amendment ? { ...rest, status: amendment.from, failure } : data;
}

/** Cartons of both plans that do not stand where they stood. */
export function movedCartons(before: LoadResult, after: LoadResult): number {
  const places = ({ containers }: LoadResult) =>
    containers.flatMap(({ type, placements }) =>
      placements.map(({ tradeId, lineNo, cartonNo, step: _step, ...place }): [string, string] => [
        `${tradeId}/${lineNo}/${cartonNo}`,
        `${type} ${Object.values(place).join()}`,
      ]),
    );
  const known = new Map(places(before));
  return places(after).filter(([carton, place]) => known.has(carton) && known.get(carton) !== place).length;
}
