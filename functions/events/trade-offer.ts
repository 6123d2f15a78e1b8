import { z } from 'zod';
import { concepts } from '../shared/kernel/concepts.ts';
import { named } from '../shared/kernel/named.ts';
import { event, told } from './event.ts';
import { TRADE_OFFER_STATUS_NAMES } from './names.ts';

export const TradeOfferStatus = named(TRADE_OFFER_STATUS_NAMES);

export type TradeOfferStatus = z.infer<typeof TradeOfferStatus>;

/** A trade that is or was offered, and whose it is. */
export const OfferedTrade = z.object({
  tradeId: z.string(),
  merchantId: z.string(),
  merchantName: z.string(),
  stall: z.string().optional(),
  /** Absent where the merchant exports in its own name. */
  tradeOperatorId: z.string().optional(),
  /** ISO 8601: when this trade was taken back or turned down; absent while its offer stands. */
  endedAt: z.string().optional(),
});

concepts({ TradeOfferStatus, OfferedTrade });

export type OfferedTrade = z.infer<typeof OfferedTrade>;

export const TradeOfferChanged = event(
  'TradeOfferChanged',
  'Trades were offered to a consolidator, or an offer was accepted, turned down or taken back.',
  z.object({
    ...told,
    offerId: z.string(),
    /** An offer that nobody ended is past its last day without being told: nobody does anything then. */
    status: TradeOfferStatus.exclude(['LAPSED']),
    consolidatorId: z.string(),
    consolidatorName: z.string(),
    trades: z.array(OfferedTrade),
    /** Day of China, `YYYY-MM-DD`; it belongs to the term. */
    validUntil: z.iso.date(),
    /** Why it was turned down, or taken back the last time. */
    reason: z.string().optional(),
  }),
);
