import { z } from 'zod';
import { awsRuntime, type Runtime } from '../../shared/runtime.ts';
import { step } from '../../shared/step/step.ts';
import type { Write } from '../../shared/table/write.ts';
import { type BatchResult, type CreditRun, progressOf } from '../domain/run.ts';
import { sumOf } from '../domain/statistics.ts';
import { today } from '../services/scoring.ts';
import { runStore, SCORING } from '../store/runs.ts';
import { scorecardStore } from '../store/scorecards.ts';
import { statisticsStore } from '../store/statistics.ts';

const Input = z.object({ runId: z.string() });

/** 评分完成: marks the run as finished, keeps its distributions, or has the draft that it simulated ready to be published. */
export const build = (runtime: Runtime) =>
  step('FinishRun', Input, async ({ runId }) => {
    const runs = runStore(runtime.table);
    const stored = await runs.run(runId);
    if (!stored) throw new Error(`there is no run ${runId}`);
    const done = await runs.finishedBatches(stored.data);
    if (stored.data.status === 'RUNNING') {
      const at = runtime.now().toISOString();
      const outcome = stored.data.simulation
        ? await simulated(runtime, stored.data.simulation.scorecardVersion, runId, at)
        : await distributions(runtime, stored.data, done);
      await runtime.table.commit([...runs.finish(stored, at), ...outcome]);
    }
    const { entities, changed } = progressOf(stored.data, done);
    return { runId, entities, changed };
  });

async function simulated(runtime: Runtime, version: string, runId: string, at: string): Promise<Write[]> {
  const cards = scorecardStore(runtime.table);
  const draft = await cards.record(version);
  if (draft?.data.status !== 'DRAFT') return [];
  return cards.change({ ...draft.data, simulatedBy: runId }, draft, {
    actor: SCORING,
    at,
    action: 'SIMULATE',
  });
}

/** The distributions of the run's month, district by district, unless those of a later run are kept. */
async function distributions(runtime: Runtime, run: CreditRun, done: readonly BatchResult[]): Promise<Write[]> {
  const statistics = statisticsStore(runtime.table);
  const { id: runId, startedAt } = run;
  const month = today(startedAt).slice(0, 7);
  const kept = await statistics.of(run.districtIds, month);
  const superseded = new Set(kept.filter((one) => one.startedAt > startedAt).map(({ districtId }) => districtId));
  return run.districtIds
    .filter((districtId) => !superseded.has(districtId))
    .map((districtId) => {
      const tallies = done.flatMap((batch) => (batch.districtId === districtId && batch.tally ? [batch.tally] : []));
      return statistics.keep(month, { districtId, runId, startedAt, tally: sumOf(tallies) });
    });
}

export const handler = build(awsRuntime());
