import { describe, expect, it } from 'vitest';
import type { Json } from '../../../../infra/local/step-functions/asl/json.ts';
import { type Act, bench, machine, type Outcome, returns, run, task, throws } from './kit.ts';

interface Scenario {
  readonly title: string;
  readonly states: Record<string, object>;
  readonly top?: object;
  readonly script?: Record<string, readonly Act[]>;
  readonly input?: Json;
  readonly expected: Partial<Outcome>;
}

const pass = (Output: unknown, more: object = { End: true }): object => ({ Type: 'Pass', Output, ...more });
const retry = (ErrorEquals: string[], more: object = {}) => ({ Retry: [{ ErrorEquals, ...more }] });
const to = (Next: string) => ({ Next });
const end = { Type: 'Succeed' };

const scenarios: Scenario[] = [
  {
    title: 'a Task without Output gives the result of the integration',
    states: { A: { ...task('f'), Output: undefined } },
    script: { f: [returns({ n: 1 })] },
    expected: { status: 'SUCCEEDED', output: { ExecutedVersion: '$LATEST', Payload: { n: 1 }, StatusCode: 200 } },
  },
  {
    title: 'a bare function ARN sends the Arguments and gives what the function returned',
    states: {
      A: { Type: 'Task', Resource: 'arn:aws-cn:lambda:cn-north-1:123456789012:function:f', Arguments: { x: 1 }, End: true },
    },
    script: { f: [returns([2])] },
    expected: { output: [2], events: [
      'ExecutionStarted', 'TaskStateEntered', 'LambdaFunctionScheduled', 'LambdaFunctionStarted', 'LambdaFunctionSucceeded',
      'TaskStateExited', 'ExecutionSucceeded',
    ] },
  },
  {
    title: 'a function that returns nothing gives null',
    states: { A: task('f') },
    script: { f: [returns(undefined)] },
    expected: { output: null },
  },
  {
    title: 'a Choice takes the first rule that holds, with its Assign and Output',
    states: {
      Rate: {
        Type: 'Choice',
        Choices: [
          { Condition: '{% $states.input.score >= 90 %}', Next: 'End', Output: { grade: 'A' }, Assign: { rule: 1 } },
          { Condition: '{% $states.input.score >= 60 %}', Next: 'End', Output: { grade: 'B' }, Assign: { rule: 2 } },
        ],
        Default: 'End',
        Output: { grade: 'C' },
        Assign: { rule: 3 },
      },
      End: end,
    },
    input: { score: 75 },
    expected: { output: { grade: 'B' }, variables: { rule: 2 }, path: ['Rate', 'End'] },
  },
  {
    title: 'a Choice that falls to its Default uses its own Assign and Output',
    states: {
      Rate: {
        Type: 'Choice',
        Choices: [{ Condition: '{% $states.input.score >= 90 %}', Next: 'End', Output: { grade: 'A' } }],
        Default: 'End',
        Output: { grade: 'C' },
        Assign: { rule: 3 },
      },
      End: end,
    },
    input: { score: 7 },
    expected: { output: { grade: 'C' }, variables: { rule: 3 } },
  },
  {
    title: 'a Choice without a matching rule and Default fails',
    states: { Rate: { Type: 'Choice', Choices: [{ Condition: '{% false %}', Next: 'End' }] }, End: end },
    expected: { status: 'FAILED', error: 'States.Runtime', path: ['Rate'] },
  },
  {
    title: 'a Condition that is no boolean fails',
    states: { Rate: { Type: 'Choice', Choices: [{ Condition: '{% 1 %}', Next: 'End' }], Default: 'End' }, End: end },
    expected: { status: 'FAILED', error: 'States.QueryEvaluationError' },
  },
  {
    title: 'Assign and Output see the variables as they were before the state',
    states: {
      A: pass('{% $states.input %}', { Assign: { a: 1, b: 2 }, Next: 'B' }),
      B: pass({ a: '{% $a %}' }, { Assign: { a: '{% $b %}', b: '{% $a %}' }, Next: 'C' }),
      C: pass({ before: '{% $states.input.a %}', a: '{% $a %}', b: '{% $b %}' }),
    },
    expected: { output: { before: 1, a: 2, b: 1 } },
  },
  {
    title: 'an undefined result is an error, not null',
    states: { A: pass('{% $states.input.missing %}') },
    expected: {
      status: 'FAILED',
      error: 'States.QueryEvaluationError',
      cause: "An error occurred while executing the state 'A' (entered at the event id #2). The JSONata expression '$states.input.missing' specified for the field 'Output' returned nothing (undefined).",
      events: ['ExecutionStarted', 'PassStateEntered', 'EvaluationFailed', 'ExecutionFailed'],
    },
  },
  {
    title: 'an unassigned variable is an error',
    states: { A: pass({ deep: [{ value: '{% $nobody %}' }] }) },
    expected: { error: 'States.QueryEvaluationError' },
  },
  {
    title: 'Fail evaluates Error and Cause',
    states: { A: { Type: 'Fail', Error: "{% 'Refused' & $states.input.n %}", Cause: 'plain' } },
    input: { n: 7 },
    expected: { status: 'FAILED', error: 'Refused7', cause: 'plain', events: ['ExecutionStarted', 'FailStateEntered', 'ExecutionFailed'] },
  },
  {
    title: 'Wait counts from the entry of the state',
    states: { A: { Type: 'Wait', Seconds: '{% $states.input.n * 60 %}', Next: 'B' }, B: { Type: 'Wait', Seconds: 5, End: true } },
    input: { n: 2 },
    expected: { seconds: 125, output: { n: 2 } },
  },
  {
    title: 'Wait until a timestamp; a past one does not wait',
    states: {
      A: { Type: 'Wait', Timestamp: '{% $states.input %}', Next: 'B' },
      B: { Type: 'Wait', Timestamp: '2020-01-01T00:00:00Z', End: true },
    },
    input: '2026-01-05T09:30:00+08:00',
    expected: { seconds: 1800 },
  },
  {
    title: 'a retrier waits IntervalSeconds × BackoffRate ^ retries',
    states: { A: task('f', retry(['Busy'], { IntervalSeconds: 2, BackoffRate: 3 })) },
    script: { f: [throws('Busy'), throws('Busy'), throws('Busy'), returns('done')] },
    expected: { output: 'done', seconds: 2 + 6 + 18, path: ['A'] },
  },
  {
    title: 'a retrier that is used up leaves the error',
    states: { A: task('f', retry(['Busy'], { MaxAttempts: 2 })) },
    script: { f: [throws('Busy')] },
    expected: { status: 'FAILED', error: 'Busy', seconds: 3 },
  },
  {
    title: 'MaxAttempts 0 never retries, although a later retrier would',
    states: {
      A: task('f', { Retry: [{ ErrorEquals: ['Busy'], MaxAttempts: 0 }, { ErrorEquals: ['States.ALL'] }] }),
    },
    script: { f: [throws('Busy'), returns(1)] },
    expected: { status: 'FAILED', error: 'Busy', seconds: 0 },
  },
  {
    title: 'each retrier counts for itself',
    states: {
      A: task('f', { Retry: [{ ErrorEquals: ['Busy'], MaxAttempts: 1 }, { ErrorEquals: ['Slow'], MaxAttempts: 1, IntervalSeconds: 10 }] }),
    },
    script: { f: [throws('Busy'), throws('Slow'), returns('both')] },
    expected: { output: 'both', seconds: 11 },
  },
  {
    title: 'RetryCount is in the context',
    states: { A: task('f', { Arguments: { FunctionName: 'f', Payload: {} }, Output: '{% $states.context.State.RetryCount %}', ...retry(['Busy']) }) },
    script: { f: [throws('Busy'), throws('Busy'), returns(0)] },
    expected: { output: 2 },
  },
  {
    title: 'Catch goes to Next with the error output, and Assign sees it',
    states: {
      A: task('f', { Catch: [{ ErrorEquals: ['Broken'], Next: 'Repair', Assign: { why: '{% $states.errorOutput.Error %}' }, Output: { kept: '{% $states.input %}' } }] }),
      Repair: pass({ why: '{% $why %}', input: '{% $states.input %}' }),
    },
    input: 5,
    script: { f: [throws('Broken')] },
    expected: { status: 'SUCCEEDED', output: { why: 'Broken', input: { kept: 5 } }, path: ['A', 'Repair'] },
  },
  {
    title: 'a catcher without Output gives Error and Cause, as Lambda reports them',
    states: {
      A: task('f', { Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Read' }] }),
      Read: pass({ error: '{% $states.input.Error %}', message: '{% $parse($states.input.Cause).errorMessage %}' }),
    },
    script: { f: [throws('Broken', 'a cable')] },
    expected: { output: { error: 'Broken', message: 'a cable' } },
  },
  {
    title: 'retries come before the catcher',
    states: {
      A: task('f', { ...retry(['Broken'], { MaxAttempts: 1 }), Catch: [{ ErrorEquals: ['Broken'], Next: 'Repair' }] }),
      Repair: end,
    },
    script: { f: [throws('Broken')] },
    expected: { path: ['A', 'Repair'], seconds: 1 },
  },
  {
    title: 'a failed Output is caught like a failed Task',
    states: { A: task('f', { Output: '{% $states.result.nothing %}', Catch: [{ ErrorEquals: ['States.QueryEvaluationError'], Next: 'B' }] }), B: end },
    script: { f: [returns(1)] },
    expected: { status: 'SUCCEEDED', path: ['A', 'B'] },
  },
  {
    title: 'TimeoutSeconds ends a Task; States.TaskFailed does not match it, States.Timeout does',
    states: {
      A: task('f', {
        TimeoutSeconds: '{% 30 %}',
        Catch: [{ ErrorEquals: ['States.TaskFailed'], Next: 'Wrong' }, { ErrorEquals: ['States.Timeout'], Next: 'Right' }],
      }),
      Wrong: { Type: 'Fail' },
      Right: end,
    },
    script: { f: ['hangs'] },
    expected: { status: 'SUCCEEDED', path: ['A', 'Right'], seconds: 30 },
  },
  {
    title: 'a result of more than 256 KiB is States.DataLimitExceeded',
    states: { A: task('f') },
    script: { f: [returns('x'.repeat(256 * 1024))] },
    expected: { status: 'FAILED', error: 'States.DataLimitExceeded' },
  },
  {
    title: 'the top-level TimeoutSeconds times the execution out',
    states: { A: { Type: 'Wait', Seconds: 100, End: true } },
    top: { TimeoutSeconds: 40 },
    expected: { status: 'TIMED_OUT', seconds: 40 },
  },
  {
    title: 'a loop that never waits ends with the history',
    states: { A: { Type: 'Pass', Next: 'B' }, B: { Type: 'Choice', Choices: [{ Condition: false, Next: 'C' }], Default: 'A' }, C: end },
    expected: { status: 'FAILED', error: 'States.Runtime' },
  },
  {
    title: 'what is thrown without an error is Lambda.Unknown',
    states: { A: task('f', { Arguments: { FunctionName: 'f' }, Catch: [{ ErrorEquals: ['Lambda.Unknown'], Next: 'B' }] }), B: end },
    script: { f: [throws('')] },
    expected: { status: 'SUCCEEDED' },
  },
  {
    title: '$now, $millis and the functions of Step Functions',
    states: {
      A: pass({
        now: '{% $now() %}',
        day: "{% $now('[Y0001]-[M01]-[D01]', '+0800') %}",
        millis: '{% $millis() %}',
        partition: '{% $partition([1..5], 2) %}',
        range: '{% $range(0, 10, 5) %}',
        hash: "{% $hash('abc', 'SHA-1') %}",
        random: '{% $random(7) = $random(7) and $random() < 1 %}',
        uuid: '{% $length($uuid()) %}',
        parse: '{% $parse(\'{"a":1}\').a %}',
        one: '{% [$states.input.list[n = 1].n] %}',
      }),
    },
    input: { list: [{ n: 1 }, { n: 2 }] },
    expected: {
      output: {
        now: '2026-01-05T01:00:00.000Z', day: '2026-01-05', millis: 1_767_574_800_000, partition: [[1, 2], [3, 4], [5]],
        range: [0, 5, 10], hash: 'a9993e364706816aba3e25717850c26c9cd0d89d', random: true, uuid: 36, parse: 1, one: [1],
      },
    },
  },
  {
    title: 'the context tells execution, state and machine',
    states: { A: pass('{% $states.context %}') },
    input: { a: 1 },
    expected: {
      output: {
        Execution: {
          Id: 'arn:aws:states:local:000000000000:execution:m:one', Input: { a: 1 }, Name: 'one', RedriveCount: 0,
          RoleArn: 'arn:aws:iam::000000000000:role/embedded-host', StartTime: '2026-01-05T01:00:00.000Z',
        },
        State: { Name: 'A', EnteredTime: '2026-01-05T01:00:00.000Z' },
        StateMachine: { Id: 'arn:aws:states:local:000000000000:stateMachine:m', Name: 'm' },
      },
    },
  },
  {
    title: 'the end of a sequence is not what follows it in the file',
    states: { A: pass(1, to('C')), B: pass(2), C: pass('{% $states.input %}', to('B')) },
    expected: { path: ['A', 'C', 'B'], output: 2 },
  },
]; // biome-ignore format: a table reads better

describe('scenarios', () => {
  it.each(scenarios)('$title', async ({ states, top, script, input, expected }) => {
    const b = await bench({ m: machine(JSON.parse(JSON.stringify(states)) as Record<string, object>, top) }, script);
    const went = await run(b, 'm', input);
    expect(went).toMatchObject({ status: 'error' in expected ? 'FAILED' : 'SUCCEEDED', ...expected });
    await b.stepFunctions.close();
  });

  it('numbers the events from one and links each to the one before it in its sequence', async () => {
    const b = await bench({ m: machine({ A: pass(1, to('B')), B: task('f') }) }, { f: [returns(1)] });
    await run(b, 'm');
    const events = b.stepFunctions.executions.store
      .events(1, 0, 100)
      .map(({ json }) => JSON.parse(json) as { id: number; previousEventId: number });
    // The first state is entered after nothing.
    expect(events.map((event) => [event.id, event.previousEventId])).toEqual(
      events.map((_, at) => [at + 1, at === 1 ? 0 : at]),
    );
    await b.stepFunctions.close();
  });
});
