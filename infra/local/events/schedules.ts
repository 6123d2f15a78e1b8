import type { ScheduleSpec } from '../../manifest/model.ts';

export interface Schedules {
  /** Runs what has become due, e.g. after the clock was moved. */
  tick(): void;
  close(): void;
}

/** EventBridge Scheduler for one machine: calls each scheduled function at its interval of the host's clock. */
export function startSchedules(
  specs: readonly ScheduleSpec[],
  invoke: (functionName: string, event: unknown) => Promise<unknown>,
  now: () => Date,
): Schedules {
  const due = new Map(specs.map((spec) => [spec.name, now().getTime() + spec.everyMinutes * 60_000]));
  const tick = (): void => {
    for (const spec of specs) {
      const instant = now();
      if (instant.getTime() < (due.get(spec.name) ?? 0)) continue;
      due.set(spec.name, instant.getTime() + spec.everyMinutes * 60_000);
      invoke(spec.function, { schedule: spec.name, time: instant.toISOString() }).catch((error: unknown) => {
        console.error(`schedule ${spec.name} failed: ${String(error)}`);
      });
    }
  };
  const timer = setInterval(tick, 1000);
  timer.unref();
  return { tick, close: () => clearInterval(timer) };
}
