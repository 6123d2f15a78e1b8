import { parseDecimal } from '../../shared/kernel/decimal.ts';
import type { Finding } from '../../shared/kernel/finding.ts';
import { parseMoney } from '../../shared/kernel/money.ts';
import { type ExchangeRate, rateOn, toUsdMinor } from './exchange.ts';
import type { Filed } from './filed.ts';
import type { LineRequest, TradeRequest } from './request.ts';
import { PRICE_DIGITS } from './scale.ts';

/** What a line is worth; a part is undefined where its text is no amount of the currency, or no rate is known. */
export interface LineValue {
  /** Scaled by 10,000. */
  readonly unitPrice: number | undefined;
  readonly minor: number | undefined;
  readonly usdMinor: number | undefined;
}

/** A request with all that its rules look at. */
export interface Submission {
  readonly request: TradeRequest;
  readonly filed: Filed;
  /** The day of registration in China, `YYYY-MM-DD`. */
  readonly day: string;
  readonly rate: ExchangeRate | undefined;
  /** One for each line, in order. */
  readonly values: readonly LineValue[];
}

/** A rule answers what it finds; an empty list means that the submission holds it. */
export type Rule = (submission: Submission) => Finding[];

export function submission(request: TradeRequest, filed: Filed, day: string): Submission {
  const rate = rateOn(request.currency, day);
  return { request, filed, day, rate, values: request.lines.map((line) => valueOf(line, request, rate)) };
}

function valueOf(line: LineRequest, { currency }: TradeRequest, rate: ExchangeRate | undefined): LineValue {
  const money = parseMoney(line.amount, currency);
  return {
    unitPrice: parseDecimal(line.unitPrice, PRICE_DIGITS),
    minor: money?.minor,
    usdMinor: money && rate && toUsdMinor(money, rate),
  };
}

/** Total of the lines that have a value, in US cents. */
export const totalUsdMinor = ({ values }: Submission): number =>
  values.reduce((sum, { usdMinor }) => sum + (usdMinor ?? 0), 0);
