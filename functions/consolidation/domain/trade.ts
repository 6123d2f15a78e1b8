import type { z } from 'zod';
import * as events from '../../events/trade.ts';
import { sum } from './sums.ts';

/** Equal cartons of one trade line; masses in grams and lengths in millimetres, per carton. */
export const CartonGroup = events.CartonGroup;

/** One line of a trade: quantities in 1/100,000 of their unit, amounts in minor units, masses in grams. */
export const TradeLine = events.TradeLine.pick({
  lineNo: true,
  hsCode: true,
  nameZh: true,
  specification: true,
  dealUnit: true,
  quantity: true,
  legalUnit: true,
  legalQuantity: true,
  amountMinor: true,
  amountUsdMinor: true,
  netG: true,
  grossG: true,
  inspectionRequired: true,
  exportDuty: true,
  cartons: true,
});

/**
 * What consolidation knows of a trade. Lines change while its goods are free, and not while a
 * consolidation holds them, but that cartons are measured which it waits for. Without a trade operator the merchant
 * exports in its own name, and the consolidation's operator declares.
 */
export const TradeSnapshot = events.TradeChanged.detail
  .pick({
    tradeId: true,
    tradeNumber: true,
    districtId: true,
    version: true,
    status: true,
    merchantId: true,
    merchantName: true,
    stall: true,
    buyerId: true,
    tradeOperatorId: true,
    destinationCountry: true,
    portOfDischarge: true,
    currency: true,
    totalUsdMinor: true,
    registeredAt: true,
    measured: true,
    correction: true,
  })
  .extend({ lines: TradeLine.array() });

export type CartonGroup = z.infer<typeof CartonGroup>;
export type TradeLine = z.infer<typeof TradeLine>;
export type TradeSnapshot = z.infer<typeof TradeSnapshot>;

/** What people call a trade: its number, or its identifier where it has none. */
export const knownAs = ({ tradeId, tradeNumber }: Pick<TradeSnapshot, 'tradeId' | 'tradeNumber'>): string =>
  tradeNumber ?? tradeId;

/** A line of a trade as findings name it. */
export const lineKnownAs = (
  trade: Pick<TradeSnapshot, 'tradeId' | 'tradeNumber'>,
  { lineNo, nameZh }: Pick<TradeLine, 'lineNo' | 'nameZh'>,
): string => `交易 ${knownAs(trade)} 第 ${lineNo} 行“${nameZh}”`;

/** Whether the cartons of every line are known. */
export const isMeasured = ({ lines }: TradeSnapshot): boolean => lines.every(({ cartons }) => cartons.length > 0);

/** Number of cartons of a line. */
export const cartonCount = (line: Pick<TradeLine, 'cartons'>): number => sum(line.cartons, (group) => group.count);
