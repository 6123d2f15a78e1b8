import { TradeOfferChanged } from '../../events/trade-offer.ts';
import { type DistrictId, parseIdentifier } from '../../shared/kernel/identifier.ts';
import { endOfferLedger, offerLedger, readLedgers, type TradeLedger } from '../../shared/ledger/ledger.ts';
import { announce } from '../../shared/outbox/message.ts';
import { aggregate, type Stored } from '../../shared/table/aggregate.ts';
import type { Cause } from '../../shared/table/audit.ts';
import { ConcurrencyConflict } from '../../shared/table/errors.ts';
import { form } from '../../shared/table/form.ts';
import { districtKey, type Key } from '../../shared/table/keys.ts';
import { type Listed, listPage, type PageRequest } from '../../shared/table/list.ts';
import { type Listing, ownerPointer } from '../../shared/table/listing.ts';
import type { Migration } from '../../shared/table/migration.ts';
import type { Table } from '../../shared/table/table.ts';
import { put, remove, type Write } from '../../shared/table/write.ts';
import { Offer, ownersOf, tradeOfferChanged } from '../domain/offer.ts';
import { TRADES, tradeKey } from './listing.ts';

type OfferCause = Omit<Cause<'OFFER' | 'ACCEPT' | 'REFUSE' | 'WITHDRAW'>, 'messages'>;

/** Writes of a change of an offer, and the offer after it. */
interface OfferChange {
  readonly after: Stored<Offer>;
  readonly writes: Write[];
}

export const offerRecord = aggregate({ head: form('trade-offer', Offer) });

export const TRADE_OFFERS = 'TRADE_OFFERS';

const offerKey = (districtId: DistrictId, id: string): Key['pk'] => districtKey(districtId, 'TRADE_OFFER', id);

/**
 * Offers of trades. Whether a trade is offered now, and to whom, its ledger says: there it is held to what takes the goods.
 */
export const offerStore = (table: Table) => ({
  load: async (id: string): Promise<Stored<Offer> | undefined> => {
    const districtId = parseIdentifier('tradeoffer', id)?.districtId;
    return districtId === undefined ? undefined : offerRecord.load(table, offerKey(districtId, id));
  },

  list: ({ keep, ...request }: PageRequest & OfferQuery): Promise<Listed<Stored<Offer>>> =>
    listPage(table, {
      ...request,
      collection: TRADE_OFFERS,
      newestFirst: true,
      read: offerRecord.headOf,
      keep: ({ data }) => keep(data),
    }),

  ledgers: (tradeIds: readonly string[]): Promise<(TradeLedger | undefined)[]> => readLedgers(table, tradeIds),

  /** @param day in China */
  make: (offer: Offer, cause: OfferCause, day: string): OfferChange => {
    const { id: offerId, districtId, consolidatorId, validUntil: until, trades } = offer;
    const { after, writes } = changed(offer, undefined, cause);
    return {
      after,
      writes: [
        ...writes,
        ...trades.flatMap(({ tradeId }) => [
          offerLedger(tradeId, { offerId, consolidatorId, until }, day, conflict),
          put(
            ownerPointer(tradeKey(districtId, tradeId), { districtId, collection: TRADES }, consolidatorId, cause.at),
          ),
        ]),
      ],
    };
  },

  change: (offer: Offer, before: Stored<Offer>, cause: OfferCause): OfferChange => changed(offer, before, cause),

  /**
   * Some of an offer's trades end. @param ledgers theirs, as they were read: one that stands under another offer by now is
   * left
   */
  end: (
    offer: Offer,
    before: Stored<Offer>,
    ledgers: readonly (TradeLedger | undefined)[],
    cause: OfferCause,
  ): OfferChange => {
    const { id: offerId, districtId, consolidatorId } = offer;
    const { after, writes } = changed(offer, before, cause);
    const offered = ledgers.filter((ledger) => ledger !== undefined).filter(({ offer: of }) => of?.offerId === offerId);
    return {
      after,
      writes: [
        ...writes,
        ...offered.flatMap(({ tradeId }) => [
          endOfferLedger(tradeId, offerId, conflict),
          remove(pointerKey(districtId, tradeId, consolidatorId), { expression: 'attribute_exists(pk)' }, conflict),
        ]),
      ],
    };
  },
});

interface OfferQuery {
  readonly state?: string | undefined;
  readonly owners?: readonly string[] | undefined;
  readonly keep: (offer: Offer) => boolean;
}

const pointerKey = (districtId: DistrictId, tradeId: string, consolidatorId: string): Key => {
  const pk = tradeKey(districtId, tradeId);
  return { pk, sk: ownerPointer(pk, { districtId, collection: TRADES }, consolidatorId, '').sk };
};

const conflict = () => new ConcurrencyConflict('the offer, or a trade of it, was changed by another request');

const listing = ({ districtId, status, consolidatorId, trades, validUntil }: Offer): Listing => ({
  districtId,
  collection: TRADE_OFFERS,
  state: status,
  owners: [...new Set([consolidatorId, ...ownersOf(trades)])],
  ...(status === 'OFFERED' && { due: validUntil, dueIn: status }),
});

/** Earlier releases listed an offer that waits for its answer by no day. */
export const offerMigration: Migration = offerRecord.relisting(
  'TRADE_OFFER',
  ({ stateKey, dueKey }) => String(stateKey).endsWith('#OFFERED') && dueKey === undefined,
  listing,
);

export const offerMessage = (offer: Offer, version: number, at: string) =>
  announce(TradeOfferChanged, tradeOfferChanged(offer, version, at));

const changed = (data: Offer, before: Stored<Offer> | undefined, cause: OfferCause): OfferChange =>
  offerRecord.writes({
    ...cause,
    pk: offerKey(data.districtId, data.id),
    before,
    data,
    listing: listing(data),
    messages: [offerMessage(data, (before?.version ?? 0) + 1, cause.at)],
    otherwise: conflict,
  });
