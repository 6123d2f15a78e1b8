import { awsRuntime, type Runtime } from '../../shared/runtime.ts';
import { step } from '../../shared/step/step.ts';
import type { Consolidation } from '../domain/consolidation.ts';
import { checkPlan, PlanFault } from '../domain/plan-check.ts';
import { ConsolidationInput, isAwaited, loaded, planningOf, stored } from '../services/planning.ts';
import { consolidationStore } from '../store/index.ts';

/** Checks the stored plan 方案校验 by code that shares nothing with the planner; a plan that does not hold is a fault. */
export const build = (runtime: Runtime) =>
  step('VerifyPlan', ConsolidationInput, async (input) => {
    const { consolidationId, planning } = input;
    const store = consolidationStore(runtime.table);
    const consolidation = await loaded(store, consolidationId);
    // What was released or loaded meanwhile is not published, and its trades may be others than it was planned of.
    if (!isAwaited(consolidation, input)) return { consolidationId };
    const { target, trades } = await planningOf(store, consolidation, input);
    const { containerTypes, options } = target;
    const load = stored(await store.loadResult(consolidation, planning), 'load');
    const declared = stored(await store.declarationResult(consolidation, planning), 'declarations');
    await checkLedgers(store, consolidation.data);
    checkPlan({ trades, containerTypes, options, load, declared }, await runtime.reference.at(consolidation.createdAt));
    return { consolidationId };
  });

/** Every carton of the plan is this consolidation's to load. */
async function checkLedgers(store: ReturnType<typeof consolidationStore>, { id, tradeIds }: Consolidation) {
  const ledgers = await store.ledgers(tradeIds);
  const strange = ledgers.flatMap((ledger, at) =>
    ledger?.state === 'RESERVED' && ledger.consolidationId === id ? [] : [tradeIds[at]],
  );
  if (strange.length > 0) throw new PlanFault(`the ledger does not hold ${strange.join()} for ${id}`);
}

export const handler = build(awsRuntime());
