import { z } from 'zod';
import { awsRuntime, type Runtime } from '../../shared/runtime.ts';
import { step } from '../../shared/step/step.ts';
import { Batch } from '../domain/run.ts';
import { scoreBatch, simulateBatch } from '../services/batch.ts';
import { runStore } from '../store/runs.ts';

const Input = z.object({ runId: z.string(), batch: Batch });

/** 批量评分: scores one batch, or simulates it, and notes on the run what it did. */
export const build = (runtime: Runtime) =>
  step('ScoreBatch', Input, async ({ runId, batch }) => {
    const runs = runStore(runtime.table);
    const stored = await runs.run(runId);
    if (!stored) throw new Error(`there is no run ${runId}`);
    const run = stored.data;
    const { result, movers } = run.simulation
      ? await simulateBatch(runtime, run.simulation, batch)
      : { result: await scoreBatch(runtime, run, batch), movers: [] };
    await runs.finishBatch(run, result, movers);
    return { entities: result.entities };
  });

export const handler = build(awsRuntime());
