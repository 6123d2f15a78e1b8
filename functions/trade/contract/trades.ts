import { z } from 'zod';
import { ExportMode, TradeReviewState, TradeStatus, VoucherType } from '../../events/trade.ts';
import { READING_ROLES } from '../../shared/auth/caller.ts';
import { contract } from '../../shared/http/contract.ts';
import { Etag, FindingJson, ListQuery, listOf, MoneyJson } from '../../shared/http/schemas.ts';
import { country, date, id, text } from '../../shared/kernel/fields.ts';
import { CURRENCIES } from '../../shared/kernel/money.ts';
import {
  CorrectionRequest,
  MeasuresRequest,
  ReviewRequest,
  TradeRequest,
  WithdrawalRequest,
} from '../domain/request.ts';
import { TradeContainer } from '../domain/trade.ts';

const TradeSummaryJson = z.object({
  id: z.string(),
  /** 交易单号, by which people call it; absent of a trade that was registered before numbers were given. */
  tradeNumber: z.string().optional(),
  status: TradeStatus,
  merchantId: z.string(),
  merchantName: z.string(),
  buyerId: z.string(),
  tradeOperatorId: z.string().optional(),
  exportMode: ExportMode,
  destinationCountry: z.string(),
  portOfDischarge: z.string(),
  total: MoneyJson,
  totalUsd: MoneyJson,
  lineCount: z.int(),
  cartonCount: z.int(),
  volumeM3: z.number(),
  grossWeightKg: z.number(),
  netWeightKg: z.number(),
  /** Whether the cartons of every line are known; no consolidation takes a trade before. */
  measured: z.boolean(),
  /** While OPEN no consolidation takes the trade; absent where no rule asked for a review. */
  reviewState: TradeReviewState.optional(),
  /** What the reviewer has to look at, or has looked at. */
  reviewFindings: z.array(FindingJson),
  /** The consolidation that the trade stands in. */
  consolidationId: z.string().optional(),
  /** Its 组货单号. */
  consolidationNumber: z.string().optional(),
  /**
   * The containers of the plan in force that hold its cartons, with number and seal once they are loaded: the trade is then
   * PACKED. Absent before there is a plan, and of very large consolidations.
   */
  containers: z.array(TradeContainer).optional(),
  createdAt: z.string(),
  updatedAt: z.string(),
  etag: Etag,
});

const Carton = z.object({
  count: z.int(),
  lengthMm: z.int(),
  widthMm: z.int(),
  heightMm: z.int(),
  grossWeightKg: z.number(),
  netWeightKg: z.number(),
  thisSideUp: z.boolean(),
  stackable: z.boolean(),
  maxLoadKg: z.number().optional(),
});

const Line = z.object({
  lineNo: z.int(),
  goodsId: z.string(),
  /** The merchant's own number of the goods 货号, as they are filed now. */
  ownCode: z.string().optional(),
  producerName: z.string().optional(),
  hsCode: z.string(),
  name: z.string(),
  specification: z.string(),
  brand: z.object({ type: z.string(), name: z.string().optional() }),
  quantity: z.number(),
  unit: z.string(),
  legalQuantity: z.number(),
  legalUnit: z.string(),
  secondQuantity: z.number().optional(),
  secondUnit: z.string().optional(),
  unitPrice: z.string(),
  amount: z.string(),
  amountUsd: z.string(),
  grossWeightKg: z.number(),
  netWeightKg: z.number(),
  inspectionRequired: z.boolean(),
  exportDuty: z.boolean(),
  cartons: z.array(Carton),
});

const TradeJson = TradeSummaryJson.extend({
  /** Whoever reads the trade is told by what its parties are filed now, though it may not read their records. */
  merchantFilingNumber: z.string().optional(),
  buyerName: z.string().optional(),
  buyerFilingNumber: z.string().optional(),
  tradeOperatorName: z.string().optional(),
  tradeOperatorFilingNumber: z.string().optional(),
  stall: z.string().optional(),
  currency: z.enum(CURRENCIES),
  /** The rate that `totalUsd` rests on, and the month it was published for. */
  exchangeRate: z.object({ usdPerUnit: z.string(), month: z.string() }),
  lines: z.array(Line),
  voucher: z.string().optional(),
  vouchers: z.array(
    z.object({
      type: VoucherType,
      number: z.string(),
      sha256: z.string().optional(),
      documentId: z.string().optional(),
      issuedOn: z.string().optional(),
      /** What the trade draws of the goods that the voucher states, in deal units. */
      drawn: z.array(z.object({ goodsId: z.string(), quantity: z.number() })).optional(),
    }),
  ),
  packingDistrict: z.string().optional(),
  registeredAt: z.string(),
  explanation: z.string().optional(),
  acceptedWarnings: z.array(z.string()),
  /** What was explained with the latest measures. */
  measuring: z.object({ explanation: z.string().optional(), acceptedWarnings: z.array(z.string()) }).optional(),
  /** The latest correction of what was entered; its differences stand among the versions. */
  correction: z
    .object({ no: z.int(), at: z.string(), by: z.string(), reason: z.string(), changed: z.array(z.string()) })
    .optional(),
  reviewDecision: z.object({ by: z.string(), at: z.string(), reasons: z.array(z.string()) }).optional(),
});

const TradeVersionJson = z.object({
  version: z.int(),
  at: z.string(),
  /** What was done, e.g. `CORRECT`. */
  action: z.string(),
  /** `sub` of who did it, or the part of the system that did. */
  by: z.string(),
  reasons: z.array(z.string()),
  status: TradeStatus,
  reviewState: TradeReviewState.optional(),
  /** What it says otherwise than the version before, in words for people; `pointer` into what was entered. */
  differences: z.array(
    z.object({ pointer: z.string(), title: z.string(), before: z.string().optional(), after: z.string().optional() }),
  ),
  trade: TradeJson,
});

export type TradeVersionJson = z.input<typeof TradeVersionJson>;
export type TradeSummaryJson = z.input<typeof TradeSummaryJson>;
export type TradeJson = z.input<typeof TradeJson>;

/** Bytes of a body of 200 lines with their cartons, well above what a trade's record holds. */
const MAX_TRADE_BYTES = 1024 * 1024;

export const tradesApi = contract({
  registerTrade: {
    method: 'POST',
    path: '/v1/trades',
    summary:
      'Registers a trade 交易登记. A trade with warnings is stored only once they are accepted and explained; one with ' +
      'review findings is stored and held back until a reviewer releases it',
    roles: ['clerk', 'merchant', 'agent'],
    body: TradeRequest,
    maxBytes: MAX_TRADE_BYTES,
    success: { status: 201, schema: TradeSummaryJson },
    problems: ['RULE_VIOLATION'],
    idempotent: true,
    dryRun: true,
  },
  readTrade: {
    method: 'GET',
    path: '/v1/trades/{id}',
    summary: 'A trade with its lines and cartons',
    roles: READING_ROLES,
    success: { status: 200, schema: TradeJson },
    problems: [],
  },
  listTrades: {
    method: 'GET',
    path: '/v1/trades',
    summary:
      'Trades, the latest change first; with `since`, the earliest change first, for a client that follows; of a merchant, or with ' +
      '`from` and `to` (days in China, both included), the latest registration first; with `q`, by number',
    roles: READING_ROLES,
    query: ListQuery.extend({
      status: TradeStatus.optional().meta({ title: '状态' }),
      destinationCountry: country('最终目的国').optional(),
      tradeNumber: text('交易单号', 40).optional(),
      q: text('交易单号或其开头', 40).optional(),
      merchantId: id('市场经营户', 'entity').optional(),
      from: date('登记起始日').optional(),
      to: date('登记截止日').optional(),
      review: z.enum(['OPEN']).optional().meta({ title: '待复核' }),
    }),
    success: { status: 200, schema: listOf(TradeSummaryJson) },
    problems: ['BAD_PARAMETER'],
  },
  measureTrade: {
    method: 'PUT',
    path: '/v1/trades/{id}/measures',
    summary:
      'The cartons of lines, supplied or measured anew after registration; not while a consolidation holds them that does not wait for them',
    roles: ['clerk', 'merchant', 'agent'],
    body: MeasuresRequest,
    maxBytes: MAX_TRADE_BYTES,
    success: { status: 200, schema: TradeSummaryJson },
    problems: ['RULE_VIOLATION', 'WRONG_STATE', 'CONFLICT'],
    ifMatch: true,
    dryRun: true,
  },
  correctTrade: {
    method: 'POST',
    path: '/v1/trades/{id}/corrections',
    summary:
      'Corrects what was entered 更正: the whole trade anew, and why. Every rule is asked again, and a review that was decided; ' +
      'merchant and trade operator stay. Not while a consolidation holds the goods',
    roles: ['clerk', 'merchant', 'agent'],
    body: CorrectionRequest,
    maxBytes: MAX_TRADE_BYTES,
    success: { status: 200, schema: TradeSummaryJson },
    problems: ['RULE_VIOLATION', 'WRONG_STATE', 'CONFLICT'],
    ifMatch: true,
    idempotent: true,
    dryRun: true,
  },
  listTradeVersions: {
    method: 'GET',
    path: '/v1/trades/{id}/versions',
    summary: 'Every version of a trade, with who made it, when and why, and what it changed 历次版本',
    roles: READING_ROLES,
    success: { status: 200, schema: z.object({ items: z.array(TradeVersionJson) }) },
    problems: [],
  },
  reviewTrade: {
    method: 'POST',
    path: '/v1/trades/{id}/review',
    summary: 'Decides the open review of a trade 复核: releases its goods, or rejects the trade, which withdraws it',
    roles: ['reviewer'],
    secondFactor: true,
    body: ReviewRequest,
    success: { status: 200, schema: TradeSummaryJson },
    problems: ['RULE_VIOLATION', 'WRONG_STATE', 'CONFLICT'],
    ifMatch: true,
  },
  withdrawTrade: {
    method: 'POST',
    path: '/v1/trades/{id}/withdrawal',
    summary: 'Withdraws a trade 撤回, unless a consolidation holds its goods',
    roles: ['clerk', 'merchant', 'agent'],
    body: WithdrawalRequest,
    bodyMayBeAbsent: true,
    success: { status: 200, schema: TradeSummaryJson },
    problems: ['WRONG_STATE', 'CONFLICT'],
    ifMatch: 'OPTIONAL',
  },
});
