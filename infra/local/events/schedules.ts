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
  /** Starts nothing more, and settles when what runs has ended. */
  close(): Promise<void>;
}

/** Under which name the time is kept that a run which has not ended well was due at; empty where it has. */
const openRun = (name: string): string => `schedule-open:${name}`;

/**
 * EventBridge Scheduler for one machine: runs each job at its interval of the host's clock. The last run
 * is kept, so that a machine that is switched off every evening still does its daily work; a run that was cut off or failed
 * is done again at the next start. No job runs beside itself.
 */
export function startSchedules(
  jobs: readonly Job[],
  now: () => Date,
  runs: Pick<Checkpoints, 'read' | 'write'>,
): Schedules {
  const running = new Map<string, Promise<void>>();
  const begin = (job: Job, time: string): void => {
    const { name } = job;
    runs.write(openRun(name), time);
    const work = job
      .run(time)
      .then(
        () => runs.write(openRun(name), ''),
        (error: unknown) => console.error(`schedule ${name} failed: ${String(error)}`),
      )
      .finally(() => running.delete(name));
    running.set(name, work);
  };
  const tick = (): void => {
    for (const job of jobs) {
      const instant = now();
      const key = `schedule:${job.name}`;
      const last = runs.read(key);
      if (last !== undefined && instant.getTime() - Date.parse(last) < job.everyMinutes * 60_000) continue;
      // What is due while its last run goes on, as after a move of the clock, comes when that has ended.
      if (running.has(job.name)) continue;
      runs.write(key, instant.toISOString());
      if (last !== undefined) begin(job, instant.toISOString());
    }
  };
  for (const job of jobs) {
    const cutOff = runs.read(openRun(job.name));
    if (cutOff) begin(job, cutOff);
  }
  tick();
  const timer = setInterval(tick, 1000);
  timer.unref();
  return {
    tick,
    async close() {
      clearInterval(timer);
      await Promise.all(running.values());
    },
  };
}
