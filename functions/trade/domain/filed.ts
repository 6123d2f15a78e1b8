import type { z } from 'zod';
import { Admitted } from '../../events/admission.ts';
import { AgreementChanged } from '../../events/agreement.ts';
import { DocumentRegistered } from '../../events/document.ts';
import { EntityChanged } from '../../events/entity.ts';
import { GoodsChanged } from '../../events/goods.ts';

/**
 * What trade knows of filing, from its events. Only the fields that trade's rules and records need are kept; each item
 * carries the version of the filed record it was taken from.
 */
export const FiledParty = EntityChanged.detail
  .pick({
    entityId: true,
    districtId: true,
    version: true,
    kind: true,
    name: true,
    status: true,
    validUntil: true,
    stall: true,
    marketId: true,
    hsChapters: true,
    nationality: true,
    // Absent in what was kept before trades were named by it.
    filingNumber: true,
  })
  .partial({ filingNumber: true })
  .extend(Admitted.shape);

export const FiledGoods = GoodsChanged.detail.pick({
  goodsId: true,
  districtId: true,
  version: true,
  merchantId: true,
  status: true,
  nameZh: true,
  nameEn: true,
  hsCode: true,
  specification: true,
  brand: true,
  dealUnit: true,
  legalUnit: true,
  secondUnit: true,
  inspectionRequired: true,
  exportDuty: true,
  ownCode: true,
  producerId: true,
});

/** 委托代理出口货物协议; both days belong to its term. */
export const FiledAgreement = AgreementChanged.detail.pick({
  agreementId: true,
  merchantId: true,
  tradeOperatorId: true,
  districtId: true,
  version: true,
  status: true,
  validFrom: true,
  validUntil: true,
});

/** A file that was registered with filing; its content lies in the storage. */
export const FiledDocument = DocumentRegistered.detail.pick({
  documentId: true,
  districtId: true,
  version: true,
  owner: true,
  sha256: true,
  key: true,
  opening: true,
});

export type FiledDocument = z.infer<typeof FiledDocument>;

/** A file and what has become of its upload. */
export interface CitedDocument extends FiledDocument {
  readonly state: 'AWAITING_UPLOAD' | 'WRONG_CONTENT' | 'STORED';
}

export type FiledParty = z.infer<typeof FiledParty>;
export type FiledGoods = z.infer<typeof FiledGoods>;
export type FiledAgreement = z.infer<typeof FiledAgreement>;

/** By what the register calls those who stand in a trade and its goods, by identifier; for those who may read the trade. */
export interface Names {
  readonly parties: ReadonlyMap<string, FiledParty>;
  readonly goods: ReadonlyMap<string, FiledGoods>;
}

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
