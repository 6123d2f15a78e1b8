import { z } from 'zod';
import { concepts } from '../shared/kernel/concepts.ts';
import { CURRENCIES } from '../shared/kernel/money.ts';
import { named } from '../shared/kernel/named.ts';
import { event, told } from './event.ts';
import { EXPORT_MODE_NAMES, TRADE_REVIEW_NAMES, TRADE_STATUS_NAMES, VOUCHER_NAMES } from './names.ts';

export const TradeStatus = named(TRADE_STATUS_NAMES);

export type TradeStatus = z.infer<typeof TradeStatus>;

export const TradeReviewState = named(TRADE_REVIEW_NAMES);

export const ExportMode = named(EXPORT_MODE_NAMES);

export const VoucherType = named(VOUCHER_NAMES);

concepts({ TradeStatus, TradeReviewState, ExportMode, VoucherType });

export type VoucherType = z.infer<typeof VoucherType>;

/** Equal cartons of one line; lengths in millimetres, masses in grams per carton. */
export const CartonGroup = z.object({
  count: z.int().positive(),
  lengthMm: z.int().positive(),
  widthMm: z.int().positive(),
  heightMm: z.int().positive(),
  grossG: z.int().positive(),
  netG: z.int().nonnegative(),
  thisSideUp: z.boolean(),
  stackable: z.boolean(),
  /** Greatest mass that may rest on one carton; absent where no limit was given. */
  maxLoadG: z.int().nonnegative().optional(),
});

export type CartonGroup = z.infer<typeof CartonGroup>;

/**
 * One kind of goods of a trade, with the goods filing's facts as they stood when it was registered. Quantities are
 * scaled by 100,000, the unit price by 10,000; amounts are minor units; masses are grams of the whole line.
 */
export const TradeLine = z.object({
  lineNo: z.int().positive(),
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
  /** At the customs rate that the trade was registered with. */
  amountUsdMinor: z.int(),
  /** Zero while the line is not measured. */
  netG: z.int(),
  grossG: z.int(),
  inspectionRequired: z.boolean(),
  exportDuty: z.boolean(),
  /** Empty while the line is not measured. */
  cartons: z.array(CartonGroup),
});

export type TradeLine = z.infer<typeof TradeLine>;

/** What is done with a trade, as its audit trail calls it. */
export const TradeAction = z.enum([
  'REGISTER',
  'CORRECT',
  'MEASURE',
  'RELEASE',
  'REJECT',
  'WITHDRAW',
  'FOLLOW_CONSOLIDATION',
]);

export type TradeAction = z.infer<typeof TradeAction>;

export const TradeChanged = event(
  'TradeChanged',
  'A trade was registered, corrected, measured, reviewed, moved by its consolidation or withdrawn.',
  z.object({
    ...told,
    tradeId: z.string(),
    /** 交易单号; absent of a trade that was registered before numbers were given. */
    tradeNumber: z.string().optional(),
    status: TradeStatus,
    /** ISO 8601. */
    registeredAt: z.string(),
    /** Whether every line has its cartons. */
    measured: z.boolean(),
    review: TradeReviewState.optional(),
    /** Why its goods are held back, while the review is OPEN, or why it was rejected. */
    reviewReasons: z.array(z.string()).optional(),
    merchantId: z.string(),
    merchantName: z.string(),
    stall: z.string().optional(),
    marketId: z.string().optional(),
    buyerId: z.string(),
    /** Absent where the merchant exports in its own name. */
    tradeOperatorId: z.string().optional(),
    exportMode: ExportMode,
    /** ISO 3166-1 alpha-3. */
    destinationCountry: z.string(),
    portOfDischarge: z.string(),
    currency: z.enum(CURRENCIES),
    totalMinor: z.int(),
    totalUsdMinor: z.int(),
    /** What was done in this version; absent where it is announced again from its state. */
    action: TradeAction.optional(),
    /** Why, in people's words; absent where nothing was said. */
    reason: z.string().optional(),
    /** The latest correction of what was entered: its number from 1, the names of the entries that it changed. */
    correction: z.object({ no: z.int(), changed: z.array(z.string()) }).optional(),
    /** The consolidator to whom the goods stand offered while they are corrected or withdrawn. */
    offeredTo: z.string().optional(),
    vouchers: z.array(
      z.object({
        type: VoucherType,
        number: z.string(),
        sha256: z.string().optional(),
        documentId: z.string().optional(),
        issuedOn: z.string().optional(),
      }),
    ),
    lines: z.array(TradeLine),
  }),
);
