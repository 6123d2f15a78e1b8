import { z } from 'zod';
import { ExportMode } from '../../events/trade.ts';
import { concepts } from '../../shared/kernel/concepts.ts';
import {
  acceptedWarnings,
  amount,
  code,
  country,
  currency,
  id,
  kilograms,
  millimetres,
  namesOne,
  quantity,
  text,
  unit,
} from '../../shared/kernel/fields.ts';
import { named } from '../../shared/kernel/named.ts';
import { withFields } from '../../shared/kernel/unreadable.ts';
import { TRADE_REVIEW_DECISION_NAMES } from './names.ts';
import { VoucherRequest } from './voucher.ts';

export const MAX_CARTONS = 20_000;

export const MAX_LINES = 200;

/** Equal cartons; the weights are of one carton. */
const CartonRequest = z.strictObject({
  count: z.int().min(1).max(MAX_CARTONS).meta({ title: '箱数' }),
  lengthMm: millimetres('箱长（毫米）'),
  widthMm: millimetres('箱宽（毫米）'),
  heightMm: millimetres('箱高（毫米）'),
  grossWeightKg: kilograms('每箱毛重'),
  netWeightKg: kilograms('每箱净重'),
  thisSideUp: z.boolean().default(false).meta({ title: '此面向上' }),
  stackable: z.boolean().default(true).meta({ title: '可堆码' }),
  maxLoadKg: kilograms('箱顶最大承重').optional(),
});

const cartonGroups = z.array(CartonRequest).min(1).max(100).meta({ title: '装箱' });

const LineRequest = z.strictObject({
  goodsId: id('商品', 'goods'),
  quantity: quantity('成交数量'),
  unit: unit('成交单位'),
  legalQuantity: quantity('法定数量'),
  secondQuantity: quantity('第二数量').optional(),
  unitPrice: amount('单价', 4, '0.6000'),
  amount: amount('金额'),
  /** Absent where the cartons are measured later, by `PUT /v1/trades/{id}/measures`. */
  cartons: cartonGroups.optional(),
});

const explanation = text('说明', 500).optional();

/** The body of `POST /v1/trades`: 交易清单, with its cartons where they are known. Money is in the trade's currency. */
export const TradeRequest = z.strictObject({
  merchantId: id('市场经营户', 'entity'),
  buyerId: id('境外采购商', 'entity'),
  tradeOperatorId: id('市场采购贸易经营者', 'entity').optional(),
  exportMode: ExportMode.meta({ title: '出口方式' }),
  destinationCountry: country('最终目的国'),
  portOfDischarge: text('指运港', 50),
  currency: currency('币制'),
  lines: z.array(LineRequest).min(1).max(MAX_LINES).meta({ title: '商品明细' }),
  /** A voucher of which only the number is known. */
  voucher: text('原始凭证号').superRefine(namesOne('原始凭证号')).optional(),
  vouchers: z.array(VoucherRequest).max(10).default([]).meta({ title: '原始凭证' }),
  /** GB/T 2260 district where the goods are packed; absent means the market's own. */
  packingDistrict: code('装箱地区县', /^\d{6}$/, '500111').optional(),
  explanation,
  acceptedWarnings: acceptedWarnings(),
});

/** The body of `POST /v1/trades/{id}/corrections`: the whole trade as it should have been entered, and why it was not. */
export const CorrectionRequest = TradeRequest.extend({ reason: text('更正理由', 500) });

/** The body of a trade's withdrawal; earlier clients say nothing. */
export const WithdrawalRequest = z.strictObject({ reason: text('撤回理由', 500).optional() });

/** A voucher with a file has the file's hash, whether the client gave one or not. */
export const withFiles = <R extends TradeRequest>(request: R, documents: ReadonlyMap<string, { sha256: string }>): R =>
  documents.size === 0
    ? request
    : withFields<TradeRequest, R>(request, {
        vouchers: request.vouchers.map((voucher) =>
          withFields<VoucherRequest>(voucher, {
            sha256: voucher.sha256 ?? documents.get(voucher.documentId ?? '')?.sha256,
          }),
        ),
      });

/** The body of `PUT /v1/trades/{id}/measures`: the cartons of the lines that it names, in place of any before. */
export const MeasuresRequest = z.strictObject({
  lines: z
    .array(z.strictObject({ lineNo: z.int().min(1).meta({ title: '行号' }), cartons: cartonGroups }))
    .min(1)
    .max(MAX_LINES)
    .meta({ title: '装箱测量' }),
  explanation,
  acceptedWarnings: acceptedWarnings(),
});

/** The body of `POST /v1/trades/{id}/review`. */
export const ReviewRequest = z.strictObject({
  decision: named(TRADE_REVIEW_DECISION_NAMES).meta({ title: '复核决定' }),
  reasons: z.array(text('理由', 500)).min(1).max(20).meta({ title: '复核理由' }),
});

concepts({
  CartonGroupRequest: CartonRequest,
  TradeLineRequest: LineRequest,
  TradeRequest,
  TradeCorrectionRequest: CorrectionRequest,
  TradeWithdrawalRequest: WithdrawalRequest,
  TradeMeasuresRequest: MeasuresRequest,
  TradeReviewRequest: ReviewRequest,
});

export type TradeRequest = z.infer<typeof TradeRequest>;
export type CorrectionRequest = z.infer<typeof CorrectionRequest>;
export type LineRequest = TradeRequest['lines'][number];
export type CartonRequest = z.infer<typeof CartonRequest>;
export type MeasuresRequest = z.infer<typeof MeasuresRequest>;
export type ReviewRequest = z.infer<typeof ReviewRequest>;
