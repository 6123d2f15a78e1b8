import { dayInChina } from '../../shared/kernel/china-time.ts';
import { parseDecimal } from '../../shared/kernel/decimal.ts';
import type { Finding } from '../../shared/kernel/finding.ts';
import { parseMoney } from '../../shared/kernel/money.ts';
import type { Lists } from '../../shared/reference/lists/index.ts';
import { type CartonLine, cartonGroup } from './cartons.ts';
import { type ExchangeRate, inUsdCents, rateOf, toUsdMinors } from './exchange.ts';
import type { Filed } from './filed.ts';
import type { History } from './history.ts';
import type { LineRequest, TradeRequest } from './request.ts';
import { PRICE_DIGITS, scaledQuantity } from './scale.ts';
import type { Trade } from './trade.ts';
import type { VoucherRequest } from './voucher.ts';

/** What a line is worth; a part is undefined where its text is no amount of the currency, or no rate is known. */
export interface LineValue {
  /** Scaled by 10,000. */
  readonly unitPrice: number | undefined;
  readonly minor: number | undefined;
  readonly usdMinor: number | undefined;
  /** US cents with their fractions (`inUsdCents`), for what is divided or compared; sums are of `usdMinor`. */
  readonly usdCents: number | undefined;
}

/** A request with all that its rules look at. */
export interface Submission {
  readonly request: TradeRequest;
  readonly filed: Filed;
  readonly history: History;
  /** The instant of registration, ISO 8601. */
  readonly at: string;
  /** Its day in China, `YYYY-MM-DD`. */
  readonly day: string;
  /** The day on which the trade was entered: the same, but of one that is corrected. */
  readonly enteredOn: string;
  readonly rate: ExchangeRate | undefined;
  /** One for each line, in order. */
  readonly values: readonly LineValue[];
  readonly cartonLines: readonly CartonLine[];
  /** What is in force on the day. */
  readonly lists: Lists;
}

/** A rule answers what it finds; an empty list means that the submission holds it. */
export type Rule = (submission: Submission) => Finding[];

/** @param registered the trade that the request corrects */
export function submission(
  request: TradeRequest,
  filed: Filed,
  history: History,
  at: string,
  lists: Lists,
  registered?: Pick<Trade, 'currency' | 'exchangeRate' | 'registeredAt'>,
): Submission {
  const day = dayInChina(at);
  const isSameCurrency = registered?.currency === request.currency;
  const rate = isSameCurrency ? registered.exchangeRate : rateOf(request.currency, day, lists);
  const values = valuesOf(request, rate);
  const cartonLines = request.lines.map((line, index) => cartonLine(line, index, filed, values[index]?.usdCents));
  const enteredOn = registered === undefined ? day : dayInChina(registered.registeredAt);
  return { request, filed, history, at, day, enteredOn, rate, values, cartonLines, lists };
}

function valuesOf({ lines, currency }: TradeRequest, rate: ExchangeRate | undefined): LineValue[] {
  const minors = lines.map(({ amount }) => parseMoney(amount, currency)?.minor);
  const usdMinors = rate === undefined ? [] : toUsdMinors(minors, currency, rate);
  const centsOf = (minor: number | undefined) =>
    minor === undefined || rate === undefined ? undefined : inUsdCents({ minor, currency }, rate);
  return lines.map(({ unitPrice }, index) => ({
    unitPrice: parseDecimal(unitPrice, PRICE_DIGITS),
    minor: minors[index],
    usdMinor: usdMinors[index],
    usdCents: centsOf(minors[index]),
  }));
}

const cartonLine = (line: LineRequest, index: number, { goods }: Filed, usdCents: number | undefined): CartonLine => ({
  lineNo: index + 1,
  pointer: `/lines/${index}`,
  goodsId: line.goodsId,
  hsCode: goods.get(line.goodsId)?.hsCode,
  legalUnit: goods.get(line.goodsId)?.legalUnit,
  legalQuantity: scaledQuantity(line.legalQuantity),
  usdCents,
  cartons: (line.cartons ?? []).map(cartonGroup),
});

/** Total of the lines that have a value, in US cents. */
export const totalUsdMinor = ({ values }: Pick<Submission, 'values'>): number =>
  values.reduce((sum, { usdMinor }) => sum + (usdMinor ?? 0), 0);

/** All vouchers of a request; of a bare number only that much is known. */
export const vouchersOf = ({ voucher, vouchers }: TradeRequest): VoucherRequest[] => [
  ...vouchers,
  ...(voucher === undefined ? [] : [{ type: 'OTHER' as const, number: voucher }]),
];
