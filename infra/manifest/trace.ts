import { traceApi } from '../../functions/trace/contract/index.ts';
import { type CapabilityManifest, keeper } from './model.ts';

/** Trace 源头可溯: from container and declaration back to the stall, and the other way. */
export const traceManifest: CapabilityManifest = {
  functions: {
    TraceApi: {
      entry: 'functions/trace/api.ts',
      timeoutSeconds: 15,
      memoryMb: 1024,
      access: { registry: 'read' },
    },
    TraceEntity: keeper('functions/trace/subscribers/trace-entity.ts'),
    TraceGoods: keeper('functions/trace/subscribers/trace-goods.ts'),
    TraceTrade: keeper('functions/trace/subscribers/trace-trade.ts'),
    TraceConsolidation: keeper('functions/trace/subscribers/trace-consolidation.ts'),
  },
  api: { function: 'TraceApi', contract: traceApi },
  subscriptions: [
    { event: 'EntityChanged', function: 'TraceEntity' },
    { event: 'AdmissionChanged', function: 'TraceEntity' },
    { event: 'GoodsChanged', function: 'TraceGoods' },
    { event: 'TradeChanged', function: 'TraceTrade' },
    { event: 'ConsolidationChanged', function: 'TraceConsolidation' },
  ],
};
