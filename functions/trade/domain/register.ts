import { TradeLine } from '../../events/trade.ts';
import type { Finding } from '../../shared/kernel/finding.ts';
import type { Lists } from '../../shared/reference/lists/index.ts';
import { cartonGroup, measures } from './cartons.ts';
import type { Filed } from './filed.ts';
import type { History } from './history.ts';
import { judge } from './judge.ts';
import { recordSize } from './record-size.ts';
import type { LineRequest, TradeRequest } from './request.ts';
import { RULES } from './rules/index.ts';
import { scaledQuantity } from './scale.ts';
import { type Submission, submission, totalUsdMinor, vouchersOf } from './submission.ts';
import type { Trade } from './trade.ts';
import { afterDraw, draws, quantities, type VoucherUse } from './voucher-use.ts';

export interface RegistrationContext {
  readonly id: string;
  readonly districtId: string;
  /** ISO 8601. */
  readonly at: string;
  /** `sub` of the caller. */
  readonly by: string;
  readonly acceptedWarnings: ReadonlySet<string>;
  /** What is in force on the day. */
  readonly lists: Lists;
  /** The trade that is corrected; absent where a new one is registered. */
  readonly registered?: Trade;
}

/** What stands against the request, or the trade that it makes and the voucher ledgers as they then are. */
export type Registration =
  | { readonly refused: readonly Finding[] }
  | { readonly trade: Trade; readonly voucherUses: readonly VoucherUse[] };

/**
 * Holds a request to every rule. Nothing is registered while anything stands against it; what a reviewer must look at
 * does not stand against it, but holds the goods back.
 */
export function register(
  request: TradeRequest,
  filed: Filed,
  history: History,
  context: RegistrationContext,
): Registration {
  const submitted = submission(request, filed, history, context.at, context.lists, context.registered);
  const { refused, accepted, review } = judge(
    RULES.flatMap((rule) => rule(submitted)),
    context.acceptedWarnings,
    request.explanation,
  );
  if (refused.length > 0) return { refused };
  const { merchantId, lines } = request;
  const all = vouchersOf(request);
  const drawn = draws(all, quantities(lines), merchantId, history.vouchers);
  const trade: Trade = {
    ...tradeOf(submitted, context),
    vouchers: all.map(({ goods: _goods, ...voucher }, index) => ({ ...voucher, drawn: drawn[index] })),
    acceptedWarnings: accepted,
    review: review.length === 0 ? undefined : { state: 'OPEN', findings: review },
  };
  const tooLarge = recordSize(trade);
  if (tooLarge.length > 0) return { refused: tooLarge };
  return { trade, voucherUses: afterDraw(context.id, merchantId, all, drawn, history.vouchers) };
}

function tradeOf(
  submitted: Submission,
  { id, districtId, at, by }: RegistrationContext,
): Omit<Trade, 'vouchers' | 'acceptedWarnings'> {
  const { request, filed } = submitted;
  const { merchantId, tradeOperatorId } = request;
  const merchant = known(filed.merchant);
  const lines = request.lines.map((line, index) => lineOf(line, index + 1, submitted));
  return {
    id,
    districtId,
    status: 'REGISTERED',
    registeredAt: at,
    registeredBy: by,
    merchant: { id: merchantId, name: merchant.name, stall: merchant.stall, marketId: merchant.marketId },
    buyerId: request.buyerId,
    tradeOperatorId,
    exportMode: request.exportMode,
    destinationCountry: request.destinationCountry,
    portOfDischarge: request.portOfDischarge,
    currency: request.currency,
    exchangeRate: known(submitted.rate),
    totalMinor: lines.reduce((sum, line) => sum + line.amountMinor, 0),
    totalUsdMinor: totalUsdMinor(submitted),
    lines,
    voucher: request.voucher,
    packingDistrict: request.packingDistrict,
    explanation: request.explanation,
  };
}

function lineOf(line: LineRequest, lineNo: number, { filed, values }: Submission): TradeLine {
  const item = known(filed.goods.get(line.goodsId));
  const value = known(values[lineNo - 1]);
  const { type, name } = item.brand;
  return {
    lineNo,
    goodsId: line.goodsId,
    hsCode: item.hsCode,
    nameZh: item.nameZh,
    specification: item.specification,
    brand: { type, name },
    dealUnit: item.dealUnit,
    quantity: scaledQuantity(line.quantity),
    legalUnit: item.legalUnit,
    legalQuantity: scaledQuantity(line.legalQuantity),
    secondUnit: item.secondUnit,
    secondQuantity: line.secondQuantity === undefined ? undefined : scaledQuantity(line.secondQuantity),
    unitPrice: known(value.unitPrice),
    amountMinor: known(value.minor),
    amountUsdMinor: known(value.usdMinor),
    inspectionRequired: item.inspectionRequired,
    exportDuty: item.exportDuty,
    ...measures((line.cartons ?? []).map(cartonGroup)),
  };
}

/** Narrows what a rule has already made sure of. */
function known<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('a trade was made from a request that breaks a rule');
  return value;
}
