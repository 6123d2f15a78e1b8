import { z } from 'zod';
import { TRADE_OFFER_STATUS_NAMES } from '../../events/names.ts';
import { OfferedTrade, TradeOfferStatus } from '../../events/trade-offer.ts';
import { READING_ROLES } from '../../shared/auth/caller.ts';
import { contract } from '../../shared/http/contract.ts';
import { ListQuery, listOf } from '../../shared/http/schemas.ts';
import { concepts } from '../../shared/kernel/concepts.ts';
import { namedSome } from '../../shared/kernel/named.ts';
import { MAX_OFFERED, OfferReason, OfferRequest } from '../domain/offer.ts';

const Ending = z.object({ reason: z.string(), at: z.string() });

const OfferJson = z.object({
  id: z.string(),
  districtId: z.string(),
  /** On the day of the answer. */
  status: TradeOfferStatus,
  consolidatorId: z.string(),
  consolidatorName: z.string(),
  /** To a merchant or operator its own. */
  trades: z.array(OfferedTrade),
  note: z.string().optional(),
  /** Last day in China. */
  validUntil: z.string(),
  acceptedAt: z.string().optional(),
  refusal: Ending.optional(),
  withdrawal: Ending.optional(),
  createdAt: z.string(),
  updatedAt: z.string(),
});

concepts({ TradeOffer: OfferJson });

export type OfferJson = z.input<typeof OfferJson>;

const answer = { status: 200, schema: OfferJson } as const;

export const offersApi = contract({
  offerTrades: {
    method: 'POST',
    path: '/v1/trade-offers',
    summary:
      `Offers up to ${MAX_OFFERED} trades to a consolidator 交货组货: by their merchant, by the trade operator that it entrusted, or ` +
      'by the centre for them. The consolidator then sees them and may hold their goods; a trade is offered to one at a time, ' +
      'until the offer is taken back, turned down or past its last day, or the goods are held otherwise',
    roles: ['clerk', 'merchant', 'agent'],
    body: OfferRequest,
    success: { status: 201, schema: OfferJson },
    problems: [],
    idempotent: true,
    dryRun: true,
  },
  readOffer: {
    method: 'GET',
    path: '/v1/trade-offers/{id}',
    summary: 'An offer of trades to a consolidator',
    roles: READING_ROLES,
    success: answer,
    problems: [],
  },
  listOffers: {
    method: 'GET',
    path: '/v1/trade-offers',
    summary: 'Offers of the caller’s scope, latest change first: those that it made, or that were made to it',
    roles: READING_ROLES,
    query: ListQuery.extend({
      status: namedSome(TRADE_OFFER_STATUS_NAMES, ['OFFERED', 'ACCEPTED', 'REFUSED', 'WITHDRAWN'])
        .optional()
        .meta({ title: '状态' }),
    }),
    success: { status: 200, schema: listOf(OfferJson) },
    problems: [],
  },
  acceptOffer: {
    method: 'POST',
    path: '/v1/trade-offers/{id}/acceptance',
    summary: 'The consolidator says that it will take the goods; it may hold what is offered without saying so',
    roles: ['clerk', 'agent'],
    success: answer,
    problems: ['WRONG_STATE', 'CONFLICT'],
  },
  refuseOffer: {
    method: 'POST',
    path: '/v1/trade-offers/{id}/refusal',
    summary: 'The consolidator turns the goods down, while it holds none of them',
    roles: ['clerk', 'agent'],
    body: OfferReason,
    success: answer,
    problems: ['WRONG_STATE', 'CONFLICT'],
  },
  withdrawOffer: {
    method: 'POST',
    path: '/v1/trade-offers/{id}/withdrawal',
    summary: 'Takes back the caller’s own trades of an offer, while none of them is held by it',
    roles: ['clerk', 'merchant', 'agent'],
    body: OfferReason,
    success: answer,
    problems: ['WRONG_STATE', 'CONFLICT'],
  },
});
