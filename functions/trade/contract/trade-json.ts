import { CartonGroup, TradeLine } from '../../events/trade.ts';
import { etagOf } from '../../shared/http/schemas.ts';
import { formatDecimal, scaledToNumber } from '../../shared/kernel/decimal.ts';
import { formatAmount, moneyToJson, usd } from '../../shared/kernel/money.ts';
import type { Stored, StoredHead } from '../../shared/table/aggregate.ts';
import type { Names } from '../domain/filed.ts';
import { kilograms, PRICE_DIGITS, QUANTITY_DIGITS } from '../domain/scale.ts';
import { type TradeBrief, tradeBrief } from '../domain/totals.ts';
import type { Trade, TradeHead } from '../domain/trade.ts';
import type { Voucher } from '../domain/voucher.ts';
import type { TradeJson, TradeSummaryJson } from './trades.ts';

const CUBIC_METRE_DIGITS = 3;

/** A trade as lists have it, without what was entered in detail. */
export type ListedTrade = StoredHead<TradeHead, TradeBrief>;

/** A trade with what was entered, at any of its versions. */
type WholeTrade = Pick<Stored<Trade>, 'data' | 'createdAt' | 'updatedAt' | 'version'>;

/** A trade in the API's units: decimal text, kilograms, cubic metres. */
export const tradeSummaryToJson = (stored: WholeTrade): TradeSummaryJson =>
  listedTradeToJson({ ...stored, brief: tradeBrief(stored.data) });

/** The same of a trade in a list. */
export function listedTradeToJson({
  data: trade,
  brief,
  createdAt,
  updatedAt,
  version,
}: Pick<ListedTrade, 'data' | 'brief' | 'createdAt' | 'updatedAt' | 'version'>): TradeSummaryJson {
  const { lines, cartons, volumeLitres, grossG, netG, measured } = brief;
  const consolidation = trade.status === 'REGISTERED' || trade.status === 'WITHDRAWN' ? undefined : trade.consolidation;
  return {
    id: trade.id,
    tradeNumber: trade.tradeNumber,
    status: trade.status,
    merchantId: trade.merchant.id,
    merchantName: trade.merchant.name,
    buyerId: trade.buyerId,
    tradeOperatorId: trade.tradeOperatorId,
    exportMode: trade.exportMode,
    destinationCountry: trade.destinationCountry,
    portOfDischarge: trade.portOfDischarge,
    total: moneyToJson({ minor: trade.totalMinor, currency: trade.currency }),
    totalUsd: moneyToJson(usd(trade.totalUsdMinor)),
    lineCount: lines,
    cartonCount: cartons,
    volumeM3: scaledToNumber(volumeLitres, CUBIC_METRE_DIGITS),
    grossWeightKg: kilograms(grossG),
    netWeightKg: kilograms(netG),
    measured,
    reviewState: trade.review?.state,
    reviewFindings: trade.review?.findings ?? [],
    consolidationId: consolidation?.id,
    consolidationNumber: consolidation?.number,
    containers: consolidation?.containers,
    createdAt,
    updatedAt,
    etag: etagOf(version),
  };
}

export const tradeToJson = (stored: WholeTrade, names: Names): TradeJson => ({
  ...tradeSummaryToJson(stored),
  merchantFilingNumber: names.parties.get(stored.data.merchant.id)?.filingNumber,
  buyerName: names.parties.get(stored.data.buyerId)?.name,
  buyerFilingNumber: names.parties.get(stored.data.buyerId)?.filingNumber,
  tradeOperatorName: names.parties.get(stored.data.tradeOperatorId ?? '')?.name,
  tradeOperatorFilingNumber: names.parties.get(stored.data.tradeOperatorId ?? '')?.filingNumber,
  stall: stored.data.merchant.stall,
  currency: stored.data.currency,
  exchangeRate: stored.data.exchangeRate,
  lines: stored.data.lines.map((line) => lineOf(line, stored.data.currency, names)),
  voucher: stored.data.voucher,
  vouchers: stored.data.vouchers.map(voucherOf),
  packingDistrict: stored.data.packingDistrict,
  registeredAt: stored.data.registeredAt,
  explanation: stored.data.explanation,
  acceptedWarnings: stored.data.acceptedWarnings,
  measuring: stored.data.measuring,
  correction: stored.data.correction && correctionOf(stored.data.correction),
  reviewDecision: stored.data.review?.decision,
});

const correctionOf = ({
  correctors: _correctors,
  ...correction
}: NonNullable<Trade['correction']>): NonNullable<TradeJson['correction']> => correction;

const voucherOf = ({ drawn, ...voucher }: Voucher): TradeJson['vouchers'][number] => ({
  ...voucher,
  drawn: drawn && Object.entries(drawn).map(([goodsId, quantity]) => ({ goodsId, quantity: quantityOf(quantity) })),
});

const quantityOf = (scaled: number): number => scaledToNumber(scaled, QUANTITY_DIGITS);

const lineOf = (
  line: TradeLine,
  currency: Trade['currency'],
  { goods, parties }: Names,
): TradeJson['lines'][number] => ({
  lineNo: line.lineNo,
  goodsId: line.goodsId,
  ownCode: goods.get(line.goodsId)?.ownCode,
  producerName: parties.get(goods.get(line.goodsId)?.producerId ?? '')?.name,
  hsCode: line.hsCode,
  name: line.nameZh,
  specification: line.specification,
  brand: line.brand,
  quantity: quantityOf(line.quantity),
  unit: line.dealUnit,
  legalQuantity: quantityOf(line.legalQuantity),
  legalUnit: line.legalUnit,
  secondQuantity: line.secondQuantity === undefined ? undefined : quantityOf(line.secondQuantity),
  secondUnit: line.secondUnit,
  unitPrice: formatDecimal(line.unitPrice, PRICE_DIGITS),
  amount: formatAmount({ minor: line.amountMinor, currency }),
  amountUsd: formatAmount(usd(line.amountUsdMinor)),
  grossWeightKg: kilograms(line.grossG),
  netWeightKg: kilograms(line.netG),
  inspectionRequired: line.inspectionRequired,
  exportDuty: line.exportDuty,
  cartons: line.cartons.map(cartonOf),
});

const cartonOf = ({
  grossG,
  netG,
  maxLoadG,
  ...measures
}: CartonGroup): TradeJson['lines'][number]['cartons'][number] => ({
  ...measures,
  grossWeightKg: kilograms(grossG),
  netWeightKg: kilograms(netG),
  maxLoadKg: maxLoadG === undefined ? undefined : kilograms(maxLoadG),
});
