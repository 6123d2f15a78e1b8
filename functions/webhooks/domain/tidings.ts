import { AgreementChanged } from '../../events/agreement.ts';
import { ConsolidationChanged } from '../../events/consolidation.ts';
import { CreditAppealDecided, GradeChanged } from '../../events/credit.ts';
import { EntityChanged } from '../../events/entity.ts';
import { FilingChanged } from '../../events/filing.ts';
import { GoodsChanged } from '../../events/goods.ts';
import { type Reader, reads } from '../../events/reader.ts';
import { TradeChanged } from '../../events/trade.ts';
import { TIDING_NAMES } from './names.ts';

export type TidingName = keyof typeof TIDING_NAMES;

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

const present = (...ids: readonly (string | undefined)[]): string[] => ids.filter((id) => id !== undefined);

/** How every event is read that can be told. */
export const TIDINGS: readonly Reader<Tiding>[] = [
  reads(
    FilingChanged,
    FilingChanged.detail.pick({ ...told, filingId: true, entityId: true, status: true }),
    ({ filingId, entityId, ...one }) => ({
      ...one,
      event: 'FilingChanged',
      recordId: filingId,
      path: `/v1/filings/${filingId}`,
      parties: present(entityId),
      roles: EVERYONE,
    }),
  ),
  reads(
    EntityChanged,
    EntityChanged.detail.pick({ ...told, entityId: true, status: true }),
    ({ entityId, ...one }) => ({
      ...one,
      event: 'EntityChanged',
      recordId: entityId,
      path: `/v1/entities/${entityId}`,
      parties: [entityId],
      roles: EVERYONE,
    }),
  ),
  reads(
    GoodsChanged,
    GoodsChanged.detail.pick({ ...told, goodsId: true, merchantId: true, status: true }),
    ({ goodsId, merchantId, ...one }) => ({
      ...one,
      event: 'GoodsChanged',
      recordId: goodsId,
      path: `/v1/goods/${goodsId}`,
      parties: [merchantId],
      roles: EVERYONE,
    }),
  ),
  reads(
    AgreementChanged,
    AgreementChanged.detail.pick({ ...told, agreementId: true, merchantId: true, tradeOperatorId: true, status: true }),
    ({ agreementId, merchantId, tradeOperatorId, ...one }) => ({
      ...one,
      event: 'AgreementChanged',
      recordId: agreementId,
      path: `/v1/agency-agreements/${agreementId}`,
      parties: [merchantId, tradeOperatorId],
      roles: EVERYONE,
    }),
  ),
  reads(
    TradeChanged,
    TradeChanged.detail.pick({ ...told, tradeId: true, merchantId: true, tradeOperatorId: true, status: true }),
    ({ tradeId, merchantId, tradeOperatorId, ...one }) => ({
      ...one,
      event: 'TradeChanged',
      recordId: tradeId,
      path: `/v1/trades/${tradeId}`,
      parties: present(merchantId, tradeOperatorId),
      roles: EVERYONE,
    }),
  ),
  reads(
    ConsolidationChanged,
    ConsolidationChanged.detail.pick({ ...told, consolidationId: true, consolidatorId: true, status: true }),
    ({ consolidationId, consolidatorId, ...one }) => ({
      ...one,
      event: 'ConsolidationChanged',
      recordId: consolidationId,
      path: `/v1/consolidations/${consolidationId}`,
      parties: [consolidatorId],
      roles: NO_MERCHANT,
    }),
  ),
  reads(GradeChanged, GradeChanged.detail.pick({ ...told, entityId: true }), ({ entityId, ...one }) => ({
    ...one,
    event: 'GradeChanged',
    recordId: entityId,
    path: `/v1/entities/${entityId}/credit`,
    parties: [entityId],
    roles: EVERYONE,
  })),
  reads(
    CreditAppealDecided,
    CreditAppealDecided.detail.pick({ ...told, eventId: true, entityId: true }),
    ({ eventId, entityId, ...one }) => ({
      ...one,
      event: 'CreditAppealDecided',
      recordId: eventId,
      path: `/v1/credit-events/${eventId}`,
      parties: [entityId],
      roles: EVERYONE,
    }),
  ),
];
