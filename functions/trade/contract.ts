import { z } from 'zod';
import { ROLES } from '../shared/auth/caller.ts';
import { contract } from '../shared/http/contract.ts';
import { ListQuery, listOf, MoneyJson } from '../shared/http/schemas.ts';
import { country } from '../shared/kernel/fields.ts';
import { CURRENCIES } from '../shared/kernel/money.ts';
import { TradeRequest } from './domain/request.ts';
import { EXPORT_MODES, TRADE_STATUSES } from './domain/trade.ts';

const TradeSummary = z.object({
  id: z.string(),
  status: z.enum(TRADE_STATUSES),
  merchantId: z.string(),
  merchantName: z.string(),
  buyerId: z.string(),
  tradeOperatorId: z.string().optional(),
  exportMode: z.enum(EXPORT_MODES),
  destinationCountry: z.string(),
  portOfDischarge: z.string(),
  total: MoneyJson,
  totalUsd: MoneyJson,
  lineCount: z.int(),
  cartonCount: z.int(),
  volumeM3: z.number(),
  grossWeightKg: z.number(),
  netWeightKg: z.number(),
  /** The consolidation that the trade stands in. */
  consolidationId: z.string().optional(),
  createdAt: z.string(),
  updatedAt: z.string(),
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

const TradeDetail = TradeSummary.extend({
  stall: z.string().optional(),
  currency: z.enum(CURRENCIES),
  /** The rate that `totalUsd` rests on, and the month it was published for. */
  exchangeRate: z.object({ usdPerUnit: z.string(), month: z.string() }),
  lines: z.array(Line),
  voucher: z.string().optional(),
  explanation: z.string().optional(),
  acceptedWarnings: z.array(z.string()),
});

export type TradeSummary = z.input<typeof TradeSummary>;
export type TradeDetail = z.input<typeof TradeDetail>;

export const tradeApi = contract({
  registerTrade: {
    method: 'POST',
    path: '/v1/trades',
    summary: 'Registers a trade 交易登记; a trade with warnings is stored only once they are accepted and explained',
    roles: ['clerk', 'merchant', 'agent'],
    body: TradeRequest,
    success: { status: 201, schema: TradeSummary },
    problems: ['RULE_VIOLATION'],
    idempotent: true,
  },
  readTrade: {
    method: 'GET',
    path: '/v1/trades/{id}',
    summary: 'A trade with its lines and cartons',
    roles: ROLES,
    success: { status: 200, schema: TradeDetail },
    problems: [],
  },
  listTrades: {
    method: 'GET',
    path: '/v1/trades',
    summary: 'Trades, the latest change first',
    roles: ROLES,
    query: ListQuery.extend({
      status: z.enum(TRADE_STATUSES).optional().meta({ title: '状态' }),
      destinationCountry: country('最终目的国').optional(),
    }),
    success: { status: 200, schema: listOf(TradeSummary) },
    problems: ['BAD_PARAMETER'],
  },
  withdrawTrade: {
    method: 'POST',
    path: '/v1/trades/{id}/withdrawal',
    summary: 'Withdraws a trade 撤回, unless a consolidation holds its goods',
    roles: ['clerk', 'merchant', 'agent'],
    success: { status: 200, schema: TradeSummary },
    problems: ['WRONG_STATE', 'CONFLICT'],
  },
});
