import type { Version } from '../../shared/table/versions.ts';
import { enteredDifferences } from '../domain/entered.ts';
import type { Names } from '../domain/filed.ts';
import type { Trade } from '../domain/trade.ts';
import { tradeToJson } from './trade-json.ts';
import type { TradeVersionJson } from './trades.ts';

/** A version of a trade as it was, and what it says otherwise than the one before it. */
export function versionToJson(
  { version, at, action, by, reasons, data }: Version<Trade>,
  before: Version<Trade> | undefined,
  names: Names,
): TradeVersionJson {
  return {
    version,
    at,
    action,
    by,
    reasons,
    status: data.status,
    reviewState: data.review?.state,
    differences: before === undefined ? [] : enteredDifferences(before.data, data),
    trade: tradeToJson({ data, version, createdAt: data.registeredAt, updatedAt: at }, names),
  };
}
