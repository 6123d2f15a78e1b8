import { reads } from '../../events/reader.ts';
import { TradeChanged } from '../../events/trade.ts';
import { awsRuntime, type Runtime } from '../../shared/runtime.ts';
import { subscriber } from '../../shared/step/subscriber.ts';
import { TradeNote, trades } from '../store/trades.ts';

const Noted = TradeNote.extend(
  TradeChanged.detail.pick({ merchantId: true, buyerId: true, tradeOperatorId: true }).shape,
);

/** Keeps which trades of each party are open. */
export const build = (runtime: Runtime) =>
  subscriber(
    'OnFilingTradeChanged',
    reads(TradeChanged, Noted, async ({ merchantId, buyerId, tradeOperatorId, ...note }) => {
      const parties = [merchantId, buyerId, ...(tradeOperatorId === undefined ? [] : [tradeOperatorId])];
      for (const entityId of parties) await trades(runtime.table).keepTrade(entityId, note);
    }),
  );

export const handler = build(awsRuntime());
