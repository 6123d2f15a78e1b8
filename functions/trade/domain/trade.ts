import { z } from 'zod';
import { CURRENCIES } from '../../shared/kernel/money.ts';

export const TRADE_STATUSES = [
  'NEEDS_EXPLANATION',
  'REGISTERED',
  'CONSOLIDATED',
  'PACKED',
  'DECLARED',
  'CLEARED',
  'WITHDRAWN',
] as const;

export const EXPORT_MODES = ['SELF', 'ENTRUSTED'] as const;

/** Equal cartons of one line; lengths in millimetres, masses in grams per carton. */
export const CartonGroup = z.object({
  count: z.int(),
  lengthMm: z.int(),
  widthMm: z.int(),
  heightMm: z.int(),
  grossG: z.int(),
  netG: z.int(),
  thisSideUp: z.boolean(),
  stackable: z.boolean(),
  /** Greatest mass that may rest on one carton. */
  maxLoadG: z.int().optional(),
});

/**
 * One kind of goods of a trade, with the goods filing's facts as they stood when it was registered. Quantities are
 * scaled by 100,000, the unit price by 10,000; amounts are minor units; masses are grams of the whole line.
 */
export const TradeLine = z.object({
  lineNo: z.int(),
  goodsId: z.string(),
  hsCode: z.string(),
  nameZh: z.string(),
  specification: z.string(),
  brand: z.object({ type: z.string(), name: z.string().optional() }),
  dealUnit: z.string(),
  quantity: z.int(),
  legalUnit: z.string(),
  legalQuantity: z.int(),
  secondUnit: z.string().optional(),
  secondQuantity: z.int().optional(),
  unitPrice: z.int(),
  amountMinor: z.int(),
  amountUsdMinor: z.int(),
  netG: z.int(),
  grossG: z.int(),
  inspectionRequired: z.boolean(),
  exportDuty: z.boolean(),
  cartons: z.array(CartonGroup),
});

/** A registered trade 交易登记: what one merchant sold to one foreign buyer, as entered before the goods are consolidated. */
export const Trade = z.object({
  id: z.string(),
  districtId: z.string(),
  status: z.enum(TRADE_STATUSES),
  merchant: z.object({ id: z.string(), name: z.string(), stall: z.string().optional() }),
  buyerId: z.string(),
  tradeOperatorId: z.string().optional(),
  exportMode: z.enum(EXPORT_MODES),
  destinationCountry: z.string(),
  portOfDischarge: z.string(),
  currency: z.enum(CURRENCIES),
  exchangeRate: z.object({ usdPerUnit: z.string(), month: z.string() }),
  totalMinor: z.int(),
  totalUsdMinor: z.int(),
  lines: z.array(TradeLine),
  voucher: z.string().optional(),
  explanation: z.string().optional(),
  /** The warnings that the explanation answers. */
  acceptedWarnings: z.array(z.string()),
  /** The latest consolidation event that was applied; it stays after a release, to tell later events from earlier ones. */
  consolidation: z.object({ id: z.string(), version: z.int() }).optional(),
});

export type CartonGroup = z.infer<typeof CartonGroup>;
export type TradeLine = z.infer<typeof TradeLine>;
export type Trade = z.infer<typeof Trade>;
