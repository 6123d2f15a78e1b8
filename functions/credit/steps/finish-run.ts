import { z } from 'zod';
import { awsRuntime, type Runtime } from '../../shared/runtime.ts';
import { step } from '../../shared/step/step.ts';
import type { Write } from '../../shared/table/write.ts';
import { type CreditRun, progressOf } from '../domain/run.ts';
import { runStore } from '../run-store.ts';
import { scorecardStore } from '../scorecard-store.ts';

const Input = z.object({ runId: z.string() });

/** 评分完成: marks the run as finished, and the draft that it simulated as ready to be published. */
export const build = (runtime: Runtime) =>
  step('FinishRun', Input, async ({ runId }) => {
    const runs = runStore(runtime.table);
    const stored = await runs.run(runId);
    if (!stored) throw new Error(`there is no run ${runId}`);
    if (stored.data.status === 'RUNNING') {
      const at = runtime.now().toISOString();
      await runtime.table.commit([...runs.finish(stored, at), ...(await simulated(runtime, stored.data, at))]);
    }
    const { entities, changed } = progressOf(stored.data, await runs.finishedBatches(stored.data));
    return { runId, entities, changed };
  });

async function simulated(runtime: Runtime, run: CreditRun, at: string): Promise<Write[]> {
  if (!run.simulation) return [];
  const cards = scorecardStore(runtime.table);
  const draft = await cards.record(run.simulation.scorecardVersion);
  if (draft?.data.status !== 'DRAFT') return [];
  return cards.change({ ...draft.data, simulatedBy: run.id }, draft, {
    actor: { sub: 'FinishRun', role: 'system' },
    at,
    action: 'SIMULATE',
  });
}

export const handler = build(awsRuntime());
