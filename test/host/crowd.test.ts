import { availableParallelism } from 'node:os';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Caller } from '../../functions/shared/auth/caller.ts';
import { awsRuntime } from '../../functions/shared/runtime.ts';
import { registerSample } from '../functions/consolidation/fixtures/world.ts';
import { clerk, merchant, operator } from '../kit/call.ts';
import { useHost } from '../kit/host.ts';
import { HOSTILE_MESSAGES, HOSTILE_SHEETS } from '../kit/hostile.ts';
import { longestTurn } from '../kit/processor-time.ts';
import { until } from '../kit/until.ts';

const registry = useHost();

const HARDEST_SHEETS = [
  'a million empty rows in 10 KB',
  'a million cells in one row',
  '60 MB of blanks',
  'a CSV of nothing but commas',
].map((name) => HOSTILE_SHEETS[name]!);

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

/** Asks for the health of the host until something is over; how often it was answered, well each time. */
async function healthyUntil(work: Promise<unknown>): Promise<number> {
  let answered = 0;
  let isOver = false;
  const over = work.finally(() => (isOver = true));
  await until('everybody to be answered', async () => {
    expect((await registry.send(undefined, 'GET', '/health')).status).toBe(200);
    answered += 1;
    return isOver || undefined;
  });
  await over;
  return answered;
}

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
      answered = await healthyUntil(all);
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

describe('files that were made to take long', () => {
  const upload = (path: string, type: string, body: Buffer | string) =>
    registry.send(clerk(), 'POST', path, body, { 'Content-Type': type });

  it('all at once are answered each, and so is everybody else meanwhile', async () => {
    const octets = 'application/octet-stream';
    const sheets = HARDEST_SHEETS.map((make) => make());
    const messages = Object.values(HOSTILE_MESSAGES).map((make) => make());
    let answered = 0;
    const { answer: replies, seconds } = await longestTurn(async () => {
      const all = Promise.all([
        ...sheets.map((sheet) => upload('/v1/imports?kind=trade-lines', octets, sheet)),
        ...sheets.map((sheet) => upload('/v1/filing-batches', octets, sheet)),
        ...messages.map((message) => upload('/v1/interchange/gzsw', 'application/xml', message)),
      ]);
      answered = await healthyUntil(all);
      return all;
    });
    expect(answered).toBeGreaterThan(5);
    for (const { status, body } of replies) {
      // A message that can be read, however long it took to write, is answered by its receipt.
      if (status === 200) expect(body.result).toBe(0);
      else expect([400, 413, 503], JSON.stringify(body)).toContain(status);
      if (status === 503) expect(body.code).toBe('BUSY');
    }
    // Before, one of them held everybody up for 5 to 47 seconds.
    expect(seconds).toBeLessThan(1);
  });
});
