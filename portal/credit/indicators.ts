import { useRead } from '../api/read.ts';

/** The Chinese names of indicators, by the scorecards that the caller may read. */
export function useIndicatorNames(): ReadonlyMap<string, string> {
  const cards = useRead('GET /v1/scorecards', {});
  const indicators = (cards.data?.body.items ?? []).toReversed().flatMap((card) => card.indicators);
  return new Map(indicators.map(({ code, name }) => [code, name]));
}
