import { AgreementChanged } from '../../events/agreement.ts';
import { ConsolidationChanged } from '../../events/consolidation.ts';
import { CreditAppealDecided, GradeChanged } from '../../events/credit.ts';
import { EntityChanged } from '../../events/entity.ts';
import { FilingChanged } from '../../events/filing.ts';
import { GoodsChanged } from '../../events/goods.ts';
import { type Reader, reads } from '../../events/reader.ts';
import { TradeChanged } from '../../events/trade.ts';

/** What a webhook can ask to be told of: events of the registry, by their names. */
export const TIDING_NAMES = [
  'FilingChanged',
  'EntityChanged',
  'GoodsChanged',
  'AgreementChanged',
  'TradeChanged',
  'ConsolidationChanged',
  'GradeChanged',
  'CreditAppealDecided',
] as const;

export type TidingName = (typeof TIDING_NAMES)[number];

/**
 * One event as it leaves the registry: which record has changed and where it is read, by identifiers alone. What the record
 * says, its receiver reads with a token of its own, and sees what that may see.
 */
export interface Tiding {
  readonly event: TidingName;
  readonly recordId: string;
  readonly districtId: string;
  readonly version: number;
  /** ISO 8601. */
  readonly at: string;
  /** The record's status, where it has one. */
  readonly status?: string;
  /** Where the record is read. */
  readonly path: string;
  /** The entities whose record it is. */
  readonly parties: readonly string[];
  /** Roles that may read the record there. */
  readonly roles: readonly string[];
}

const EVERYONE: readonly string[] = ['clerk', 'reviewer', 'operator', 'agency', 'merchant', 'agent'];

/** Merchants read no consolidation: it holds the goods of others. */
const NO_MERCHANT = EVERYONE.filter((role) => role !== 'merchant');

const told = { districtId: true, version: true, at: true } as const;

const FilingNews = FilingChanged.detail.pick({ ...told, filingId: true, entityId: true, status: true });
const EntityNews = EntityChanged.detail.pick({ ...told, entityId: true, status: true });
const GoodsNews = GoodsChanged.detail.pick({ ...told, goodsId: true, merchantId: true, status: true });
const AgreementNews = AgreementChanged.detail.pick({
  ...told,
  agreementId: true,
  merchantId: true,
  tradeOperatorId: true,
  status: true,
});
const TradeNews = TradeChanged.detail.pick({
  ...told,
  tradeId: true,
  merchantId: true,
  tradeOperatorId: true,
  status: true,
});
const ConsolidationNews = ConsolidationChanged.detail.pick({
  ...told,
  consolidationId: true,
  consolidatorId: true,
  status: true,
});
const GradeNews = GradeChanged.detail.pick({ ...told, entityId: true });
const AppealNews = CreditAppealDecided.detail.pick({ ...told, eventId: true, entityId: true });

const tiding =
  (event: TidingName, roles: readonly string[]) =>
  (
    { districtId, version, at }: Pick<Tiding, 'districtId' | 'version' | 'at'>,
    recordId: string,
    path: string,
    parties: readonly (string | undefined)[],
    status?: string,
  ): Tiding => ({
    event,
    recordId,
    districtId,
    version,
    at,
    path,
    roles,
    parties: parties.filter((id) => id !== undefined),
    ...(status !== undefined && { status }),
  });

const ofFiling = tiding('FilingChanged', EVERYONE);
const ofEntity = tiding('EntityChanged', EVERYONE);
const ofGoods = tiding('GoodsChanged', EVERYONE);
const ofAgreement = tiding('AgreementChanged', EVERYONE);
const ofTrade = tiding('TradeChanged', EVERYONE);
const ofConsolidation = tiding('ConsolidationChanged', NO_MERCHANT);
const ofGrade = tiding('GradeChanged', EVERYONE);
const ofAppeal = tiding('CreditAppealDecided', EVERYONE);

/** How every event is read that can be told. */
export const TIDINGS: readonly Reader<Tiding>[] = [
  reads(FilingChanged, FilingNews, (one) =>
    ofFiling(one, one.filingId, `/v1/filings/${one.filingId}`, [one.entityId], one.status),
  ),
  reads(EntityChanged, EntityNews, (one) =>
    ofEntity(one, one.entityId, `/v1/entities/${one.entityId}`, [one.entityId], one.status),
  ),
  reads(GoodsChanged, GoodsNews, (one) =>
    ofGoods(one, one.goodsId, `/v1/goods/${one.goodsId}`, [one.merchantId], one.status),
  ),
  reads(AgreementChanged, AgreementNews, (one) =>
    ofAgreement(
      one,
      one.agreementId,
      `/v1/agency-agreements/${one.agreementId}`,
      [one.merchantId, one.tradeOperatorId],
      one.status,
    ),
  ),
  reads(TradeChanged, TradeNews, (one) =>
    ofTrade(one, one.tradeId, `/v1/trades/${one.tradeId}`, [one.merchantId, one.tradeOperatorId], one.status),
  ),
  reads(ConsolidationChanged, ConsolidationNews, (one) =>
    ofConsolidation(
      one,
      one.consolidationId,
      `/v1/consolidations/${one.consolidationId}`,
      [one.consolidatorId],
      one.status,
    ),
  ),
  reads(GradeChanged, GradeNews, (one) =>
    ofGrade(one, one.entityId, `/v1/entities/${one.entityId}/credit`, [one.entityId]),
  ),
  reads(CreditAppealDecided, AppealNews, (one) =>
    ofAppeal(one, one.eventId, `/v1/credit-events/${one.eventId}`, [one.entityId]),
  ),
];
