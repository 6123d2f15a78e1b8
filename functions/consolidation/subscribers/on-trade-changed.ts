import { reads } from '../../events/reader.ts';
import { TradeChanged } from '../../events/trade.ts';
import { awsRuntime, type Runtime } from '../../shared/runtime.ts';
import { subscriber } from '../../shared/step/subscriber.ts';
import { isMeasured, TradeSnapshot } from '../domain/trade.ts';
import { startMeasured } from '../services/start-measured.ts';
import { consolidationStore } from '../store/index.ts';

/**
 * Keeps the last known state of every trade, and starts what has waited for its measures. Of two events at once the second
 * is delivered again, and finds what the first has done.
 */
export const build = (runtime: Runtime) =>
  subscriber(
    'OnTradeChanged',
    reads(TradeChanged, TradeSnapshot, async (trade) => {
      const store = consolidationStore(runtime.table);
      await store.keepTrade(trade);
      if (trade.status !== 'REGISTERED' || !isMeasured(trade)) return;
      const at = runtime.now().toISOString();
      const writes = await startMeasured(store, trade.tradeId, at, await runtime.reference.at(at));
      if (writes.length > 0) await runtime.table.commit(writes);
    }),
  );

export const handler = build(awsRuntime());
