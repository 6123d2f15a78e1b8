import type { z } from 'zod';
import { TradeChanged, TradeLine } from '../../events/trade.ts';
import { dayInChina } from '../../shared/kernel/china-time.ts';
import { quarters } from './day.ts';
import { lineKey, priceKey, priceOf, shareInCents } from './history.ts';
import { bucketOf } from './price-sketch.ts';
import { MAX_LINES } from './request.ts';

/** One item of counters: `name` groups items that are read together, `row` tells them apart. */
export interface Counter {
  readonly name: string;
  readonly row: string;
  /** Days after the last change in which anyone asks for it, or more; absent means for ever. */
  readonly keptDays?: number | undefined;
}

const ONLY = 'CURRENT';

export const priceCounter = (key: string): Counter => ({ name: `PRICE#${key}`, row: ONLY });
export const sameLineCounter = (key: string, quarter: string): Counter => ({
  name: `LINE#${key}`,
  row: quarter,
  keptDays: 200,
});
export const monthCounter = (merchantId: string, month: string): Counter => ({
  name: `MERCHANT#${merchantId}`,
  row: `MONTH#${month}`,
});
export const buyerCounter = (buyerId: string): Counter => ({ name: `BUYER#${buyerId}`, row: ONLY });
export const buyerDayCounter = (buyerId: string, day: string): Counter => ({
  name: `BUYER#${buyerId}`,
  row: `DAY#${day}`,
  keptDays: 2,
});
export const buyerMonthCounter = (buyerId: string, month: string): Counter => ({
  name: `BUYER#${buyerId}`,
  row: `MONTH#${month}`,
  keptDays: 62,
});
/** The statistics of a month at a market, to a destination; chapters are attributes of it. */
export const statisticsCounter = (
  month: string,
  { marketId = '', destinationCountry }: Pick<CountedTrade, 'marketId' | 'destinationCountry'>,
): Counter => ({
  name: statisticsName(month),
  row: `${marketId}#${destinationCountry}`,
});

export const statisticsName = (month: string): string => `STATISTICS#${month}`;

/** Ports are free text; blanks and letters' case do not make another port. */
export const portName = (port: string): string => port.replaceAll(/\s/g, '').toUpperCase();

/** What one trade adds to one item: numbers to attributes, members to sets. */
export interface Increment {
  readonly counter: Counter;
  readonly add: Readonly<Record<string, number>>;
  readonly include?: Readonly<Record<string, readonly string[]>>;
}

/** What the counters need of a trade. */
export const CountedTrade = TradeChanged.detail
  .pick({
    tradeId: true,
    districtId: true,
    version: true,
    status: true,
    registeredAt: true,
    merchantId: true,
    marketId: true,
    buyerId: true,
    tradeOperatorId: true,
    destinationCountry: true,
    portOfDischarge: true,
    currency: true,
    totalMinor: true,
    totalUsdMinor: true,
    correction: true,
  })
  .extend({
    lines: TradeLine.pick({
      lineNo: true,
      hsCode: true,
      nameZh: true,
      dealUnit: true,
      quantity: true,
      unitPrice: true,
      amountMinor: true,
      amountUsdMinor: true,
      netG: true,
      grossG: true,
    }).array(),
  });

export type CountedTrade = z.infer<typeof CountedTrade>;

/** Lines whose increments fit one transaction of 100 items, with those of the trade itself. */
const LINES_A_PART = 30;

/**
 * What a trade adds to the counters, in parts that are each one transaction. Every version of a trade has the same
 * number of parts, but that a corrected one has those of every line that it may have had; a withdrawn trade adds nothing
 * to what is summed.
 */
export function increments(trade: CountedTrade): Increment[][] {
  const counts = trade.status === 'WITHDRAWN' ? 0 : 1;
  const lines = trade.correction === undefined ? trade.lines.length : MAX_LINES;
  const parts = Math.max(1, Math.ceil(lines / LINES_A_PART));
  return Array.from({ length: parts }, (_one, part) => {
    const own = trade.lines.slice(part * LINES_A_PART, (part + 1) * LINES_A_PART);
    return [...(part === 0 ? ofTrade(trade, counts) : []), ...own.flatMap((line) => ofLine(trade, line, counts))];
  });
}

function ofTrade(trade: CountedTrade, counts: number): Increment[] {
  const { merchantId, buyerId, tradeOperatorId, registeredAt } = trade;
  const day = dayInChina(registeredAt);
  const month = day.slice(0, 7);
  return [
    { counter: monthCounter(merchantId, month), add: { usdMinor: counts * trade.totalUsdMinor } },
    {
      counter: buyerCounter(buyerId),
      add: { trades: counts },
      include: { ports: [portName(trade.portOfDischarge)] },
    },
    { counter: buyerDayCounter(buyerId, day), add: {}, include: { merchants: [merchantId] } },
    ...(tradeOperatorId === undefined
      ? []
      : [{ counter: buyerMonthCounter(buyerId, month), add: {}, include: { operators: [tradeOperatorId] } }]),
    { counter: statisticsCounter(month, trade), add: cellOf(WHOLE_TRADE, { trades: counts }) },
  ];
}

function ofLine(trade: CountedTrade, line: CountedTrade['lines'][number], counts: number): Increment[] {
  const day = dayInChina(trade.registeredAt);
  const [quarter] = quarters(day);
  const cents = shareInCents(line, trade);
  const bucket = bucketOf(priceOf(cents, line.quantity));
  return [
    ...(cents > 0
      ? [{ counter: priceCounter(priceKey(line.hsCode, line.dealUnit)), add: { [`b${bucket}`]: counts } }]
      : []),
    {
      counter: sameLineCounter(lineKey({ ...line, currency: trade.currency }), quarter),
      add: {},
      include: { merchants: [trade.merchantId] },
    },
    {
      counter: statisticsCounter(day.slice(0, 7), trade),
      add: cellOf(line.hsCode.slice(0, 2), {
        lines: counts,
        usdMinor: counts * line.amountUsdMinor,
        netG: counts * line.netG,
        grossG: counts * line.grossG,
      }),
    },
  ];
}

/** In place of a chapter: what is counted once for a trade, whatever chapters it has. */
export const WHOLE_TRADE = '00';

/** What statistics count of a chapter. */
export const MEASURES = ['trades', 'lines', 'usdMinor', 'netG', 'grossG'] as const;

export type Measures = Readonly<Record<(typeof MEASURES)[number], number>>;

/** A market sells goods of a few chapters: all of them are one item, in attributes such as `82usdMinor`. */
export const cellOf = (chapter: string, measures: Partial<Measures>): Record<string, number> =>
  Object.fromEntries(Object.entries(measures).map(([measure, number]) => [`${chapter}${measure}`, number]));

/** The measures by chapter, as `cellOf` has named them. */
export function chaptersIn(item: Readonly<Record<string, unknown>>): Map<string, Partial<Measures>> {
  const chapters = new Map<string, Partial<Measures>>();
  for (const [attribute, value] of Object.entries(item)) {
    const measure = MEASURES.find((one) => one === attribute.slice(2));
    if (!measure || typeof value !== 'number') continue;
    const chapter = attribute.slice(0, 2);
    chapters.set(chapter, { ...chapters.get(chapter), [measure]: value });
  }
  return chapters;
}

/** Increments of equal counters as one, since a transaction takes each item once. */
export function merged(all: readonly Increment[]): Increment[] {
  const byItem = new Map<string, Increment>();
  for (const one of all) {
    const id = `${one.counter.name}\u0000${one.counter.row}`;
    const before = byItem.get(id);
    byItem.set(id, before ? { counter: one.counter, add: sums(before, one), include: unions(before, one) } : one);
  }
  return [...byItem.values()];
}

/** What a part of a trade has added to one item. */
export type Counted = Pick<Increment, 'add'> & { readonly counter: Omit<Counter, 'keptDays'> };

/** Whether an increment adds a number; what it includes in a set beside may be included again. */
export const isSummed = ({ add }: Pick<Increment, 'add'>): boolean => Object.values(add).some((number) => number !== 0);

/** What is to be added so that a part that counted `before` counts `after`. Sets hold what the first counting included. */
export function difference(after: readonly Increment[], before: readonly Counted[]): Increment[] {
  const undone = before.map(({ counter, add }) => ({
    counter,
    add: Object.fromEntries(Object.entries(add).map(([attribute, number]) => [attribute, -number])),
  }));
  const added = after.map(({ counter, add }) => ({ counter, add }));
  return merged([...added, ...undone])
    .filter(isSummed)
    .map((one) => ({ ...one, add: Object.fromEntries(Object.entries(one.add).filter(([, number]) => number !== 0)) }));
}

function sums({ add: a }: Increment, { add: b }: Increment): Record<string, number> {
  const total: Record<string, number> = { ...a };
  for (const [attribute, number] of Object.entries(b)) total[attribute] = (total[attribute] ?? 0) + number;
  return total;
}

function unions({ include: a = {} }: Increment, { include: b = {} }: Increment): Record<string, string[]> {
  const attributes = new Set([...Object.keys(a), ...Object.keys(b)]);
  return Object.fromEntries([...attributes].map((one) => [one, [...new Set([...(a[one] ?? []), ...(b[one] ?? [])])]]));
}
