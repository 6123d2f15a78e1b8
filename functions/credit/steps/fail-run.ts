import { z } from 'zod';
import { awsRuntime, type Runtime } from '../../shared/runtime.ts';
import { step } from '../../shared/step/step.ts';
import { executionNameOf } from '../domain/run.ts';
import { runStore } from '../store/runs.ts';

const Input = z.object({ runId: z.string(), execution: z.string(), error: z.string() });

/** 评分中断: says of a run that its execution broke off. Another execution's is left alone. */
export const build = (runtime: Runtime) =>
  step('FailRun', Input, async ({ runId, execution, error }) => {
    const runs = runStore(runtime.table);
    const stored = await runs.run(runId);
    if (!stored) throw new Error(`there is no run ${runId}`);
    if (stored.data.status === 'RUNNING' && executionNameOf(stored.data) === execution) {
      await runtime.table.commit(runs.fail(stored, error, runtime.now().toISOString()));
    }
    return { runId };
  });

export const handler = build(awsRuntime());
