import { expect, it, vi } from 'vitest';
import { bench, machine, returns, run, settle, task, throws, tokenTask } from './kit.ts';

const arnOf = (machineName: string, name: string): string =>
  `arn:aws:states:local:000000000000:execution:${machineName}:${name}`;

it('tells each execution that failed or timed out, and counts them until they are redriven', async () => {
  const executionFailed = vi.fn();
  const definitions = {
    fails: machine({ A: task('f') }),
    late: machine({ A: tokenTask('g') }, { TimeoutSeconds: 60 }),
    works: machine({ A: task('g') }),
  };
  const script = { f: [throws('Refused', 'of 张三'), returns(1)], g: [returns(1)] };
  const b = await bench(definitions, script, { executionFailed });
  const { stepFunctions, clock } = b;
  const began = clock.now();
  await run(b, 'fails');
  await run(b, 'late');
  await run(b, 'works');
  // A person stopped it, who knows of it.
  stepFunctions.executions.start('arn:aws:states:local:000000000000:stateMachine:late', 'stopped', '{}');
  await settle();
  stepFunctions.executions.stop(arnOf('late', 'stopped'), {});

  expect(executionFailed.mock.calls).toEqual([
    [expect.objectContaining({ machine: 'fails', name: 'one' }), 'FAILED', 'Refused'],
    [expect.objectContaining({ machine: 'late', name: 'one' }), 'TIMED_OUT', 'States.Timeout'],
  ]);
  expect(stepFunctions.failedSince(began)).toBe(2);
  expect(stepFunctions.failedSince(clock.now())).toBe(1);
  expect(stepFunctions.failedSince(new Date(clock.now().getTime() + 1))).toBe(0);
  stepFunctions.executions.redrive(arnOf('fails', 'one'));
  await settle();
  expect(stepFunctions.failedSince(began)).toBe(1);
  await stepFunctions.close();
});
