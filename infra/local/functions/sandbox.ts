import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { awsRuntime } from '../../../functions/shared/runtime.ts';
import { sharedClock } from '../clock.ts';

/** A worker thread that runs one CPU-bound function, so that the host keeps answering and a timeout really ends it. */
const { entry, clock } = workerData as { entry: string; clock: SharedArrayBuffer };
const port = parentPort as MessagePort;

const { build } = (await import(entry)) as { build: (runtime: unknown) => (event: unknown) => Promise<unknown> };
const handler = build(awsRuntime(process.env, sharedClock(clock)));

port.on('message', (payload: string) => {
  handler(JSON.parse(payload)).then(
    (result) => port.postMessage({ result: JSON.stringify(result ?? null) }),
    (error: Error) => port.postMessage({ errorType: error.name, errorMessage: error.message }),
  );
});
