import type { ScheduleSpec } from '../../manifest/model.ts';
import type { Checkpoints } from './checkpoints.ts';

export interface Schedules {
  /** Runs what has become due, e.g. after the clock was moved. */
  tick(): void;
  close(): void;
}

/**
 * EventBridge Scheduler for one machine: calls each scheduled function at its interval of the host's clock. The last run
 * is kept, so that a machine that is switched off every evening still does its daily work.
 */
export function startSchedules(
  specs: readonly ScheduleSpec[],
  invoke: (functionName: string, event: unknown) => Promise<unknown>,
  now: () => Date,
  runs: Pick<Checkpoints, 'read' | 'write'>,
): Schedules {
  const tick = (): void => {
    for (const spec of specs) {
      const instant = now();
      const key = `schedule:${spec.name}`;
      const last = runs.read(key);
      if (last !== undefined && instant.getTime() - Date.parse(last) < spec.everyMinutes * 60_000) continue;
      runs.write(key, instant.toISOString());
      if (last === undefined) continue;
      invoke(spec.function, { schedule: spec.name, time: instant.toISOString() }).catch((error: unknown) => {
        console.error(`schedule ${spec.name} failed: ${String(error)}`);
      });
    }
  };
  tick();
  const timer = setInterval(tick, 1000);
  timer.unref();
  return { tick, close: () => clearInterval(timer) };
}
