import { danger, type Finding, warningId } from '../../shared/kernel/finding.ts';
import type { Filed } from './filed.ts';
import type { LineRequest, TradeRequest } from './request.ts';
import { amounts } from './rules/amounts.ts';
import { cartonCount } from './rules/carton-count.ts';
import { declarationLimit } from './rules/declaration-limit.ts';
import { destination } from './rules/destination.ts';
import { entrustedExport } from './rules/entrusted-export.ts';
import { exchangeRate } from './rules/exchange-rate.ts';
import { goods } from './rules/goods.ts';
import { parties } from './rules/parties.ts';
import { recordSize } from './rules/record-size.ts';
import { units } from './rules/units.ts';
import { weights } from './rules/weights.ts';
import { grams, scaledQuantity } from './scale.ts';
import { type Rule, type Submission, submission, totalUsdMinor } from './submission.ts';
import type { CartonGroup, Trade, TradeLine } from './trade.ts';

const RULES: readonly Rule[] = [
  parties,
  goods,
  units,
  exchangeRate,
  amounts,
  weights,
  cartonCount,
  declarationLimit,
  entrustedExport,
  destination,
];

export interface RegistrationContext {
  readonly id: string;
  readonly districtId: string;
  /** The day in China, `YYYY-MM-DD`. */
  readonly day: string;
  readonly acceptedWarnings: ReadonlySet<string>;
}

/** What stands against the request, or the trade that it makes. */
export type Registration = { readonly refused: readonly Finding[] } | { readonly trade: Trade };

/**
 * Holds a request to every rule. A warning stands against it until it is accepted and explained; nothing is registered
 * while anything stands against it.
 */
export function register(request: TradeRequest, filed: Filed, context: RegistrationContext): Registration {
  const submitted = submission(request, filed, context.day);
  const findings = RULES.flatMap((rule) => rule(submitted));
  const accepted = findings.filter(
    (found) => found.severity === 'WARNING' && context.acceptedWarnings.has(warningId(found)),
  );
  const refused = [
    ...findings.filter((found) => !accepted.includes(found)),
    ...(accepted.length > 0 && request.explanation === undefined ? [EXPLANATION_REQUIRED] : []),
  ];
  if (refused.length > 0) return { refused };
  const trade = tradeOf(submitted, context, accepted.map(warningId));
  const tooLarge = recordSize(trade);
  return tooLarge.length > 0 ? { refused: tooLarge } : { trade };
}

const EXPLANATION_REQUIRED = danger(
  'EXPLANATION_REQUIRED',
  '/explanation',
  '接受警告须在“说明”（explanation）中写明原因，请补充后重新提交',
);

function tradeOf(submitted: Submission, context: RegistrationContext, acceptedWarnings: string[]): Trade {
  const { request, filed } = submitted;
  const { merchantId, explanation, voucher, tradeOperatorId } = request;
  const merchant = known(filed.merchant);
  const lines = request.lines.map((line, index) => lineOf(line, index + 1, submitted));
  return {
    id: context.id,
    districtId: context.districtId,
    status: 'REGISTERED',
    merchant: { id: merchantId, name: merchant.name, stall: merchant.stall },
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
    voucher,
    explanation,
    acceptedWarnings,
  };
}

function lineOf(line: LineRequest, lineNo: number, { filed, values }: Submission): TradeLine {
  const item = known(filed.goods.get(line.goodsId));
  const value = known(values[lineNo - 1]);
  const cartons = line.cartons.map(cartonGroup);
  return {
    lineNo,
    goodsId: line.goodsId,
    hsCode: item.hsCode,
    nameZh: item.nameZh,
    specification: item.specification,
    brand: item.brand,
    dealUnit: item.dealUnit,
    quantity: scaledQuantity(line.quantity),
    legalUnit: item.legalUnit,
    legalQuantity: scaledQuantity(line.legalQuantity),
    secondUnit: item.secondUnit,
    secondQuantity: line.secondQuantity === undefined ? undefined : scaledQuantity(line.secondQuantity),
    unitPrice: known(value.unitPrice),
    amountMinor: known(value.minor),
    amountUsdMinor: known(value.usdMinor),
    netG: cartons.reduce((sum, group) => sum + group.count * group.netG, 0),
    grossG: cartons.reduce((sum, group) => sum + group.count * group.grossG, 0),
    inspectionRequired: item.inspectionRequired,
    exportDuty: item.exportDuty,
    cartons,
  };
}

const cartonGroup = (group: LineRequest['cartons'][number]): CartonGroup => ({
  count: group.count,
  lengthMm: group.lengthMm,
  widthMm: group.widthMm,
  heightMm: group.heightMm,
  grossG: grams(group.grossWeightKg),
  netG: grams(group.netWeightKg),
  thisSideUp: group.thisSideUp,
  stackable: group.stackable,
  maxLoadG: group.maxLoadKg === undefined ? undefined : grams(group.maxLoadKg),
});

/** Narrows what a rule has already made sure of. */
function known<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('a trade was made from a request that breaks a rule');
  return value;
}
