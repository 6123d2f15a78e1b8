import { z } from 'zod';
import { awsRuntime, type Runtime } from '../../shared/runtime.ts';
import { step } from '../../shared/step/step.ts';
import { progressOf } from '../domain/run.ts';
import { runStore } from '../run-store.ts';

const Input = z.object({ runId: z.string() });

/** 评分完成: marks the run as finished. */
export const build = (runtime: Runtime) =>
  step('FinishRun', Input, async ({ runId }) => {
    const runs = runStore(runtime.table);
    const stored = await runs.run(runId);
    if (!stored) throw new Error(`there is no run ${runId}`);
    if (stored.data.status === 'RUNNING') await runtime.table.commit(runs.finish(stored, runtime.now().toISOString()));
    const { entities, changed } = progressOf(stored.data, await runs.finishedBatches(stored.data));
    return { runId, entities, changed };
  });

export const handler = build(awsRuntime());
