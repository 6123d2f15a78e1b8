import { encodeTime } from 'ulid';
import { z } from 'zod';
import { identifier } from '../../shared/kernel/identifier.ts';
import { awsRuntime, type Runtime } from '../../shared/runtime.ts';
import { step } from '../../shared/step/step.ts';
import { systemActor } from '../../shared/table/audit.ts';
import { dayOf } from '../domain/day.ts';
import { type CreditRun, statusAt } from '../domain/run.ts';
import { today } from '../services/scoring.ts';
import { RunExists, runStore } from '../store/runs.ts';

const ACTOR = systemActor('schedule', 'start-daily-runs');

/**
 * Starts one run a day and district, which moves every entity whose facts began or ended to count, whose history came of
 * age, or whom a new scorecard meets. Called as often as one likes: the day makes the run's identifier. One of today that
 * broke off is taken up again where it was.
 */
export const build = (runtime: Runtime) =>
  step('StartDailyRuns', z.unknown(), async () => {
    const runs = runStore(runtime.table);
    const at = runtime.now().toISOString();
    for (const districtId of (await runtime.reference.at(at)).tenants.keys()) {
      const id = identifier('creditrun', districtId, ulidOfDay(today(at)));
      const run: CreditRun = {
        id,
        districtId,
        districtIds: [districtId],
        status: 'RUNNING',
        startedAt: at,
        startedBy: ACTOR.sub,
      };
      try {
        await runtime.table.commit(runs.start(run, ACTOR));
      } catch (error) {
        if (!(error instanceof RunExists)) throw error;
        const before = await runs.run(id);
        if (before && statusAt(before.data, before.updatedAt, at) === 'FAILED')
          await runtime.table.commit(runs.restart(before, ACTOR, at));
      }
    }
  });

/** The ULID of a day's first millisecond (UTC) without randomness. */
const ulidOfDay = (date: string): string => encodeTime(dayOf(date) * 86_400_000) + '0'.repeat(16);

export const handler = build(awsRuntime());
