import { reads } from '../../events/reader.ts';
import { TradeChanged } from '../../events/trade.ts';
import { awsRuntime, type Runtime } from '../../shared/runtime.ts';
import { subscriber } from '../../shared/step/subscriber.ts';
import { lateEntry, ObservedTrade } from '../domain/late-entry.ts';
import { recordFound } from '../services/facts-found.ts';

/** `TradeChanged`: records that a trade was entered after its goods were handed over or declared. */
export const build = (runtime: Runtime) =>
  subscriber(
    'OnCreditTradeChanged',
    reads(TradeChanged, ObservedTrade, async (trade) => recordFound(runtime, lateEntry(trade), 'OnCreditTradeChanged')),
  );

export const handler = build(awsRuntime());
