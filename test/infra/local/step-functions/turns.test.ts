import { setImmediate } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { startStepFunctions } from '../../../../infra/local/step-functions/server.ts';
import { arn, Clock, machine, settle, task, tokenTask } from './kit.ts';

/** Starts so many executions of one Task; each call of its function takes a second of the clock. */
async function crowd(count: number, state: object) {
  const clock = new Clock();
  const seen = { inFlight: 0, most: 0, calls: 0 };
  const stepFunctions = await startStepFunctions({
    dataDir: undefined,
    definitions: { crowd: machine({ Work: state }) },
    now: clock.now,
    invokeFunction: async () => {
      seen.calls += 1;
      seen.inFlight += 1;
      seen.most = Math.max(seen.most, seen.inFlight);
      await setImmediate();
      clock.moveTo(new Date(clock.now().getTime() + 1000));
      stepFunctions.clockMoved();
      seen.inFlight -= 1;
    },
  });
  const { executions } = stepFunctions;
  const ids = Array.from({ length: count }, (_, n) => executions.start(arn('crowd'), `one-${n}`, '{}').id);
  const statuses = () => new Set(ids.map((id) => executions.store.executionById(id)?.status));
  for (let turn = 0; turn < 200 && seen.calls < count; turn += 1) await settle();
  await settle();
  const result = { ...seen, statuses: [...statuses()] };
  await stepFunctions.close();
  return result;
}

it('calls 25 functions at once, however many executions wake, and begins the time of each with its turn', async () => {
  expect(await crowd(200, task('Work', { TimeoutSeconds: 60 }))).toEqual({
    inFlight: 0,
    most: 25,
    calls: 200,
    statuses: ['SUCCEEDED'],
  });
});

it('keeps no turn for an execution that waits for its token', async () => {
  expect(await crowd(60, tokenTask('Work'))).toEqual({ inFlight: 0, most: 25, calls: 60, statuses: ['RUNNING'] });
});
