import { awsRuntime, type Runtime } from '../../shared/runtime.ts';
import { subscriber } from '../../shared/step/subscriber.ts';
import { TradeSnapshot } from '../domain/trade.ts';
import { consolidationStore } from '../store.ts';

/** Keeps the last known state of every trade. */
export const build = (runtime: Runtime) =>
  subscriber('OnTradeChanged', TradeSnapshot, (trade) => consolidationStore(runtime.table).keepTrade(trade));

export const handler = build(awsRuntime());
