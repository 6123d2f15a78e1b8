import { reads } from '../../events/reader.ts';
import { TradeChanged } from '../../events/trade.ts';
import { awsRuntime, type Runtime } from '../../shared/runtime.ts';
import { subscriber } from '../../shared/step/subscriber.ts';
import { directory } from '../store/directory.ts';
import { TradeNote, trades } from '../store/trades.ts';

const Noted = TradeNote.extend(
  TradeChanged.detail.pick({ merchantId: true, buyerId: true, tradeOperatorId: true }).shape,
);

/** Keeps which trades of each party are open, and with which buyers its parties have traded. */
export const build = (runtime: Runtime) =>
  subscriber(
    'OnFilingTradeChanged',
    reads(TradeChanged, Noted, async ({ merchantId, buyerId, tradeOperatorId, ...note }) => {
      const sellers = [merchantId, ...(tradeOperatorId === undefined ? [] : [tradeOperatorId])];
      for (const entityId of [...sellers, buyerId]) await trades(runtime.table).keepTrade(entityId, note);
      await directory(runtime.table).keepTraded(buyerId, sellers, note.at);
    }),
  );

export const handler = build(awsRuntime());
