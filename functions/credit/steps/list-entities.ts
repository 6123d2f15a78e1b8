import { z } from 'zod';
import { awsRuntime, type Runtime } from '../../shared/runtime.ts';
import { step } from '../../shared/step/step.ts';
import { batchesOf } from '../domain/run.ts';
import { creditStore } from '../store/index.ts';
import { runStore } from '../store/runs.ts';

const Input = z.object({ runId: z.string() });

/** 列出主体: cuts the run's entities that are not yet done into batches; only their bounds go through the execution. */
export const build = (runtime: Runtime) =>
  step('ListEntities', Input, async ({ runId }) => {
    const runs = runStore(runtime.table);
    const stored = await runs.run(runId);
    if (!stored) throw new Error(`there is no run ${runId}`);
    const store = creditStore(runtime.table);
    const lists = await Promise.all(
      stored.data.districtIds.map(async (districtId) => ({
        districtId,
        entityIds: await store.subjectIds(districtId),
      })),
    );
    return { runId, batches: batchesOf(lists, await runs.finishedBatches(stored.data)) };
  });

export const handler = build(awsRuntime());
