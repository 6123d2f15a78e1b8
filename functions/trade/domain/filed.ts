import { z } from 'zod';

/**
 * What trade knows of filing, from its events. Only the fields that trade's rules and records need are kept; each item
 * carries the version of the filed record it was taken from.
 */
export const FiledParty = z.object({
  entityId: z.string(),
  districtId: z.string(),
  version: z.int(),
  kind: z.string(),
  name: z.string(),
  status: z.enum(['ACTIVE', 'SUSPENDED', 'CANCELLED', 'EXPIRED']),
  /** Last day on which the filing holds. */
  validUntil: z.iso.date(),
  stall: z.string().optional(),
  /** Of a merchant. */
  marketId: z.string().optional(),
  /** HS chapters of a merchant's filed scope. */
  hsChapters: z.array(z.string()).optional(),
  /** ISO alpha-3, of a buyer. */
  nationality: z.string().optional(),
});

export const FiledGoods = z.object({
  goodsId: z.string(),
  districtId: z.string(),
  version: z.int(),
  merchantId: z.string(),
  status: z.enum(['ACTIVE', 'CANCELLED']),
  nameZh: z.string(),
  nameEn: z.string().optional(),
  hsCode: z.string(),
  specification: z.string(),
  brand: z.object({ type: z.string(), name: z.string().optional(), authorised: z.boolean().optional() }),
  dealUnit: z.string(),
  legalUnit: z.string(),
  secondUnit: z.string().optional(),
  inspectionRequired: z.boolean(),
  exportDuty: z.boolean(),
});

/** 委托代理出口货物协议; both days belong to its term. */
export const FiledAgreement = z.object({
  agreementId: z.string(),
  merchantId: z.string(),
  tradeOperatorId: z.string(),
  districtId: z.string(),
  version: z.int(),
  status: z.enum(['IN_FORCE', 'REVOKED', 'EXPIRED']),
  validFrom: z.iso.date(),
  validUntil: z.iso.date(),
});

/** A file that was registered with filing; its content lies in the storage. */
export const FiledDocument = z.object({
  documentId: z.string(),
  districtId: z.string(),
  version: z.int(),
  /** An entity, or the service centre. */
  owner: z.string(),
  sha256: z.string(),
  /** Of its content in the storage. */
  key: z.string(),
  /** The bytes that a file of its format begins with, in hexadecimal. */
  opening: z.string(),
});

export type FiledDocument = z.infer<typeof FiledDocument>;

/** A file and what has become of its upload. */
export interface CitedDocument extends FiledDocument {
  readonly state: 'AWAITING_UPLOAD' | 'WRONG_CONTENT' | 'STORED';
}

export type FiledParty = z.infer<typeof FiledParty>;
export type FiledGoods = z.infer<typeof FiledGoods>;
export type FiledAgreement = z.infer<typeof FiledAgreement>;

/** Everything filed that one request names; what is not filed in the caller's district is absent. */
export interface Filed {
  readonly merchant: FiledParty | undefined;
  readonly buyer: FiledParty | undefined;
  readonly tradeOperator: FiledParty | undefined;
  readonly goods: ReadonlyMap<string, FiledGoods>;
  /** Agreements between the merchant and the trade operator. */
  readonly agreements: readonly FiledAgreement[];
  /** The files of its vouchers. */
  readonly documents: ReadonlyMap<string, CitedDocument>;
}
