import type { z } from 'zod';
import type { TradeChanged } from '../../events/trade.ts';
import { measured, type Trade } from './trade.ts';

/** Reasons that are told; the trade has all of them. */
const MAX_REASONS = 10;

function reasonsOf({ review }: Trade): string[] | undefined {
  if (review === undefined || review.state === 'RELEASED') return undefined;
  const reasons = review.state === 'OPEN' ? review.findings.map(({ message }) => message) : review.decision?.reasons;
  return reasons?.slice(0, MAX_REASONS);
}

/** What one change of a trade did, for those who are told. */
export type TradeStep = Pick<z.infer<typeof TradeChanged.detail>, 'action' | 'reason' | 'offeredTo'>;

/** All that the other capabilities need of a trade at one of its versions. */
export const tradeChanged = (
  trade: Trade,
  version: number,
  at: string,
  step: TradeStep = {},
): z.infer<typeof TradeChanged.detail> => ({
  tradeId: trade.id,
  tradeNumber: trade.tradeNumber,
  districtId: trade.districtId,
  version,
  at,
  status: trade.status,
  registeredAt: trade.registeredAt,
  measured: measured(trade),
  review: trade.review?.state,
  reviewReasons: reasonsOf(trade),
  merchantId: trade.merchant.id,
  merchantName: trade.merchant.name,
  stall: trade.merchant.stall,
  marketId: trade.merchant.marketId,
  buyerId: trade.buyerId,
  tradeOperatorId: trade.tradeOperatorId,
  exportMode: trade.exportMode,
  destinationCountry: trade.destinationCountry,
  portOfDischarge: trade.portOfDischarge,
  currency: trade.currency,
  totalMinor: trade.totalMinor,
  totalUsdMinor: trade.totalUsdMinor,
  vouchers: trade.vouchers.map(({ drawn: _drawn, ...voucher }) => voucher),
  ...(trade.correction && { correction: { no: trade.correction.no, changed: trade.correction.changed } }),
  ...step,
  lines: trade.lines,
});
