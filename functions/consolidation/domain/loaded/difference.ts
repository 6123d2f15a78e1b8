import { lineKey } from '../carton-ref.ts';
import type { LoadResult } from '../load-result.ts';
import type { TradeSnapshot } from '../trade.ts';
import type { LoadedList } from './list.ts';
import { subjectsOf } from './subjects.ts';

/** What was loaded otherwise than a plan had it. */
export interface Difference {
  /** Containers of each type, where plan and list have another number of it. */
  readonly types: readonly { readonly type: string; readonly planned: number; readonly loaded: number }[];
  /** Lines of which another number of cartons was loaded than the plan has placed; only what the list counts. */
  readonly lines: readonly {
    readonly tradeId: string;
    readonly lineNo: number;
    readonly planned: number;
    readonly loaded: number;
  }[];
}

export function differenceFrom(
  { containers }: LoadResult,
  list: LoadedList,
  trades: readonly TradeSnapshot[],
): Difference {
  const types = [...new Set([...containers, ...list.containers].map(({ type }) => type))].sort();
  const numberOf = (all: readonly { readonly type: string }[], type: string): number =>
    all.filter((one) => one.type === type).length;
  const placed = Map.groupBy(
    containers.flatMap(({ placements }) => placements),
    lineKey,
  );
  return {
    types: types
      .map((type) => ({ type, planned: numberOf(containers, type), loaded: numberOf(list.containers, type) }))
      .filter(({ planned, loaded }) => planned !== loaded),
    lines: subjectsOf(list, trades).flatMap(({ trade: { tradeId }, lineNo, lines, loaded }) => {
      const [only, ...others] = lines;
      const no = lineNo ?? (others.length === 0 ? only?.lineNo : undefined);
      if (no === undefined || loaded === undefined) return [];
      const planned = placed.get(lineKey({ tradeId, lineNo: no }))?.length ?? 0;
      return planned === loaded ? [] : [{ tradeId, lineNo: no, planned, loaded }];
    }),
  };
}
