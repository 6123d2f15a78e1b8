import type { Planner } from '../../packing/model.ts';
import { planOnThreads } from '../../packing/threads.ts';
import { awsRuntime, type Runtime } from '../../shared/runtime.ts';
import { step } from '../../shared/step/step.ts';
import { refusal } from '../domain/load-result.ts';
import { planCargo } from '../domain/plan-cargo.ts';
import { replan } from '../domain/replan.ts';
import { ConsolidationInput, loaded, planningOf } from '../services/planning.ts';
import { consolidationStore } from '../store/index.ts';

/**
 * Plans the containers 装箱计算, for a late change from the plan in force, and stores the load. A load that is stored stands:
 * a second run answers from it.
 */
export const build = (runtime: Runtime, planner: Planner = planOnThreads) =>
  step('PlanLoad', ConsolidationInput, async (input) => {
    const { consolidationId, planning } = input;
    const store = consolidationStore(runtime.table);
    const consolidation = await loaded(store, consolidationId);
    const { target, trades } = await planningOf(store, consolidation, input);
    const { containerTypes, options } = target;
    let load = await store.loadResult(consolidation, planning);
    if (!load) {
      const lists = await runtime.reference.at(consolidation.createdAt);
      const present = await store.plan(consolidation);
      const change = consolidation.data.amendment;
      const made =
        present && change
          ? await replan(present.load, trades, containerTypes, options, change, planner, lists)
          : await planCargo(trades, containerTypes, options, planner, lists);
      load = await store.keepLoad(consolidation, planning, made);
    }
    const failure = refusal(load);
    return failure === undefined
      ? { consolidationId, outcome: 'LOADED' }
      : { consolidationId, outcome: 'REFUSED', failure };
  });

export const handler = build(awsRuntime());
