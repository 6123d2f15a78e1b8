import { awsRuntime, type Runtime } from '../../shared/runtime.ts';
import { step } from '../../shared/step/step.ts';
import { refusal } from '../domain/load-result.ts';
import { planCargo } from '../domain/plan-cargo.ts';
import { ConsolidationInput, planningOf } from '../planning.ts';
import { consolidationStore } from '../store.ts';

/** Plans the containers 装箱计算 and stores the load. A load that is stored stands: a second run answers from it. */
export const build = (runtime: Runtime) =>
  step('PlanLoad', ConsolidationInput, async ({ consolidationId }) => {
    const store = consolidationStore(runtime.table);
    const { consolidation, trades } = await planningOf(store, consolidationId);
    const { containerTypes, options } = consolidation.data;
    let load = await store.loadResult(consolidation);
    if (!load) {
      load = planCargo(trades, containerTypes, options, () => performance.now());
      await store.saveLoad(consolidation, load);
    }
    const failure = refusal(load);
    return failure === undefined
      ? { consolidationId, outcome: 'LOADED' }
      : { consolidationId, outcome: 'REFUSED', failure };
  });

export const handler = build(awsRuntime());
