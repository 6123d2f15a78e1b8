import { z } from 'zod';
import { awsRuntime, type Runtime } from '../../shared/runtime.ts';
import { step } from '../../shared/step/step.ts';
import { Batch } from '../domain/run.ts';
import { runStore } from '../run-store.ts';
import { scoreEntity } from '../scoring.ts';
import { creditStore } from '../store.ts';

const Input = z.object({ runId: z.string(), batch: Batch });

/** Entities scored at once: enough to hide the table's latency. */
const PARALLEL = 10;

/** 批量评分: scores one batch and notes what it did on the run. */
export const build = (runtime: Runtime) =>
  step('ScoreBatch', Input, async ({ runId, batch }) => {
    const runs = runStore(runtime.table);
    const stored = await runs.run(runId);
    if (!stored) throw new Error(`there is no run ${runId}`);
    const entityIds = await creditStore(runtime.table).subjectIds(batch.districtId, batch);
    let changed = 0;
    for (let start = 0; start < entityIds.length; start += PARALLEL) {
      const standings = await Promise.all(
        entityIds
          .slice(start, start + PARALLEL)
          .map(async (entityId) => scoreEntity(runtime, entityId, { type: 'RUN', id: runId })),
      );
      // Counted by what the standings say, so that a batch done again counts the same.
      changed += standings.filter(({ cause }) => cause.id === runId).length;
    }
    await runtime.table.commit(runs.finishBatch(stored.data, { no: batch.no, entities: entityIds.length, changed }));
    return { no: batch.no };
  });

export const handler = build(awsRuntime());
