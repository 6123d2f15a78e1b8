import { z } from 'zod';
import { CURRENCIES } from '../shared/kernel/money.ts';
import { event, told } from './event.ts';
import { valuesOf } from './names.ts';

/** Chinese names of the statuses of a trade 交易. */
export const TRADE_STATUS_NAMES = {
  NEEDS_EXPLANATION: '待说明',
  REGISTERED: '已登记',
  CONSOLIDATED: '已组货',
  PACKED: '已装箱',
  DECLARED: '已报关',
  CLEARED: '已结关',
  WITHDRAWN: '已撤回',
} as const;

export const TradeStatus = z.enum(valuesOf(TRADE_STATUS_NAMES));

export type TradeStatus = z.infer<typeof TradeStatus>;

/** Chinese names of the states of a trade's review; while it is OPEN the goods are held back. */
export const TRADE_REVIEW_NAMES = { OPEN: '待审核', RELEASED: '已放行', REJECTED: '未通过' } as const;

export const TradeReviewState = z.enum(valuesOf(TRADE_REVIEW_NAMES));

/** Chinese names of the ways to export: in one's own name, or by a trade operator. */
export const EXPORT_MODE_NAMES = { SELF: '自营出口', ENTRUSTED: '委托出口' } as const;

export const ExportMode = z.enum(valuesOf(EXPORT_MODE_NAMES));

/** Chinese names of 原始凭证, the documents that a trade rests on. */
export const VOUCHER_NAMES = {
  CONTRACT: '合同',
  INVOICE: '发票',
  PHOTO: '照片',
  PACKING_LIST: '装箱单',
  BILL_OF_LADING: '提单',
  MARKET_PROOF: '市场采购证明',
  DANGEROUS_GOODS_CERTIFICATE: '危险货物包装证明',
  OTHER: '凭证',
} as const;

export const VoucherType = z.enum(valuesOf(VOUCHER_NAMES));

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
