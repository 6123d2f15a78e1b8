import { fork } from 'node:child_process';
import { type Job, type Outcome, perform } from './job.ts';

/** Performs the jobs in so many processes, each with one thread for planning; outcomes in the order of the jobs. */
export function performAll(jobs: readonly Job[], processes: number): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  const waiting = jobs.entries();
  return new Promise((resolve, reject) => {
    let working = Math.min(processes, jobs.length);
    for (let n = working; n > 0; n--) {
      const worker = fork(new URL(import.meta.url));
      let at = -1;
      const next = (): void => {
        const { value, done } = waiting.next();
        if (done === true) worker.disconnect();
        else {
          at = value[0];
          worker.send(value[1]);
        }
      };
      worker.on('message', (outcome: Outcome) => {
        outcomes[at] = outcome;
        next();
      });
      worker.on('exit', (code) => {
        if (code !== 0) reject(new Error(`a planning process ended with ${code}`));
        else if (--working === 0) resolve(outcomes);
      });
      next();
    }
  });
}

if (import.meta.main) process.on('message', (job: Job) => process.send!(perform(job)));
