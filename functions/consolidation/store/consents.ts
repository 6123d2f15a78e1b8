import type { z } from 'zod';
import { AgreementChanged } from '../../events/agreement.ts';
import { TradeOfferChanged } from '../../events/trade-offer.ts';
import type { DistrictId } from '../../shared/kernel/identifier.ts';
import { clearedAt } from '../../shared/reference/retention.ts';
import { everyItem } from '../../shared/table/every-item.ts';
import { form } from '../../shared/table/form.ts';
import { districtKey } from '../../shared/table/keys.ts';
import { ownerKey } from '../../shared/table/listing.ts';
import { keepNewest, keptDetail } from '../../shared/table/read-model.ts';
import type { Table } from '../../shared/table/table.ts';
import { TRADES, tradeKey } from './trades.ts';

/** What consolidation knows of whose goods it may hold: agency agreements, and which trades are offered to whom. */

export const KeptAgreement = AgreementChanged.detail.pick({
  agreementId: true,
  districtId: true,
  version: true,
  merchantId: true,
  tradeOperatorId: true,
  status: true,
  validFrom: true,
  validUntil: true,
});

export type KeptAgreement = z.infer<typeof KeptAgreement>;

export const KeptOffer = TradeOfferChanged.detail.pick({
  offerId: true,
  districtId: true,
  version: true,
  at: true,
  consolidatorId: true,
  validUntil: true,
  trades: true,
});

export type KeptOffer = z.infer<typeof KeptOffer>;

const AGREEMENT = form('consolidation-agreement', KeptAgreement);
/** An offer beside a trade: it is there for its keys, by which the consolidator finds the trade. */
const OFFER = form('consolidation-offer', KeptOffer.omit({ trades: true }));

const agreementsKey = (districtId: DistrictId, merchantId: string, tradeOperatorId: string) =>
  districtKey(districtId, 'CONSOLIDATION_AGREEMENT', merchantId, tradeOperatorId);

export const consents = (table: Table) => ({
  /** Agreements between a merchant and a trade operator, in force or not. */
  agreements: async (districtId: DistrictId, merchantId: string, tradeOperatorId: string): Promise<KeptAgreement[]> => {
    const items = await everyItem(table, {
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': agreementsKey(districtId, merchantId, tradeOperatorId) },
      ConsistentRead: true,
    });
    return items.map((item) => keptDetail(AGREEMENT, item));
  },

  keepAgreement: (agreement: KeptAgreement): Promise<boolean> => {
    const { districtId, merchantId, tradeOperatorId, agreementId } = agreement;
    const key = { pk: agreementsKey(districtId, merchantId, tradeOperatorId), sk: agreementId };
    return keepNewest(table, key, AGREEMENT, agreement);
  },

  /** Lists the trades of an offer for its consolidator, and no more those that have ended. */
  keepOffer: async ({ trades, ...offer }: KeptOffer): Promise<void> => {
    const { districtId, consolidatorId, offerId, at, validUntil } = offer;
    await Promise.all(
      trades.map(({ tradeId, endedAt }) => {
        const listed = endedAt === undefined && {
          ownerKey: ownerKey(districtId, TRADES, consolidatorId),
          ownerSort: at,
        };
        const keys = { ...listed, expiresAt: clearedAt('COPY', endedAt ?? validUntil) };
        return keepNewest(table, { pk: tradeKey(tradeId).pk, sk: `OFFER#${offerId}` }, OFFER, offer, keys);
      }),
    );
  },
});
