import { awsRuntime, type Runtime } from '../../shared/runtime.ts';
import { step } from '../../shared/step/step.ts';
import { chinaDay } from '../domain/day.ts';
import { rulesOn } from '../domain/declaration-rules.ts';
import { checkPlan } from '../domain/plan-check.ts';
import { ConsolidationInput, planningOf, stored } from '../planning.ts';
import { consolidationStore } from '../store.ts';

/** Checks the stored plan 方案校验 by code that shares nothing with the planner; a plan that does not hold is a fault. */
export const build = (runtime: Runtime) =>
  step('VerifyPlan', ConsolidationInput, async ({ consolidationId }) => {
    const store = consolidationStore(runtime.table);
    const { consolidation, trades } = await planningOf(store, consolidationId);
    const { containerTypes, options } = consolidation.data;
    const load = stored(await store.loadResult(consolidation), 'load');
    const declared = stored(await store.declarationResult(consolidation), 'declarations');
    checkPlan({ trades, containerTypes, options, load, declared }, rulesOn(chinaDay(consolidation.createdAt)));
    return { consolidationId };
  });

export const handler = build(awsRuntime());
