import { reads } from '../../events/reader.ts';
import { TradeChanged } from '../../events/trade.ts';
import { awsRuntime, type Runtime } from '../../shared/runtime.ts';
import { subscriber } from '../../shared/step/subscriber.ts';
import { Trade } from '../domain/record.ts';
import { traceStore } from '../store/index.ts';

/** `TradeChanged`: keeps the trade's place in the chain. */
export const build = (runtime: Runtime) =>
  subscriber(
    'TraceTrade',
    reads(TradeChanged, Trade, (detail) => traceStore(runtime.table).keep({ type: 'TRADE', detail })),
  );

export const handler = build(awsRuntime());
