import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { afterAll, describe, expect, it } from 'vitest';
import type { Runtime } from '../../../functions/shared/runtime.ts';
import { hostClock } from '../../../infra/local/clock.ts';
import { invokeEndpoint } from '../../../infra/local/functions/endpoint.ts';
import { localFunctions } from '../../../infra/local/functions/functions.ts';
import { threads } from '../../../infra/local/functions/threads.ts';
import type { FunctionSpec } from '../../../infra/manifest/model.ts';

const spec: FunctionSpec = { entry: 'functions/never-loaded.ts', timeoutSeconds: 0.2, memoryMb: 512, access: {} };
const folder = mkdtempSync(join(tmpdir(), 'functions-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const file = (name: string): string => join(folder, name);

class Refusal extends Error {
  override readonly name = 'ConcurrencyConflict';
}
const functions = localFunctions(
  { Echo: spec, Slow: spec, Throws: spec, ThrowsText: spec, Large: spec },
  hostClock(file('functions')).memory,
);
await functions.load({} as Runtime, {
  Echo: async (event) => event,
  Slow: async () => delay(5000),
  Throws: async () => {
    throw new Refusal('someone else');
  },
  ThrowsText: async () => {
    throw 'text';
  },
  Large: async () => 'x'.repeat(7 * 1024 * 1024),
});
afterAll(() => functions.close());

describe('a local function', () => {
  it('gets and gives JSON, nothing else', async () => {
    expect(await functions.invoke('Echo', { when: new Date(0), gone: undefined, text: '中' })).toEqual({
      when: '1970-01-01T00:00:00.000Z',
      text: '中',
    });
    expect(await functions.invoke('Echo', undefined)).toBeNull();
  });

  it.each([
    ['Throws', 'ConcurrencyConflict'],
    ['ThrowsText', 'Error'],
    ['Slow', 'Sandbox.Timedout'],
    ['Large', 'Function.PayloadTooLarge'],
    ['Absent', 'Lambda.ResourceNotFoundException'],
  ])('%s fails by the name a state machine matches: %s', async (name, error) => {
    await expect(functions.invoke(name, {})).rejects.toMatchObject({ name: error });
  });
});

describe('a CPU-bound function', () => {
  const clock = hostClock(file('threads'));
  const pool = threads(clock.memory);
  afterAll(() => pool.close());
  const entry = new URL('../../kit/cpu-bound.ts', import.meta.url).href;
  const run = (payload: object, seconds = 5) => pool.run('Plan', entry, JSON.stringify(payload), seconds);

  it('runs beside the host, with the host’s clock', async () => {
    clock.moveTo(new Date('2030-01-01T00:00:00Z'));
    const ticks: number[] = [];
    const timer = setInterval(() => ticks.push(1), 10);
    const answer = JSON.parse(await run({ busyMilliseconds: 300 }));
    clearInterval(timer);
    expect(answer.year).toBe(2030);
    expect(ticks.length).toBeGreaterThan(5);
  });

  it('really ends at its timeout, and the next call gets a fresh thread', async () => {
    await expect(run({ busyMilliseconds: 60_000 }, 0.3)).rejects.toMatchObject({ name: 'Sandbox.Timedout' });
    expect(JSON.parse(await run({ busyMilliseconds: 1 })).year).toBe(2030);
  });

  it('reports an error by its name, and a thread that dies', async () => {
    await expect(run({ fail: 'PlanInvalid' })).rejects.toMatchObject({ name: 'PlanInvalid' });
    await expect(run({ exit: true })).rejects.toMatchObject({ name: 'Runtime.ExitError' });
  });
});

describe('the Invoke endpoint', () => {
  it('serves the SDK’s Lambda client, results and errors', async () => {
    const endpoint = await invokeEndpoint((name, payload) => functions.invoke(name, payload));
    const lambda = new LambdaClient({
      endpoint: endpoint.url,
      region: 'local',
      credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    });
    const call = (FunctionName: string) =>
      lambda.send(new InvokeCommand({ FunctionName, Payload: JSON.stringify({ text: '中' }) }));
    expect(JSON.parse((await call('Echo')).Payload?.transformToString() ?? '')).toEqual({ text: '中' });
    const failed = await call('Throws');
    expect(failed.FunctionError).toBe('Unhandled');
    expect(JSON.parse(failed.Payload?.transformToString() ?? '')).toEqual({
      errorType: 'ConcurrencyConflict',
      errorMessage: 'someone else',
    });
    await endpoint.close();
  });
});

describe('the host’s clock', () => {
  it('moves forward only, and does not go back with a restart', () => {
    const clock = hostClock(file('forward'));
    clock.moveTo(new Date('2031-05-01T00:00:00Z'));
    expect(clock.now().getUTCFullYear()).toBe(2031);
    expect(() => clock.moveTo(new Date('2030-05-01T00:00:00Z'))).toThrow(RangeError);
    expect(hostClock(file('forward')).now().getTime()).toBeGreaterThanOrEqual(Date.parse('2031-05-01T00:00:00Z'));
  });
});
