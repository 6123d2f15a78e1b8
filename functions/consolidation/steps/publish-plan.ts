import { awsRuntime, type Runtime } from '../../shared/runtime.ts';
import { step } from '../../shared/step/step.ts';
import { movesBetween } from '../domain/amendment.ts';
import { cargoOf } from '../domain/draft.ts';
import { sum } from '../domain/sums.ts';
import { ConsolidationInput, isAwaited, loaded, planningOf, stored, WORKFLOW } from '../services/planning.ts';
import { consolidationStore } from '../store/index.ts';

/**
 * Publishes the checked plan 发布方案. A consolidation that was released or loaded meanwhile, or is published, stays as it is.
 */
export const build = (runtime: Runtime) =>
  step('PublishPlan', ConsolidationInput, async (input) => {
    const { consolidationId, planning } = input;
    const store = consolidationStore(runtime.table);
    const consolidation = await loaded(store, consolidationId);
    if (!isAwaited(consolidation, input)) {
      const { status, revision } = consolidation.data;
      // A repetition finds its own plan published; what was loaded meanwhile needs none.
      const isSuperseded = consolidation.data.loaded !== undefined && revision !== planning;
      return { consolidationId, status, ...(isSuperseded && { outcome: 'SUPERSEDED' }) };
    }
    const { target, trades } = await planningOf(store, consolidation, input);
    const load = stored(await store.loadResult(consolidation, planning), 'load');
    const declared = stored(await store.declarationResult(consolidation, planning), 'declarations');
    const present = await store.plan(consolidation);
    const plan = {
      containers: load.containers.length,
      declarations: declared.declarations.length,
      unplacedCartons: sum(load.unplaced, ({ count }) => count),
      ...(present && movesBetween(present.load, load)),
    };
    await runtime.table.commit(
      store.publish(
        { ...target, status: 'PLANNED', revision: planning, cargo: cargoOf(trades), plan },
        consolidation,
        { actor: WORKFLOW, at: runtime.now().toISOString(), action: 'PLAN' },
        { load, declared },
      ),
    );
    return { consolidationId, status: 'PLANNED' };
  });

export const handler = build(awsRuntime());
