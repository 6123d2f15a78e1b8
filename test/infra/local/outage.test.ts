import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { complaint } from '../../../infra/local/complaint.ts';
import { outages, undisturbed } from '../../../infra/local/dynamodb/outage.ts';
import { localBus } from '../../../infra/local/events/bus.ts';
import { checkpoints } from '../../../infra/local/events/checkpoints.ts';
import { startStepFunctions } from '../../../infra/local/step-functions/server.ts';
import { never } from '../../../infra/local/step-functions/within.ts';
import { until } from '../../kit/until.ts';

const folder = mkdtempSync(join(tmpdir(), 'outage-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const definition = (maxAttempts: number): object => ({
  QueryLanguage: 'JSONata',
  StartAt: 'Work',
  States: {
    Work: {
      Type: 'Task',
      Resource: 'arn:aws:states:::lambda:invoke',
      Arguments: { FunctionName: 'Work', Payload: '{% $states.input %}' },
      TimeoutSeconds: 60,
      Retry: [{ ErrorEquals: ['TableUnavailable'], IntervalSeconds: 1, MaxAttempts: maxAttempts }],
      End: true,
    },
  },
});

/** An engine that can be taken away, functions that need it, and the interpreter over both. */
async function world() {
  const state = { isThere: true, calls: 0 };
  const outage = outages(async () => state.isThere, {
    lost: () => stepFunctions.pause(),
    back: () => stepFunctions.resume(),
  });
  const invoke = async (): Promise<unknown> => {
    state.calls += 1;
    if (!state.isThere) throw Object.assign(new Error('connect ECONNREFUSED'), { name: 'TableUnavailable' });
    return { done: true };
  };
  const stepFunctions = await startStepFunctions({
    dataDir: undefined,
    definitions: { work: definition(1) },
    invokeFunction: undisturbed(invoke, { ...outage, over: never }),
    now: () => new Date(),
  });
  const start = (name: string) =>
    stepFunctions.executions.start('arn:aws:states:local:000000000000:stateMachine:work', name, '{}');
  const statusOf = (name: string) => stepFunctions.executions.store.execution('work', name)?.status;
  return { state, outage, invoke, stepFunctions, start, statusOf };
}

describe('an engine that is lost for a while', () => {
  it('takes no attempt of a workflow: it waits, and goes on when the engine is back', async () => {
    const { state, stepFunctions, start, statusOf } = await world();
    state.isThere = false;
    const { id } = start('before');
    await until('a call', () => state.calls === 1 || undefined);
    start('meanwhile');
    state.isThere = true;
    await until(
      'both to succeed',
      () => [statusOf('before'), statusOf('meanwhile')].every((status) => status === 'SUCCEEDED') || undefined,
    );
    const events = stepFunctions.executions.store.events(id, 0, 100).map(({ json }) => JSON.parse(json).type as string);
    expect(events.filter((type) => type.endsWith('Failed'))).toEqual([]);
    await stepFunctions.close();
  });

  it('buries no event', async () => {
    const { state, outage, invoke, stepFunctions } = await world();
    const letters = checkpoints(join(folder, 'letters.sqlite'));
    state.isThere = false;
    const bus = localBus(
      [{ event: 'GoodsChanged', function: 'On' }],
      undisturbed(invoke, outage),
      letters,
      async () => {},
    );
    const delivered = bus({
      name: 'GoodsChanged',
      detail: {},
      envelope: { version: 1, correlationId: 'request-1', causationId: 'request-1' },
      at: '2026-03-17T00:00:00.000Z',
    });
    await until('a call', () => state.calls === 1 || undefined);
    state.isThere = true;
    await delivered;
    expect(letters.deadLetters()).toEqual([]);
    letters.close();
    await stepFunctions.close();
  });

  it('leaves a function its own failures', async () => {
    const outage = outages(async () => true, { lost: () => {}, back: () => {} });
    const failing = async (): Promise<never> => {
      throw Object.assign(new Error('no'), { name: 'Refused' });
    };
    await expect(undisturbed(failing, outage)('Work', {})).rejects.toThrow('no');
  });
});

describe('a store that cannot be written', () => {
  it('is the host’s fault: the execution stays as it stood, and why is told', async () => {
    const full = Object.assign(new Error('database or disk is full'), { code: 'ERR_SQLITE_ERROR', errcode: 13 });
    const failed = Promise.withResolvers<Error>();
    const stepFunctions = await startStepFunctions({
      dataDir: undefined,
      definitions: { work: definition(0) },
      invokeFunction: async () => {
        vi.spyOn(stepFunctions.executions.store, 'addEvent').mockImplementation(() => {
          throw full;
        });
        return { done: true };
      },
      now: () => new Date(),
      hostFailed: failed.resolve,
    });
    stepFunctions.executions.start('arn:aws:states:local:000000000000:stateMachine:work', 'one', '{}');
    expect(complaint(await failed.promise)).toMatch(/^the disk is full .*what was committed is kept$/);
    expect(stepFunctions.executions.store.execution('work', 'one')?.status).toBe('RUNNING');
    await stepFunctions.close();
  });
});

describe('a complaint', () => {
  it.each([
    [{ code: 'ENOSPC', message: 'ENOSPC: no space left on device, write' }, 'the disk is full'],
    [{ code: 'ERR_SQLITE_ERROR', errcode: 11, message: 'database disk image is malformed' }, 'is broken'],
    [{ code: 'ERR_SQLITE_ERROR', errcode: 26, message: 'file is not a database' }, 'is broken'],
  ])('is one line for %j', (fault, text) => {
    const line = complaint(Object.assign(new Error(fault.message), fault));
    expect(line).toContain(text);
    expect(line.split('\n')).toHaveLength(1);
  });
});
