import { awsRuntime, type Runtime } from '../../shared/runtime.ts';
import { step } from '../../shared/step/step.ts';
import { sum } from '../domain/sums.ts';
import { ConsolidationInput, loaded, stored, WORKFLOW } from '../planning.ts';
import { consolidationStore } from '../store.ts';

/** Publishes the checked plan 发布方案. A consolidation that was released meanwhile, or is published, stays as it is. */
export const build = (runtime: Runtime) =>
  step('PublishPlan', ConsolidationInput, async ({ consolidationId }) => {
    const store = consolidationStore(runtime.table);
    const consolidation = await loaded(store, consolidationId);
    if (consolidation.data.status !== 'PLANNING') return { consolidationId, status: consolidation.data.status };
    const load = stored(await store.loadResult(consolidation), 'load');
    const { declarations } = stored(await store.declarationResult(consolidation), 'declarations');
    const plan = {
      containers: load.containers.length,
      declarations: declarations.length,
      unplacedCartons: sum(load.unplaced, ({ count }) => count),
    };
    const at = runtime.now().toISOString();
    await runtime.table.commit(
      store.change({ ...consolidation.data, status: 'PLANNED', plan }, consolidation, {
        actor: WORKFLOW,
        at,
        action: 'PLAN',
      }),
    );
    return { consolidationId, status: 'PLANNED' };
  });

export const handler = build(awsRuntime());
