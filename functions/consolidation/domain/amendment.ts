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

/** The consolidation that is being planned: as it is, or as a late change will leave it. */
export function planned(data: Consolidation): Consolidation {
  const { amendment, ...rest } = data;
  if (!amendment) return data;
  const { withdrawTradeIds, measures, swaps } = amendment;
  return {
    ...rest,
    tradeIds: data.tradeIds.filter((tradeId) => !withdrawTradeIds.includes(tradeId)),
    ...(data.held && { held: data.held.filter(({ tradeId }) => !withdrawTradeIds.includes(tradeId)) }),
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

/** The difference between a plan and the one before it, in cartons that both have. */
export interface MovedCartons {
  /** Cartons in another container than before. */
  readonly rehousedCartons: number;
  /** Cartons that do not stand where they stood, those in another container among them. */
  readonly movedCartons: number;
}

export function movesBetween(before: LoadResult, after: LoadResult): MovedCartons {
  const old = new Map(placesOf(before).map((carton) => [carton.name, carton]));
  const moves = placesOf(after).flatMap((carton) => {
    const from = old.get(carton.name);
    return from ? [{ ...carton, from }] : [];
  });
  /** A container is the one before it that most of its cartons come from. */
  const same = new Map(
    [...Map.groupBy(moves, ({ no }) => no)].map(([no, own]) => {
      const origins = [...Map.groupBy(own, ({ from }) => from.no)];
      return [no, origins.toSorted(([, a], [, b]) => b.length - a.length)[0]?.[0]];
    }),
  );
  const isRehoused = ({ no, from }: (typeof moves)[number]): boolean => same.get(no) !== from.no;
  return {
    rehousedCartons: moves.filter(isRehoused).length,
    movedCartons: moves.filter((move) => isRehoused(move) || move.place !== move.from.place).length,
  };
}

const placesOf = ({ containers }: LoadResult) =>
  containers.flatMap(({ no, type, placements }) =>
    placements.map(({ tradeId, lineNo, cartonNo, step: _step, ...place }) => ({
      name: `${tradeId}/${lineNo}/${cartonNo}`,
      no,
      place: `${type} ${Object.values(place).join()}`,
    })),
  );
