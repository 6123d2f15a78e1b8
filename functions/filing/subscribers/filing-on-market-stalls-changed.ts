import { MarketStallsChanged } from '../../events/market.ts';
import { reads } from '../../events/reader.ts';
import { awsRuntime, type Runtime } from '../../shared/runtime.ts';
import { subscriber } from '../../shared/step/subscriber.ts';
import { marketStalls } from '../store/market-stalls.ts';

/** Keeps what markets' operators say of stalls, beside those that merchants hold. */
export const build = (runtime: Runtime) =>
  subscriber(
    'FilingOnMarketStallsChanged',
    reads(MarketStallsChanged, MarketStallsChanged.detail, async ({ stalls, ...told }) => {
      const store = marketStalls(runtime.table);
      for (const stall of stalls) await store.keepSaid({ ...stall, ...told });
    }),
  );

export const handler = build(awsRuntime());
