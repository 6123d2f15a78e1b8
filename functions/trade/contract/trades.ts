import { z } from 'zod';
import { TRADE_REVIEW_NAMES } from '../../events/names.ts';
import { ExportMode, TradeReviewState, TradeStatus, VoucherType } from '../../events/trade.ts';
import { READING_ROLES } from '../../shared/auth/caller.ts';
import { contract } from '../../shared/http/contract.ts';
import { Etag, FindingJson, ListQuery, listOf, MoneyJson } from '../../shared/http/schemas.ts';
import { concepts } from '../../shared/kernel/concepts.ts';
import { country, currency, date, id, inOrder, text } from '../../shared/kernel/fields.ts';
import { namedSome } from '../../shared/kernel/named.ts';
import {
  CorrectionRequest,
  MeasuresRequest,
  ReviewRequest,
  TradeRequest,
  WithdrawalRequest,
} from '../domain/request.ts';
import { TradeContainer } from '../domain/trade.ts';

const TradeSummaryJson = z.object({
  id: z.string().meta({ title: '编号' }),
  /** 交易单号, by which people call it; absent of a trade that was registered before numbers were given. */
  tradeNumber: z.string().optional().meta({ title: '交易单号' }),
  status: TradeStatus.meta({ title: '状态' }),
  merchantId: z.string().meta({ title: '经营户编号' }),
  merchantName: z.string().meta({ title: '经营户' }),
  buyerId: z.string().meta({ title: '采购商编号' }),
  tradeOperatorId: z.string().optional().meta({ title: '市场采购贸易经营者编号' }),
  exportMode: ExportMode.meta({ title: '出口方式' }),
  destinationCountry: z.string().meta({ title: '最终目的国' }),
  portOfDischarge: z.string().meta({ title: '卸货港' }),
  total: MoneyJson.meta({ title: '总价' }),
  totalUsd: MoneyJson.meta({ title: '总价（美元）' }),
  lineCount: z.int().meta({ title: '商品行数' }),
  cartonCount: z.int().meta({ title: '箱数' }),
  volumeM3: z.number().meta({ title: '体积（立方米）' }),
  grossWeightKg: z.number().meta({ title: '毛重（千克）' }),
  netWeightKg: z.number().meta({ title: '净重（千克）' }),
  /** Whether the cartons of every line are known; no consolidation takes a trade before. */
  measured: z.boolean().meta({ title: '已测量' }),
  /** While OPEN no consolidation takes the trade; absent where no rule asked for a review. */
  reviewState: TradeReviewState.optional().meta({ title: '复核状态' }),
  /** What the reviewer has to look at, or has looked at. */
  reviewFindings: z.array(FindingJson).meta({ title: '复核事项' }),
  /** The consolidation that the trade stands in. */
  consolidationId: z.string().optional().meta({ title: '组货单编号' }),
  /** Its 组货单号. */
  consolidationNumber: z.string().optional().meta({ title: '组货单号' }),
  /**
   * The containers of the plan in force that hold its cartons, with number and seal once they are loaded: the trade is then
   * PACKED. Absent before there is a plan, and of very large consolidations.
   */
  containers: z.array(TradeContainer).optional().meta({ title: '集装箱' }),
  createdAt: z.string().meta({ title: '创建时间' }),
  updatedAt: z.string().meta({ title: '变更时间' }),
  etag: Etag,
});

const Carton = z.object({
  count: z.int().meta({ title: '箱数' }),
  lengthMm: z.int().meta({ title: '长（毫米）' }),
  widthMm: z.int().meta({ title: '宽（毫米）' }),
  heightMm: z.int().meta({ title: '高（毫米）' }),
  grossWeightKg: z.number().meta({ title: '毛重（千克）' }),
  netWeightKg: z.number().meta({ title: '净重（千克）' }),
  thisSideUp: z.boolean().meta({ title: '须朝上' }),
  stackable: z.boolean().meta({ title: '可堆码' }),
  maxLoadKg: z.number().optional().meta({ title: '最大承重（千克）' }),
});

const Line = z.object({
  lineNo: z.int().meta({ title: '行号' }),
  goodsId: z.string().meta({ title: '商品编号' }),
  /** The merchant's own number of the goods 货号, as they are filed now. */
  ownCode: z.string().optional().meta({ title: '货号' }),
  producerName: z.string().optional().meta({ title: '生产商' }),
  hsCode: z.string().meta({ title: '商品编码' }),
  name: z.string().meta({ title: '商品名称' }),
  specification: z.string().meta({ title: '规格型号' }),
  brand: z.object({ type: z.string(), name: z.string().optional() }),
  quantity: z.number().meta({ title: '成交数量' }),
  unit: z.string().meta({ title: '成交单位' }),
  legalQuantity: z.number().meta({ title: '法定数量' }),
  legalUnit: z.string().meta({ title: '法定单位' }),
  secondQuantity: z.number().optional().meta({ title: '第二数量' }),
  secondUnit: z.string().optional().meta({ title: '第二单位' }),
  unitPrice: z.string().meta({ title: '单价' }),
  amount: z.string().meta({ title: '金额' }),
  amountUsd: z.string().meta({ title: '金额（美元）' }),
  grossWeightKg: z.number().meta({ title: '毛重（千克）' }),
  netWeightKg: z.number().meta({ title: '净重（千克）' }),
  inspectionRequired: z.boolean().meta({ title: '须商检' }),
  exportDuty: z.boolean().meta({ title: '征出口税' }),
  cartons: z.array(Carton).meta({ title: '箱' }),
});

const TradeJson = TradeSummaryJson.extend({
  /** Whoever reads the trade is told by what its parties are filed now, though it may not read their records. */
  merchantFilingNumber: z.string().optional().meta({ title: '经营户备案号' }),
  buyerName: z.string().optional().meta({ title: '采购商' }),
  buyerFilingNumber: z.string().optional().meta({ title: '采购商备案号' }),
  tradeOperatorName: z.string().optional().meta({ title: '市场采购贸易经营者' }),
  tradeOperatorFilingNumber: z.string().optional().meta({ title: '市场采购贸易经营者备案号' }),
  stall: z.string().optional().meta({ title: '摊位' }),
  currency: currency('币种'),
  /** The rate that `totalUsd` rests on, and the month it was published for. */
  exchangeRate: z.object({ usdPerUnit: z.string(), month: z.string() }),
  lines: z.array(Line).meta({ title: '明细' }),
  voucher: z.string().optional().meta({ title: '凭证号' }),
  vouchers: z.array(
    z.object({
      type: VoucherType.meta({ title: '类型' }),
      number: z.string().meta({ title: '号码' }),
      sha256: z.string().optional().meta({ title: '文件摘要' }),
      documentId: z.string().optional().meta({ title: '文件编号' }),
      issuedOn: z.string().optional().meta({ title: '开具日期' }),
      /** What the trade draws of the goods that the voucher states, in deal units. */
      drawn: z.array(z.object({ goodsId: z.string(), quantity: z.number() })).optional(),
    }),
  ),
  packingDistrict: z.string().optional().meta({ title: '装箱区县' }),
  registeredAt: z.string().meta({ title: '登记时间' }),
  explanation: z.string().optional().meta({ title: '说明' }),
  acceptedWarnings: z.array(z.string()).meta({ title: '已接受的警告' }),
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

concepts({
  TradeSummary: TradeSummaryJson,
  CartonGroup: Carton,
  TradeLine: Line,
  Trade: TradeJson,
  TradeVersion: TradeVersionJson,
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
      review: namedSome(TRADE_REVIEW_NAMES, ['OPEN']).optional().meta({ title: '待复核' }),
    }).superRefine(inOrder('from', 'to')),
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
