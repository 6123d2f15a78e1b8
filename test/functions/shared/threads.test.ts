import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { build } from 'esbuild';
import { afterEach, describe, expect, it } from 'vitest';
import { type ThreadPool, threadPool } from '../../../functions/shared/threads/pool.ts';
import { hasty, other, told } from '../../kit/pool-task.ts';

/** A thread that answers with what it was sent, after so many milliseconds, and tells which thread it was. */
const ECHO = `
  const { parentPort, threadId } = require('node:worker_threads');
  parentPort.on('message', ({ wait, text }) => setTimeout(() => parentPort.postMessage({ threadId, text }), wait));`;

let pool: ThreadPool | undefined;
afterEach(() => pool?.close());
const poolOf = (...options: Parameters<typeof threadPool>): ThreadPool => (pool = threadPool(...options));

const started: Worker[] = [];
const job = (text: string, { wait = 0, kind = 'echo', milliseconds = 5000 } = {}) => ({
  kind,
  start: () => {
    const worker = new Worker(ECHO, { eval: true });
    started.push(worker);
    return worker;
  },
  message: { wait, text },
  milliseconds,
});
const alive = (): number => started.filter(({ threadId }) => threadId !== -1).length;

/** A thread that sorts marks for some seconds, in code that `terminate` does not reach. */
const NATIVE = `
  const { parentPort } = require('node:worker_threads');
  parentPort.on('message', () => parentPort.postMessage(('a' + '\\u0301\\u0323'.repeat(40_000)).normalize('NFKC').length));`;
const native = (): Worker => {
  const worker = new Worker(NATIVE, { eval: true });
  started.push(worker);
  return worker;
};

describe('a pool of threads', () => {
  it.each([1, 2])(
    'does as many jobs at a time as it has threads, in the order in which they came: %s',
    async (threads) => {
      started.length = 0;
      const jobs = poolOf({ threads, queue: 100 });
      const ended: string[] = [];
      await Promise.all(
        Array.from({ length: 12 }, async (_, index) => {
          const text = String(index);
          expect(await jobs.run(job(text, { wait: 5 }))).toMatchObject({ text });
          ended.push(text);
        }),
      );
      expect(started).toHaveLength(threads);
      const inOrder = Array.from({ length: 12 }, (_, index) => String(index));
      expect(threads === 1 ? ended : ended.toSorted((a, b) => Number(a) - Number(b))).toEqual(inOrder);
    },
  );

  it('refuses what could not wait, and what has waited too long; what runs is not touched', async () => {
    const jobs = poolOf({ threads: 1, queue: 1, waitMilliseconds: 50 });
    const long = jobs.run(job('long', { wait: 300 }));
    const waiting = jobs.run(job('waiting'));
    await expect(jobs.run(job('one too many'))).rejects.toMatchObject({ name: 'PoolBusy' });
    await expect(waiting).rejects.toMatchObject({ name: 'PoolBusy' });
    expect(await long).toMatchObject({ text: 'long' });
    expect(await jobs.run(job('after'))).toMatchObject({ text: 'after' });
  });

  it('holds no more threads than it may, whatever their kinds', async () => {
    started.length = 0;
    const jobs = poolOf({ threads: 2, queue: 10 });
    for (const kind of ['a', 'b', 'c', 'a', 'd']) {
      await jobs.run(job(kind, { kind }));
      expect(alive()).toBeLessThanOrEqual(2);
    }
  });

  it('ends the thread of a job that takes too long, of one that cannot be sent, and goes on with a new one', async () => {
    const jobs = poolOf({ threads: 1, queue: 10 });
    const late = jobs.run(job('late', { wait: 10_000, milliseconds: 100 }));
    const next = jobs.run(job('next'));
    await expect(late).rejects.toMatchObject({ name: 'JobTimedOut' });
    expect(await next).toMatchObject({ text: 'next' });
    await expect(jobs.run({ ...job('x'), message: () => {} })).rejects.toMatchObject({ name: 'ThreadEnded' });
    expect(await jobs.run(job('again'))).toMatchObject({ text: 'again' });
  });

  it('frees the slot of a job whose thread is in native code, which hears of its end only when it is done', async () => {
    started.length = 0;
    const jobs = poolOf({ threads: 1, queue: 10 });
    const stuck = () => ({ ...job('stuck', { kind: 'native', milliseconds: 400 }), start: native });
    await expect(jobs.run(stuck())).rejects.toMatchObject({ name: 'JobTimedOut' });
    expect(await jobs.run(job('next'))).toMatchObject({ text: 'next' });
    expect(started[0]?.threadId, 'the first thread is in native code still').not.toBe(-1);
    // As many as may run may be ending; the next is waited for.
    await expect(jobs.run(stuck())).rejects.toMatchObject({ name: 'JobTimedOut' });
    expect(alive()).toBeLessThanOrEqual(2);
    expect(await jobs.run(job('again'))).toMatchObject({ text: 'again' });
    expect(alive()).toBeLessThanOrEqual(2);
  });
});

describe('a task', () => {
  it('is done beside the thread that asks, and is given and gives copies', async () => {
    let turns = 0;
    const timer = setInterval(() => (turns += 1), 5);
    expect(await told({ milliseconds: 200, give: { bytes: new Uint8Array([1]), map: new Map([['a', 1]]) } })).toEqual({
      bytes: new Uint8Array([1]),
      map: new Map([['a', 1]]),
    });
    clearInterval(timer);
    expect(turns).toBeGreaterThan(5);
    expect(await other('two tasks of one module')).toBe('TWO TASKS OF ONE MODULE');
  });

  it('fails as it would in place', async () => {
    await expect(told({ fail: 'problem' })).rejects.toMatchObject({
      code: 'MALFORMED_FILE',
      message: '不行；请重做',
      remedy: '请重做',
      findings: [{ code: 'CODE', pointer: '/a' }],
    });
    await expect(told({ fail: 'error' })).rejects.toMatchObject({ name: 'RangeError', message: 'told to fail' });
    await expect(told({ fail: 'exit' })).rejects.toMatchObject({ name: 'ThreadEnded' });
    await expect(hasty(60_000)).rejects.toMatchObject({ code: 'BUSY', status: 503 });
  });

  it('that takes all memory ends its thread, not the process', async () => {
    await expect(told({ fail: 'memory' })).rejects.toMatchObject({ code: 'TOO_LARGE' });
    expect(await told({ give: 1 })).toBe(1);
  });

  it('is refused as busy where hundreds come at once, and the rest is done by as many threads as processors', async () => {
    const threads = new Set<number>();
    const onWorker = ({ threadId }: Worker): unknown => threads.add(threadId);
    process.on('worker', onWorker);
    const answers = await Promise.allSettled(
      Array.from({ length: 300 }, (_, index) => told({ milliseconds: 1, give: index })),
    );
    process.off('worker', onWorker);
    const [done, refused] = ['fulfilled', 'rejected'].map((status) => answers.filter((one) => one.status === status));
    expect(done?.length).toBeGreaterThanOrEqual(64);
    for (const one of refused ?? []) expect(one).toMatchObject({ reason: { code: 'BUSY' } });
    expect(threads.size).toBeLessThanOrEqual(availableParallelism());
  });

  it('works in one bundled file, as it is deployed, which ends when its work is done', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'task-'));
    try {
      const source = join(directory, 'function.ts');
      const kit = new URL('../../kit/pool-task.ts', import.meta.url).pathname;
      // What is awaited while the bundle is loaded must not lose a task.
      writeFileSync(
        source,
        `import { isMainThread } from 'node:worker_threads';
         import { other, told } from ${JSON.stringify(kit)};
         await new Promise((resolve) => setTimeout(resolve, 50));
         if (isMainThread) process.stdout.write(JSON.stringify([await told({ give: 1 }), await other('b')]));`,
      );
      const outfile = join(directory, 'index.mjs');
      await build({ entryPoints: [source], bundle: true, platform: 'node', format: 'esm', minify: true, outfile });
      const { stdout, stderr } = spawnSync(process.execPath, [outfile], { encoding: 'utf8', timeout: 20_000 });
      expect(stderr).toBe('');
      expect(JSON.parse(stdout)).toEqual([1, 'B']);
    } finally {
      rmSync(directory, { recursive: true });
    }
  });
});
