import { sum } from '../sums.ts';
import { cartonCount, knownAs, lineKnownAs, type TradeLine, type TradeSnapshot } from '../trade.ts';
import type { LoadedList, LoadedRow } from './list.ts';

/** A row of a list with the container that it lies in; of a container without rows one for each trade. */
export interface Entry extends LoadedRow {
  /** The container's place in the list, from 1. */
  readonly no: number;
  /** JSON Pointer into the list. */
  readonly pointer: string;
}

/** What cartons are counted of: a line, or a trade as a whole where the list does not tell its lines apart. */
export interface Subject {
  readonly trade: TradeSnapshot;
  /** Absent where the trade is counted as a whole. */
  readonly lineNo?: number | undefined;
  readonly lines: readonly TradeLine[];
  /** Empty where the list names none of it. */
  readonly entries: readonly Entry[];
  /** Cartons by the registration; undefined while a line is not measured. */
  readonly registered: number | undefined;
  /** Cartons by the list; undefined as long as one of its rows states none. Never a zero in the place of what is not known. */
  readonly loaded: number | undefined;
  /** Cartons that are stated, where other rows may hold more. */
  readonly least: number;
}

export function entriesOf({ containers }: LoadedList, trades: readonly Pick<TradeSnapshot, 'tradeId'>[]): Entry[] {
  return containers.flatMap(({ no, rows }, at) =>
    rows.length === 0
      ? trades.map(({ tradeId }) => ({ tradeId, no, pointer: `/containers/${at}` }))
      : rows.map((row, index) => ({ ...row, no, pointer: `/containers/${at}/rows/${index}` })),
  );
}

/** Every trade of a consolidation, by its lines where the list tells them apart, with what the list holds of each. */
export function subjectsOf(list: LoadedList, trades: readonly TradeSnapshot[]): Subject[] {
  const byTrade = Map.groupBy(entriesOf(list, trades), ({ tradeId }) => tradeId);
  return trades.flatMap((trade) => {
    const entries = byTrade.get(trade.tradeId) ?? [];
    const isByLine = entries.some(({ lineNo }) => lineNo !== undefined);
    return isByLine
      ? trade.lines.map((line) =>
          subjectOf(
            trade,
            [line],
            entries.filter(({ lineNo }) => lineNo === line.lineNo),
            line.lineNo,
          ),
        )
      : [subjectOf(trade, trade.lines, entries)];
  });
}

function subjectOf(
  trade: TradeSnapshot,
  lines: readonly TradeLine[],
  entries: readonly Entry[],
  lineNo?: number,
): Subject {
  const isCounted = entries.every(({ cartons }) => cartons !== undefined);
  const least = sum(entries, ({ cartons = 0 }) => cartons);
  return {
    trade,
    lineNo,
    lines,
    entries,
    registered: lines.every(isMeasuredLine) ? sum(lines, cartonCount) : undefined,
    loaded: isCounted ? least : undefined,
    least,
  };
}

export const isMeasuredLine = ({ cartons }: TradeLine): boolean => cartons.length > 0;

/** Cartons that are missing of a subject, where both sides are known. */
export const shortOf = ({ registered, loaded }: Subject): number =>
  registered === undefined || loaded === undefined ? 0 : Math.max(0, registered - loaded);

/** Cartons over the registration, as far as they are stated. */
export const overOf = ({ registered, least }: Subject): number =>
  registered === undefined ? 0 : Math.max(0, least - registered);

/** A subject as its finding names it. */
export const describe = ({ trade, lineNo }: Pick<Subject, 'trade' | 'lineNo'>): string => {
  const line = trade.lines.find((one) => one.lineNo === lineNo);
  return line ? lineKnownAs(trade, line) : `交易 ${knownAs(trade)}`;
};
