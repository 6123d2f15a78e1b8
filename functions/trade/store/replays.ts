import { TradeChanged } from '../../events/trade.ts';
import { TradeOfferChanged } from '../../events/trade-offer.ts';
import { type Replay, replayOf } from '../../shared/table/replay.ts';
import { tradeMessage } from './index.ts';
import { record, TRADES } from './listing.ts';
import { offerMessage, offerRecord, TRADE_OFFERS } from './offers.ts';

/** What trade tells the other capabilities of, announced again from its present state. */
export const replays: readonly Replay[] = [
  replayOf(record, TradeChanged.name, TRADES, ({ data, version, updatedAt }) => tradeMessage(data, version, updatedAt)),
  replayOf(offerRecord, TradeOfferChanged.name, TRADE_OFFERS, ({ data, version, updatedAt }) =>
    offerMessage(data, version, updatedAt),
  ),
];
