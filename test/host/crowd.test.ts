import { availableParallelism } from 'node:os';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Caller } from '../../functions/shared/auth/caller.ts';
import { awsRuntime } from '../../functions/shared/runtime.ts';
import { registerSample } from '../functions/consolidation/fixtures/world.ts';
import { clerk, merchant, operator } from '../kit/call.ts';
import { useHost } from '../kit/host.ts';
import { healthyUntil } from './healthy.ts';

const registry = useHost();

beforeAll(async () => {
  // What the events of registered trades bring about; the host has set the environment.
  await registerSample({ runtime: awsRuntime() });
});

/** Threads that the process starts while something goes on. */
async function threadsStarted(action: () => Promise<unknown>): Promise<number> {
  let count = 0;
  const onWorker = (): unknown => (count += 1);
  process.on('worker', onWorker);
  await action().finally(() => process.off('worker', onWorker));
  return count;
}

const crowd = (caller: Caller, path: string, size = 100) =>
  Promise.all(Array.from({ length: size }, () => registry.send(caller, 'GET', path)));

describe('a hundred requests at once', () => {
  it('that read, or may not, need no thread', async () => {
    const started = await threadsStarted(async () => {
      const [reads, refusals] = await Promise.all([
        crowd(clerk(), '/v1/consolidations'),
        crowd(merchant('entity-500111-01JDXKQ8Z3W5T7V9Y1A3C5E7G9'), '/v1/consolidation-suggestions'),
      ]);
      expect(new Set(reads.map(({ status }) => status))).toEqual(new Set([200]));
      expect(new Set(refusals.map(({ status }) => status))).toEqual(new Set([403]));
    });
    expect(started).toBe(0);
  });

  it('that compute share as many threads as there are processors; who cannot wait is told when to come again', async () => {
    let answered = 0;
    const started = await threadsStarted(async () => {
      const all = Promise.all([
        crowd(clerk(), '/v1/consolidation-suggestions'),
        crowd(operator(), '/v1/consolidation-suggestions', 20),
      ]);
      answered = await healthyUntil(registry.host.url, all);
      const replies = (await all).flat();
      expect(replies.filter(({ status }) => status === 200).length).toBeGreaterThan(0);
      for (const { status, headers, body } of replies.filter((one) => one.status !== 200)) {
        expect([status, body.code]).toEqual([503, 'BUSY']);
        expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
      }
    });
    expect(started).toBeGreaterThan(0);
    expect(started).toBeLessThanOrEqual(availableParallelism());
    expect(answered).toBeGreaterThan(0);
  });
});
