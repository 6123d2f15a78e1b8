import { reads } from '../../events/reader.ts';
import { TradeChanged } from '../../events/trade.ts';
import { awsRuntime, type Runtime } from '../../shared/runtime.ts';
import { subscriber } from '../../shared/step/subscriber.ts';
import { isFirst, isKept, ToldTrade, tradeOf } from '../domain/trade.ts';
import { shipmentStore } from '../store/index.ts';

/** Keeps how many cartons of each line are registered, and whose they are. */
export const build = (runtime: Runtime) =>
  subscriber(
    'ShipmentOnTradeChanged',
    reads(TradeChanged, ToldTrade, async (told) => {
      if (isKept(told)) await shipmentStore(runtime.table).keepTrade(tradeOf(told), isFirst(told));
    }),
  );

export const handler = build(awsRuntime());
