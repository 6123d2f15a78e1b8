import { reads } from '../../events/reader.ts';
import { TradeChanged } from '../../events/trade.ts';
import { awsRuntime, type Runtime } from '../../shared/runtime.ts';
import { subscriber } from '../../shared/step/subscriber.ts';
import { CountedTrade } from '../domain/counters.ts';
import { tradeStore } from '../store/index.ts';

/** `TradeChanged`: counts the trade among what later ones are compared with, and in the month's statistics. */
export const build = (runtime: Runtime) =>
  subscriber(
    'CountTrade',
    reads(TradeChanged, CountedTrade, async (trade) => tradeStore(runtime.table).count(trade, runtime.now())),
  );

export const handler = build(awsRuntime());
