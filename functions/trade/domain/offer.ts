import { z } from 'zod';
import { OfferedTrade, type TradeOfferChanged, TradeOfferStatus } from '../../events/trade-offer.ts';
import { addDays } from '../../shared/kernel/calendar.ts';
import { concepts } from '../../shared/kernel/concepts.ts';
import { id, text } from '../../shared/kernel/fields.ts';

/**
 * 交货组货: a merchant, or the trade operator that it entrusted, offers trades to a consolidator. It is the owner's consent
 * to have the goods held, and lets the consolidator see what it is to load.
 */

/**
 * Offering writes two items a trade and one for each party whose list the offer is in, two more a trade at the most, and
 * four of its own, in one transaction of at most 100.
 */
export const MAX_OFFERED = 24;

const reason = text('理由', 500);

export const OfferRequest = z.strictObject({
  tradeIds: z.array(id('交易', 'trade')).min(1).max(MAX_OFFERED).meta({ title: '交易清单' }),
  consolidatorId: id('组货人', 'entity'),
  note: text('备注', 500).optional(),
});

export const OfferReason = z.strictObject({ reason });

concepts({ TradeOfferRequest: OfferRequest, TradeOfferReason: OfferReason });

export type OfferRequest = z.output<typeof OfferRequest>;

const Ending = z.object({ reason: z.string(), by: z.string(), at: z.string() });

export const Offer = z.object({
  id: z.string(),
  districtId: z.string(),
  status: TradeOfferStatus.exclude(['LAPSED']),
  consolidatorId: z.string(),
  consolidatorName: z.string(),
  trades: z.array(OfferedTrade),
  note: z.string().optional(),
  /** Last day in China, `YYYY-MM-DD`. */
  validUntil: z.string(),
  offeredBy: z.string(),
  acceptedAt: z.string().optional(),
  refusal: Ending.optional(),
  /** The last taking back, of some of its trades or all. */
  withdrawal: Ending.optional(),
});

export type Offer = z.infer<typeof Offer>;

/** The last day of an offer that is made on a day. @param days the first among them */
export const lastDayOfOffer = (day: string, days: number): string => addDays(day, days - 1);

const OPEN: ReadonlySet<Offer['status']> = new Set(['OFFERED', 'ACCEPTED']);

/** The status on a day: an offer past its last day has lapsed, whether or not anything of it is held. */
export const offerStatusOn = ({ status, validUntil }: Offer, day: string): TradeOfferStatus =>
  OPEN.has(status) && validUntil < day ? 'LAPSED' : status;

/** Whose the offered trades are: the merchants', and their operators'. */
export const ownersOf = (trades: readonly OfferedTrade[]): string[] => [
  ...new Set(
    trades.flatMap(({ merchantId, tradeOperatorId }) => [
      merchantId,
      ...(tradeOperatorId === undefined ? [] : [tradeOperatorId]),
    ]),
  ),
];

/** The trades of an offer that nobody has ended. */
export const standing = ({ trades }: Pick<Offer, 'trades'>): OfferedTrade[] =>
  trades.filter(({ endedAt }) => endedAt === undefined);

/** An offer of which some trades end, by whoever gave or was given them. */
export function ended(
  offer: Offer,
  tradeIds: readonly string[],
  as: 'REFUSED' | 'WITHDRAWN',
  ending: z.infer<typeof Ending>,
): Offer {
  const trades = offer.trades.map((trade) =>
    trade.endedAt === undefined && tradeIds.includes(trade.tradeId) ? { ...trade, endedAt: ending.at } : trade,
  );
  return {
    ...offer,
    trades,
    status: standing({ trades }).length === 0 ? as : offer.status,
    [as === 'REFUSED' ? 'refusal' : 'withdrawal']: ending,
  };
}

/** What the other capabilities are told of an offer. */
export const tradeOfferChanged = (
  { id: offerId, districtId, status, consolidatorId, consolidatorName, trades, validUntil, refusal, withdrawal }: Offer,
  version: number,
  at: string,
): z.infer<typeof TradeOfferChanged.detail> => ({
  offerId,
  districtId,
  version,
  at,
  status,
  consolidatorId,
  consolidatorName,
  trades,
  validUntil,
  reason: (status === 'REFUSED' ? refusal : withdrawal)?.reason,
});
