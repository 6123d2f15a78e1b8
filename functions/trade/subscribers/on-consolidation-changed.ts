import { ConsolidationChanged } from '../../events/consolidation.ts';
import { reads } from '../../events/reader.ts';
import { awsRuntime, type Runtime } from '../../shared/runtime.ts';
import { subscriber } from '../../shared/step/subscriber.ts';
import { systemActor } from '../../shared/table/audit.ts';
import { ConsolidationStep, follow } from '../domain/follow.ts';
import { tradeStore } from '../store/index.ts';

/** `ConsolidationChanged`: moves the trades that it names. A redelivery goes on where the last one stopped. */
export const build = (runtime: Runtime) =>
  subscriber(
    'OnConsolidationChanged',
    reads(ConsolidationChanged, ConsolidationStep, async (step) => {
      const store = tradeStore(runtime.table);
      for (const tradeId of step.tradeIds) {
        const before = await store.load(tradeId);
        const after = before && follow(before.data, step);
        if (!before || !after) continue;
        await runtime.table.commit(
          store.change(after, before, {
            actor: systemActor('subscriber', 'OnConsolidationChanged'),
            at: runtime.now().toISOString(),
            action: 'FOLLOW_CONSOLIDATION',
          }),
        );
      }
    }),
  );

export const handler = build(awsRuntime());
