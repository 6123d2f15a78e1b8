import type { Checkpoints } from './checkpoints.ts';

/** What the clock starts. */
export interface Job {
  readonly name: string;
  /** Minutes between runs. */
  readonly everyMinutes: number;
  /** @param time when it was due, ISO 8601 */
  run(time: string): Promise<unknown>;
}

export interface Schedules {
  /** Runs what has become due, e.g. after the clock was moved. */
  tick(): void;
  close(): void;
}

/**
 * EventBridge Scheduler for one machine: runs each job at its interval of the host's clock. The last run
 * is kept, so that a machine that is switched off every evening still does its daily work. No job runs beside itself.
 */
export function startSchedules(
  jobs: readonly Job[],
  now: () => Date,
  runs: Pick<Checkpoints, 'read' | 'write'>,
): Schedules {
  const running = new Set<string>();
  const tick = (): void => {
    for (const job of jobs) {
      const instant = now();
      const key = `schedule:${job.name}`;
      const last = runs.read(key);
      if (last !== undefined && instant.getTime() - Date.parse(last) < job.everyMinutes * 60_000) continue;
      // What is due while its last run goes on, as after a move of the clock, comes when that has ended.
      if (running.has(key)) continue;
      runs.write(key, instant.toISOString());
      if (last === undefined) continue;
      running.add(key);
      job
        .run(instant.toISOString())
        .catch((error: unknown) => {
          console.error(`schedule ${job.name} failed: ${String(error)}`);
        })
        .finally(() => running.delete(key));
    }
  };
  tick();
  const timer = setInterval(tick, 1000);
  timer.unref();
  return { tick, close: () => clearInterval(timer) };
}
