import { z } from 'zod';
import { CURRENCIES } from '../../shared/kernel/money.ts';
import { sum } from './sums.ts';

/** Equal cartons of one trade line; masses in grams and lengths in millimetres, per carton. */
export const CartonGroup = z.object({
  count: z.int().positive(),
  lengthMm: z.int().positive(),
  widthMm: z.int().positive(),
  heightMm: z.int().positive(),
  grossG: z.int().positive(),
  netG: z.int().nonnegative(),
  thisSideUp: z.boolean(),
  stackable: z.boolean(),
  /** Greatest mass that may rest on one carton; absent means no limit was given. */
  maxLoadG: z.int().nonnegative().optional(),
});

/** One line of a trade: quantities in 1/100,000 of their unit, amounts in minor units, masses in grams. */
export const TradeLine = z.object({
  lineNo: z.int().positive(),
  hsCode: z.string(),
  nameZh: z.string(),
  specification: z.string(),
  dealUnit: z.string(),
  quantity: z.int(),
  legalUnit: z.string(),
  legalQuantity: z.int(),
  amountMinor: z.int(),
  /** At the customs rate that the trade was registered with. */
  amountUsdMinor: z.int(),
  netG: z.int(),
  grossG: z.int(),
  inspectionRequired: z.boolean(),
  exportDuty: z.boolean(),
  cartons: z.array(CartonGroup),
});

/** What consolidation knows of a trade: the last `TradeChanged` it has seen. Lines never change after registration. */
export const TradeSnapshot = z.object({
  tradeId: z.string(),
  districtId: z.string(),
  version: z.int(),
  status: z.string(),
  merchantId: z.string(),
  merchantName: z.string(),
  stall: z.string().optional(),
  buyerId: z.string(),
  /** Absent where the merchant exports in its own name; the consolidation's operator then declares. */
  tradeOperatorId: z.string().optional(),
  destinationCountry: z.string(),
  portOfDischarge: z.string(),
  currency: z.enum(CURRENCIES),
  totalUsdMinor: z.int(),
  registeredAt: z.string().optional(),
  /** Whether every line has its cartons. */
  measured: z.boolean().optional(),
  lines: z.array(TradeLine),
});

export type CartonGroup = z.infer<typeof CartonGroup>;
export type TradeLine = z.infer<typeof TradeLine>;
export type TradeSnapshot = z.infer<typeof TradeSnapshot>;

/** Whether the cartons of every line are known. */
export const isMeasured = ({ lines }: TradeSnapshot): boolean => lines.every(({ cartons }) => cartons.length > 0);

export const cartonCount = (line: Pick<TradeLine, 'cartons'>): number => sum(line.cartons, (group) => group.count);
