import { z } from 'zod';
import { awsRuntime, type Runtime } from '../../shared/runtime.ts';
import { subscriber } from '../../shared/step/subscriber.ts';
import { TradeKnown, TradeNote, tradeWrite } from '../store/trades.ts';

const TradeChanged = TradeNote.extend({
  merchantId: z.string(),
  buyerId: z.string(),
  tradeOperatorId: z.string().optional(),
});

/** `TradeChanged`: keeps which trades of each party are open. */
export const build = (runtime: Runtime) =>
  subscriber('OnFilingTradeChanged', TradeChanged, async ({ merchantId, buyerId, tradeOperatorId, ...note }) => {
    const parties = [merchantId, buyerId, ...(tradeOperatorId === undefined ? [] : [tradeOperatorId])];
    for (const entityId of parties) {
      try {
        await runtime.table.commit([tradeWrite(entityId, note)]);
      } catch (error) {
        if (!(error instanceof TradeKnown)) throw error;
      }
    }
  });

export const handler = build(awsRuntime());
