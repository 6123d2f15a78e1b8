import { ConsolidationChanged } from '../../events/consolidation.ts';
import { reads } from '../../events/reader.ts';
import { awsRuntime, type Runtime } from '../../shared/runtime.ts';
import { subscriber } from '../../shared/step/subscriber.ts';
import { plansOf, ToldPlan } from '../domain/plan.ts';
import { shipmentStore } from '../store/index.ts';

/** Keeps for which containers a confirmed consolidation means the goods of each trade. */
export const build = (runtime: Runtime) =>
  subscriber(
    'ShipmentOnConsolidationChanged',
    reads(ConsolidationChanged, ToldPlan, async (told) => {
      const store = shipmentStore(runtime.table);
      for (const { tradeId, plan } of plansOf(told)) await store.keepPlan(tradeId, told.consolidationId, plan);
    }),
  );

export const handler = build(awsRuntime());
