import { z } from 'zod';
import type { Finding } from '../../shared/kernel/finding.ts';
import { CURRENCIES } from '../../shared/kernel/money.ts';
import { Voucher } from './voucher.ts';

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

export const REVIEW_STATES = ['OPEN', 'RELEASED', 'REJECTED'] as const;

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
  /** Zero while the line is not measured. */
  netG: z.int(),
  grossG: z.int(),
  inspectionRequired: z.boolean(),
  exportDuty: z.boolean(),
  /** Empty while the line is not measured. */
  cartons: z.array(CartonGroup),
});

/** What the rules of risk ask a reviewer to look at, and what came of it; while it is OPEN the goods are held back. */
const Review = z.object({
  state: z.enum(REVIEW_STATES),
  findings: z.array(z.custom<Finding>((value) => value !== null && typeof value === 'object' && 'severity' in value)),
  decision: z.object({ by: z.string(), at: z.string(), reasons: z.array(z.string()) }).optional(),
});

/** The warnings that were accepted, and why. */
const Explained = z.object({ explanation: z.string().optional(), acceptedWarnings: z.array(z.string()) });

/** A registered trade 交易登记: what one merchant sold to one foreign buyer, as entered before the goods are consolidated. */
export const Trade = z.object({
  id: z.string(),
  districtId: z.string(),
  status: z.enum(TRADE_STATUSES),
  /** ISO 8601. */
  registeredAt: z.string(),
  /** `sub` of the token that registered it; no one reviews a trade of their own. */
  registeredBy: z.string(),
  merchant: z.object({
    id: z.string(),
    name: z.string(),
    stall: z.string().optional(),
    marketId: z.string().optional(),
  }),
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
  /** The single voucher number of the request; it stands among the vouchers too. */
  voucher: z.string().optional(),
  vouchers: z.array(Voucher),
  packingDistrict: z.string().optional(),
  ...Explained.shape,
  /** Of the latest measuring. */
  measuring: Explained.optional(),
  review: Review.optional(),
  /** The latest consolidation event that was applied; it stays after a release, to tell later events from earlier ones. */
  consolidation: z.object({ id: z.string(), version: z.int() }).optional(),
});

export type CartonGroup = z.infer<typeof CartonGroup>;
export type TradeLine = z.infer<typeof TradeLine>;
export type Trade = z.infer<typeof Trade>;

/** Whether the cartons of every line are known. */
export const measured = ({ lines }: Pick<Trade, 'lines'>): boolean => lines.every(({ cartons }) => cartons.length > 0);
