import { z } from 'zod';

export const TradeLine = z.object({
  clientId: z.string(),
  returnId: z.string(),
  goodsCode: z.string(),
  name: z.string(),
  model: z.string(),
  dealQuantity: z.string(),
  dealUnit: z.string(),
  legalQuantity: z.string(),
  legalUnit: z.string(),
  secondQuantity: z.string().optional(),
  secondUnit: z.string().optional(),
  unitPrice: z.string(),
  amount: z.string(),
  currency: z.string(),
});

/** What is kept of a 交易单 under its number. */
export const TradeDocument = z.object({
  type: z.literal('TRAD'),
  createOrg: z.string(),
  /** Entities that may read the document; absent in documents of the first version. */
  parties: z.array(z.string()).optional(),
  buyer: z.string(),
  buyerName: z.string(),
  seller: z.string(),
  sellerName: z.string(),
  operator: z.string().optional(),
  operatorName: z.string().optional(),
  /** applyWay, isAgencyReceipt and rmbMoney, as they were sent. */
  taxWay: z.string().optional(),
  agencyReceipt: z.string().optional(),
  rmbMoney: z.string().optional(),
  remark: z.string().optional(),
  digest: z.string(),
  lines: z.array(TradeLine),
  /** The trade that is registered; absent where the first content waits for an explanation (预录入). */
  tradeId: z.string().optional(),
  registeredAt: z.string().optional(),
  /** What stands against the content that waits. */
  warnings: z.array(z.object({ id: z.string(), message: z.string() })).default([]),
});

export type TradeLine = z.infer<typeof TradeLine>;
export type TradeDocument = z.infer<typeof TradeDocument>;

/** The trade that the registry has, and what a content that it does not have waits for. */
export type Registration = Pick<TradeDocument, 'tradeId' | 'registeredAt' | 'warnings'>;
