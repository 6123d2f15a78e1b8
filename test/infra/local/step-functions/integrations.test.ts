import { describe, expect, it } from 'vitest';
import type { Json } from '../../../../infra/local/step-functions/asl/json.ts';
import { arn, bench, machine, outcome, run, runUntil, settle } from './kit.ts';

const start = (operation: string, Arguments: object, more: object = {}): object => ({
  Type: 'Task',
  Resource: `arn:aws:states:::states:${operation}`,
  Arguments: { StateMachineArn: arn('child'), ...Arguments },
  ...more,
  ...('Next' in more ? {} : { End: true }),
});
const child = machine({ W: { Type: 'Wait', Seconds: 60, Next: 'C' }, C: {
  Type: 'Choice', Choices: [{ Condition: '{% $states.input.fail %}', Next: 'F' }], Default: 'S',
}, F: { Type: 'Fail', Error: 'Child', Cause: 'broke' }, S: { Type: 'Succeed', Output: { got: '{% $states.input %}' } } }); // biome-ignore format: a table reads better

describe('startExecution', () => {
  it('starts and goes on', async () => {
    const b = await bench({
      child,
      m: machine({ A: start('startExecution', { Name: 'inner', Input: { fail: false } }) }),
    });
    b.stepFunctions.executions.start(arn('m'), 'one', '{}');
    await settle();
    expect(outcome(b, 1)).toMatchObject({
      status: 'SUCCEEDED',
      output: { ExecutionArn: 'arn:aws:states:local:000000000000:execution:child:inner' },
    });
    expect(outcome(b, 2)).toMatchObject({ status: 'RUNNING', path: ['W'] });
    await b.stepFunctions.close();
  });

  it('with .sync:2 waits for the end and gives the output parsed', async () => {
    const A = start('startExecution.sync:2', { Input: { fail: false } }, { Output: '{% $states.result.Output %}' });
    const b = await bench({ child, m: machine({ A }) });
    expect(await run(b, 'm')).toMatchObject({ status: 'SUCCEEDED', output: { got: { fail: false } }, seconds: 60 });
    expect(outcome(b, 1).events).toContain('TaskSubmitted');
    await b.stepFunctions.close();
  });

  it('with .sync:2 fails with what the execution failed with as its Cause', async () => {
    const A = start(
      'startExecution.sync:2',
      { Input: { fail: true } },
      { Catch: [{ ErrorEquals: ['States.TaskFailed'], Next: 'B' }], Next: 'B' },
    );
    const B = { Type: 'Pass', Output: '{% $parse($states.input.Cause).[Status, Error, Cause] %}', End: true };
    const b = await bench({ child, m: machine({ A, B }) });
    expect(await run(b, 'm')).toMatchObject({ output: ['FAILED', 'Child', 'broke'] });
    await b.stepFunctions.close();
  });

  it('of a name that was used before is an error', async () => {
    const b = await bench({
      child,
      m: machine({ A: start('startExecution', { Name: 'inner', Input: { fail: false } }) }),
    });
    b.stepFunctions.executions.start(arn('child'), 'inner', '{}');
    await runUntil(b, () => outcome(b, 1).status !== 'RUNNING');
    expect(await run(b, 'm')).toMatchObject({
      status: 'FAILED',
      error: 'StepFunctions.ExecutionAlreadyExistsException',
    });
    await b.stepFunctions.close();
  });
});

describe('a service', () => {
  const A = {
    Type: 'Task',
    Resource: 'arn:aws:states:::aws-sdk:dynamodb:query',
    Arguments: { TableName: 'registry' },
    End: true,
  };

  it('gets action and arguments, and gives its answer', async () => {
    const calls: [string, Json][] = [];
    const b = await bench(
      { m: machine({ A }) },
      {},
      {
        callService: (action, args) => {
          calls.push([action, args]);
          return Promise.resolve({ Count: 0 });
        },
      },
    );
    expect(await run(b, 'm')).toMatchObject({ output: { Count: 0 } });
    expect(calls).toEqual([['aws-sdk:dynamodb:query', { TableName: 'registry' }]]);
    await b.stepFunctions.close();
  });

  it('fails with its error', async () => {
    const fault = Object.assign(new Error('slow down'), { name: 'DynamoDb.ThrottlingException' });
    const b = await bench({ m: machine({ A }) }, {}, { callService: () => Promise.reject(fault) });
    expect(await run(b, 'm')).toMatchObject({ error: 'DynamoDb.ThrottlingException', cause: 'slow down' });
    await b.stepFunctions.close();
  });
});
