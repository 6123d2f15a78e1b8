import { z } from 'zod';
import { Caller } from '../../shared/auth/caller.ts';
import { TradeDocument } from '../domain/gzsw/trade-document.ts';

/**
 * What this dialect knows of a record and the registry does not: the number it goes by in messages, the client's own
 * identifier, and fields of the message that the registry has no place for.
 */

/**
 * Entities that may read the document; absent in documents of the first version. An organisation is its filings' parties'.
 */
const parties = z.array(z.string()).optional();

/** 主体 of COMP, BUYER or MAF. */
const Organisation = z.object({
  type: z.enum(['COMP', 'BUYER', 'MAF']),
  /** Unified social credit code, or the certificate number of a buyer. */
  code: z.string(),
  name: z.string(),
  /** `messageId` is the message that asked for the filing: sent again, it is no duplicate of itself. */
  filings: z.array(z.object({ kind: z.string(), filingId: z.string(), digest: z.string(), messageId: z.string() })),
  /** 关联外贸公司, by its unified social credit code. */
  relatedOperator: z.string().optional(),
});

const Goods = z.object({
  type: z.literal('GOODS'),
  createOrg: z.string(),
  parties,
  goodsId: z.string(),
  /** The number that the registry gave the goods; absent in documents of the first version, which have one of their own. */
  goodsNumber: z.string().optional(),
  merchantId: z.string(),
  nameZh: z.string(),
  specification: z.string(),
  dealUnit: z.string(),
  legalUnit: z.string(),
  secondUnit: z.string().optional(),
  digest: z.string(),
});

/** 代理协议 of one trade; the agreement behind it is the registry's. */
const Contract = z.object({
  type: z.literal('CONT'),
  createOrg: z.string(),
  parties,
  tradingNo: z.string(),
  operator: z.string(),
  operatorName: z.string(),
  sellerName: z.string(),
  madeOn: z.string(),
  /** The message that asked for it. */
  messageId: z.string(),
});

/** 组货单. It becomes a consolidation of the registry once a trade operator is known. */
const Combination = z.object({
  type: z.literal('COMB'),
  createOrg: z.string(),
  parties,
  destinationCountry: z.string(),
  forwarder: z.string(),
  forwarderName: z.string(),
  consolidatorId: z.string(),
  carNo: z.string().optional(),
  remark: z.string().optional(),
  tradingNos: z.array(z.string()),
  digest: z.string(),
  consolidationId: z.string().optional(),
});

/** 装箱单. */
const Packing = z.object({
  type: z.literal('PACK'),
  createOrg: z.string(),
  parties,
  operator: z.string(),
  packedOn: z.string().optional(),
  warehouse: z.string().optional(),
  destinationCountry: z.string().optional(),
  billOfLading: z.string().optional(),
  broker: z.string().optional(),
  brokerName: z.string().optional(),
  inspectionBroker: z.string().optional(),
  inspectionBrokerName: z.string().optional(),
  rows: z.array(z.object({ combination: z.string(), containerType: z.string(), containerNumber: z.string() })),
  digest: z.string(),
  isConfirmed: z.boolean(),
  /** In whose name it is confirmed when its plans are there. */
  sentBy: Caller.optional(),
  /** Why it could not be confirmed then. */
  problem: z.string().optional(),
});

export const Document = z.discriminatedUnion('type', [
  Organisation,
  Goods,
  TradeDocument,
  Contract,
  Combination,
  Packing,
]);

export type Document = z.infer<typeof Document>;
export type DocumentType = Document['type'];
type ByType = { readonly [D in Document as D['type']]: D };
export type DocumentOf<T extends DocumentType> = ByType[T];

/** A document as it stands under its number. */
export interface Kept<T extends DocumentType = DocumentType> {
  readonly number: string;
  readonly version: number;
  /** ISO 8601 instant of the first message. */
  readonly createdAt: string;
  readonly document: DocumentOf<T>;
}

/** The number by which goods go everywhere; those of the first version have one of this dialect alone. */
export const goodsNumberOf = ({ number, document }: Kept<'GOODS'>): string => document.goodsNumber ?? number;
