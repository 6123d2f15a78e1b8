import { describe, expect, it } from 'vitest';
import { operations } from '../../../../infra/local/step-functions/api/operations.ts';
import type { Json } from '../../../../infra/local/step-functions/asl/json.ts';
import { InvalidDefinition, loadMachine } from '../../../../infra/local/step-functions/asl/load.ts';
import {
  type Act,
  arn,
  bench,
  historyOf,
  machine,
  outcome,
  returns,
  run,
  runUntil,
  settle,
  task,
  throws,
  tokenOf,
  tokenTask,
} from './kit.ts';

// Small machines and what AWS does with each. "Recorded": taken from histories of AWS; "measured": tried there;
// "documented": Step Functions Developer Guide or API reference. What still differs: docs/step-functions-differences.md.

const EXECUTION = 'arn:aws:states:local:000000000000:execution:m:one';
const end = { Type: 'Succeed' };
const pass = (Output: unknown, more: object = { End: true }): object => ({ Type: 'Pass', Output, ...more });
const caughtBy = (...ErrorEquals: string[]) => ({ Catch: [{ ErrorEquals, Next: 'Caught' }], Next: 'Caught' });
const map = (States: Record<string, object>, more: object): object => ({
  Type: 'Map',
  ItemProcessor: { StartAt: Object.keys(States)[0], States },
  End: true,
  ...more,
});
const parallel = (...branches: object[]): object => ({
  Type: 'Parallel',
  Branches: branches.map((state, index) => ({ StartAt: `B${index}`, States: { [`B${index}`]: state } })),
  End: true,
});

async function once(
  States: Record<string, object>,
  { input = {}, script = {}, top = {} }: { input?: Json; script?: Record<string, readonly Act[]>; top?: object } = {},
) {
  const b = await bench({ m: machine(States, top) }, script);
  const went = await run(b, 'm', input);
  const history = historyOf(b, 1);
  await b.stepFunctions.close();
  return {
    ...went,
    history,
    details: (type: string) => {
      const event = history.find((one) => one.type === type);
      return Object.entries(event ?? {}).find(([key]) => key.endsWith('EventDetails'))?.[1];
    },
    previous: history.map(({ previousEventId }) => previousEventId),
  };
}

function faultsOf(States: Record<string, object>): string {
  try {
    loadMachine('m', JSON.parse(JSON.stringify(machine(States))), true);
    return 'accepted';
  } catch (error) {
    if (error instanceof InvalidDefinition) return error.faults.join('\n');
    throw error;
  }
}

describe('errors', () => {
  it('a result that is too long goes to a catcher of States.ALL (recorded; documented otherwise)', async () => {
    const script = { f: [returns('x'.repeat(300_000))] };
    const went = await once({ A: task('f', caughtBy('States.ALL')), Caught: end }, { script });
    expect(went).toMatchObject({ status: 'SUCCEEDED', output: { Error: 'States.DataLimitExceeded' } });
  });

  it('silence of a token Task is States.Timeout without a cause, in the event and the execution (recorded)', async () => {
    const went = await once({ A: tokenTask('ask', { HeartbeatSeconds: 5 }) }, { script: { ask: [returns(null)] } });
    expect(went).toMatchObject({ status: 'FAILED', error: 'States.Timeout', cause: undefined, seconds: 5 });
    expect(went.details('TaskTimedOut')).toEqual({
      resourceType: 'lambda',
      resource: 'invoke.waitForTaskToken',
      error: 'States.Timeout',
    });
    expect(went.details('ExecutionFailed')).toEqual({ error: 'States.Timeout' });
  });

  it.each(['States.Timeout', 'States.HeartbeatTimeout'])('silence is caught by %s (recorded)', async (name) => {
    const b = await bench(
      {
        m: machine({
          P: { ...parallel(tokenTask('ask', { HeartbeatSeconds: 5 })), End: undefined, ...caughtBy(name) },
          Caught: end,
        }),
      },
      { ask: [returns(null)] },
    );
    expect(await run(b, 'm')).toMatchObject({ output: { Error: 'States.Timeout', Cause: '' } });
    await b.stepFunctions.close();
  });

  it('a Task that takes too long is States.Timeout; a catcher gets an empty cause (recorded)', async () => {
    const slow = task('f', { TimeoutSeconds: 9 });
    const went = await once({ A: slow }, { script: { f: ['hangs'] } });
    expect(went).toMatchObject({ error: 'States.Timeout', cause: undefined });
    expect(went.details('TaskTimedOut')).not.toHaveProperty('cause');
    const States = { A: { ...slow, End: undefined, ...caughtBy('States.Timeout') }, Caught: end };
    const caught = await once(JSON.parse(JSON.stringify(States)) as typeof States, { script: { f: ['hangs'] } });
    expect(caught.output).toEqual({ Error: 'States.Timeout', Cause: '' });
  });

  it('an execution that times out has its error only in the event (recorded)', async () => {
    const went = await once({ A: { Type: 'Wait', Seconds: 60, End: true } }, { top: { TimeoutSeconds: 5 } });
    expect(went).toMatchObject({ status: 'TIMED_OUT', error: undefined, cause: undefined });
    expect(went.details('ExecutionTimedOut')).toEqual({ error: 'States.Timeout' });
  });

  it('a Choice that no rule matches is States.Runtime (measured; documented as States.NoChoiceMatched)', async () => {
    const went = await once({ A: { Type: 'Choice', Choices: [{ Condition: false, Next: 'B' }] }, B: end });
    expect(went.details('ExecutionFailed')).toEqual({
      error: 'States.Runtime',
      cause:
        "An error occurred while executing the state 'A' (entered at the event id #2). " +
        'Failed to transition out of the state. The state does not point to a next state.',
    });
  });

  it.each([
    [{}, { Error: null, Cause: null }],
    [{ error: 'Refused' }, { Error: 'Refused', Cause: null }],
    [
      { error: 'Refused', cause: '' },
      { Error: 'Refused', Cause: '' },
    ],
  ])('SendTaskFailure with %j gives a catcher %j (recorded)', async (sent, output) => {
    const b = await bench(
      { m: machine({ A: tokenTask('ask', caughtBy('States.ALL')), Caught: end }) },
      { ask: [returns(null)] },
    );
    const { executions } = b.stepFunctions;
    executions.start(arn('m'), 'one', '{}');
    await settle();
    operations['SendTaskFailure']?.(executions, { taskToken: tokenOf(b.invocations[0]), ...sent });
    await settle();
    expect(outcome(b, 1)).toMatchObject({ status: 'SUCCEEDED', output });
    await b.stepFunctions.close();
  });
});

describe('causes of expressions', () => {
  const OPENING =
    "An error occurred while executing the state 'A' (entered at the event id #2). The JSONata expression";
  it.each([
    ['nothing', pass('{% $nobody %}'), `${OPENING} '$nobody' specified for the field 'Output' returned nothing (undefined).`],
    ['an error', pass("{% $sum('x') %}"), `${OPENING} '$sum('x')' specified for the field 'Output' threw an error during evaluation. T0412: Argument 1 of function "sum" must be an array of "numbers"`],
    ['a wrong type', map({ I: pass(1) }, { Items: '{% 1 %}' }), `${OPENING} '1' specified for the field 'Items' returned an unexpected result type. Expected 'array', but was 'number' for value: 1`],
    ['an input that is no array', map({ I: pass(1) }, {}), `${OPENING} '$states.input' specified for the field 'Items' returned an unexpected result type. Expected 'array', but was 'object' for value: {}`],
    ['a text for seconds', { Type: 'Wait', Seconds: "{% 'x' %}", End: true }, `${OPENING} ''x'' specified for the field 'Seconds' returned an unexpected result type. Expected 'number', but was 'string' for value: "x"`],
    ['no Condition', { Type: 'Choice', Choices: [{ Condition: '{% null %}', Next: 'B' }], Default: 'B' }, `${OPENING} 'null' specified for the field 'Condition' returned an unexpected result type. Expected 'boolean', but was 'null' for value: null`],
  ])('name the state, its entry and the expression: %s (recorded)', async (_, A, cause) => {
    const went = await once('Default' in A ? { A, B: end } : { A });
    expect(went).toMatchObject({ status: 'FAILED', error: 'States.QueryEvaluationError', cause });
    expect(went.details('EvaluationFailed')).toMatchObject({ state: 'A', cause });
  }); // biome-ignore format: a table reads better

  it('name the innermost state, and where this iteration entered it', async () => {
    const went = await once({
      M: map({ I: pass('{% $states.input.x %}') }, { Items: [{ x: 1 }, {}], MaxConcurrency: 1 }),
    });
    expect(went.cause).toContain("executing the state 'I' (entered at the event id #9). The JSONata expression");
    expect(went.history[8]).toMatchObject({ id: 9, type: 'PassStateEntered' });
  });

  it('of too many failures say only that (recorded)', async () => {
    const States = { M: map({ I: { Type: 'Fail', Error: 'E' } }, { Items: [1, 2], ToleratedFailureCount: 0 }) };
    expect(await once(States)).toMatchObject({
      error: 'States.ExceedToleratedFailureThreshold',
      cause: 'The specified tolerated failure threshold was exceeded',
    });
  });
});

describe('events', () => {
  it('a Map whose Items are no array: EvaluationFailed, MapStateFailed (recorded)', async () => {
    for (const more of [{ Items: '{% 1 %}' }, {}]) {
      const went = await once({ M: map({ I: pass(1) }, more) });
      expect(went.events).toEqual([
        'ExecutionStarted', 'MapStateEntered', 'EvaluationFailed', 'MapStateFailed', 'ExecutionFailed',
      ]); // biome-ignore format: one list
    }
  });

  it('a Map that fails tells what it cuts off (recorded)', async () => {
    const went = await once(
      { M: map({ I: task('f') }, { Items: [1, 2, 3] }) },
      { script: { f: [throws('Broken'), 'hangs'] } },
    );
    expect(went.events.slice(-7)).toEqual([
      'MapIterationFailed', 'TaskStateAborted', 'MapIterationAborted', 'TaskStateAborted', 'MapIterationAborted',
      'MapStateFailed', 'ExecutionFailed',
    ]); // biome-ignore format: one list
    const index = (type: string) =>
      went.history
        .filter((event) => event.type === type)
        .map((event) => event['mapIterationAbortedEventDetails'] ?? event['mapIterationFailedEventDetails']);
    expect(index('MapIterationFailed')).toEqual([{ name: 'M', index: 0 }]);
    expect(index('MapIterationAborted')).toEqual([
      { name: 'M', index: 1 },
      { name: 'M', index: 2 },
    ]);
  });

  it('a Parallel that fails aborts the Task that failed and whatever waits, the innermost first (recorded)', async () => {
    const inner = map({ I: { Type: 'Wait', Seconds: 9, End: true } }, { Items: [1] });
    const went = await once({ P: parallel(inner, pass(1), task('f')) }, { script: { f: [throws('Broken')] } });
    expect(went.events.slice(went.events.indexOf('TaskFailed'))).toEqual([
      'TaskFailed', 'TaskStateAborted', 'WaitStateAborted', 'MapIterationAborted', 'MapStateAborted',
      'ParallelStateFailed', 'ExecutionFailed',
    ]); // biome-ignore format: one list
  });

  it.each(['Map', 'Parallel'])('a %s that is retried fails once, at the end (recorded)', async (type) => {
    const Retry = [{ ErrorEquals: ['States.ALL'], MaxAttempts: 2 }];
    const fork = type === 'Map' ? map({ I: task('f') }, { Items: [1], Retry }) : { ...parallel(task('f')), Retry };
    const went = await once({ A: fork }, { script: { f: [throws('Broken')] } });
    const count = (name: string) => went.events.filter((one) => one === `${type}${name}`).length;
    expect([count('StateStarted'), count('StateFailed')]).toEqual([3, 1]);
  });

  it('a history that is full ends with event 25,000 (measured)', async () => {
    const rule = { Condition: false, Next: 'C' };
    const went = await once({
      A: pass(1, { Next: 'B' }),
      B: { Type: 'Choice', Choices: [rule], Default: 'A' },
      C: end,
    });
    expect(went.history.at(-1)).toMatchObject({
      id: 25_000,
      type: 'ExecutionFailed',
      executionFailedEventDetails: {
        error: 'States.Runtime',
        cause: 'The execution reached the maximum number of history events (25000).',
      },
    });
  });

  it('a full history of a Map, or of a state that catches it, ends there too', async () => {
    const loop = {
      B: pass(1, { Next: 'C' }),
      C: { Type: 'Choice', Choices: [{ Condition: false, Next: 'D' }], Default: 'B' },
      D: end,
    };
    const went = await once({
      M: map(loop, { Items: [1, 2], ...caughtBy('States.Runtime'), End: undefined }),
      Caught: end,
    });
    expect(went).toMatchObject({ status: 'FAILED', error: 'States.Runtime' });
    expect(went.history).toHaveLength(25_000);
  });

  it('follow one another as recorded', async () => {
    const two = await once({
      M: map({ I: pass(1) }, { Items: [1, 2], MaxConcurrency: 1, End: undefined, Next: 'Z' }),
      Z: end,
    });
    expect(two.history.map(({ id, type, previousEventId }) => `${id} ${type} ${previousEventId}`)).toEqual([
      '1 ExecutionStarted 0', '2 MapStateEntered 0', '3 MapStateStarted 2',
      '4 MapIterationStarted 3', '5 PassStateEntered 4', '6 PassStateExited 5', '7 MapIterationSucceeded 6',
      '8 MapIterationStarted 6', '9 PassStateEntered 8', '10 PassStateExited 9', '11 MapIterationSucceeded 10',
      '12 MapStateSucceeded 11', '13 MapStateExited 11', '14 SucceedStateEntered 13', '15 SucceedStateExited 14',
      '16 ExecutionSucceeded 15',
    ]); // biome-ignore format: one list
    const failed = await once({ A: pass(1, { Next: 'B' }), B: pass('{% $nobody %}') });
    expect(failed.history.slice(-3).map(({ type, previousEventId }) => [type, previousEventId])).toEqual([
      ['PassStateEntered', 3], ['EvaluationFailed', 3], ['ExecutionFailed', 5],
    ]); // biome-ignore format: one list
    const stopped = await once(
      { A: pass(1, { Next: 'B' }), B: { Type: 'Wait', Seconds: 60, End: true } },
      { top: { TimeoutSeconds: 5 } },
    );
    expect(stopped.history.slice(-2).map(({ type, previousEventId }) => [type, previousEventId])).toEqual([
      ['WaitStateEntered', 3], ['ExecutionTimedOut', 3],
    ]); // biome-ignore format: one list
  });
});

describe('functions', () => {
  it.each([
    ['$range(1, 9, 9)', 1],
    ['[$range(1, 1, 1)]', [1]],
    ['[1..1]', [1]],
    ['$range(-1.7, 2, 1)', [-1, 0, 1, 2]],
    ['$range(3, 1, -1)', [3, 2, 1]],
    ['$random(42)', 0.7275636800328681],
    ['$partition([1..5], 2.9)', [[1, 2], [3, 4], [5]]],
  ])('%s is %j (recorded)', async (source, output) => {
    expect(await once({ A: pass(`{% ${source} %}`) })).toMatchObject({ output });
  });

  it('a single item of $range is no array (recorded)', async () => {
    const went = await once({ M: map({ I: pass(1) }, { Items: '{% $range(1, 1, 1) %}' }) });
    expect(went).toMatchObject({ error: 'States.QueryEvaluationError' });
  });

  it('$eval is accepted and fails the state, which can be caught (recorded)', async () => {
    const eval_ = pass("{% $eval('1+1') %}");
    expect((await once({ A: eval_ })).cause).toMatch(/T1006: Attempted to invoke a non-function$/);
    const States = {
      P: { ...parallel(eval_), End: undefined, ...caughtBy('States.QueryEvaluationError') },
      Caught: end,
    };
    expect(await once(JSON.parse(JSON.stringify(States)) as typeof States)).toMatchObject({ status: 'SUCCEEDED' });
  });

  it('RetryCount is in the context of a Task, Map and Parallel only (recorded)', async () => {
    const state = '{% $states.context.State %}';
    const at = { EnteredTime: '2026-01-05T01:00:00.000Z' };
    expect((await once({ A: pass(state) })).output).toEqual({ Name: 'A', ...at });
    expect((await once({ A: task('f', { Output: state }) }, { script: { f: [returns(1)] } })).output).toEqual({ Name: 'A', ...at, RetryCount: 0 });
    expect((await once({ A: map({ I: pass(1) }, { Items: [], Output: state }) })).output).toEqual({ Name: 'A', ...at, RetryCount: 0 });
  }); // biome-ignore format: reads better
});

describe('a definition', () => {
  const inCatch = (Output: unknown) => ({
    A: task('f', { Catch: [{ ErrorEquals: ['States.ALL'], Next: 'B', Output }], Next: 'B' }),
    B: end,
  });

  it.each([
    ['phone', 'phone'], ['$', '$'], ['$$', '$$'], ['[$states.input, b]', 'b'], ['{ a: 1 }', 'a'], ['1 + c.d', 'c'],
    ['$map($states.input.x, function($v) { y })', 'y'], ['($x := z; $x)', 'z'], ['e ? 1 : 2', 'e'], ['f ~> $sum', 'f'], ['g[0]', 'g'],
    ['sum([1])', 'sum'], ['$states.errorOutput', '$states.errorOutput'], ['$states.input.x[a = $states.result.b]', '$states.result'],
    ['$states.nothing', '$states.nothing'],
  ])('with {%% %s %%} in a Pass is refused for %s (measured: UNSUPPORTED_JSONATA_EXPRESSION)', (source, name) => {
    expect(faultsOf({ A: pass({ deep: [`{% ${source} %}`] }) })).toContain(`refers to ${name}, which is not there`);
  }); // biome-ignore format: a table reads better

  it.each([
    '$states.input.items[value > 3].name', '$states.input.items^(>price)', '$states.input.items{ kind: $sum(price) }',
    '$states.input.items.($ & $states.context.State.Name)', '$map($states.input.x, function($v, $i) { $v.a })', '$nobody', '$states',
    '$states.input.**.a', '$states.input ~> |items|{"a": b}|', '$filter($states.input.x, function($v) { $v.a = "a?:b ?? c" })',
    '$match($states.input.x, /a??(?:b)/)', '$x ? $x : 1', '$exists($x) ? $x : 1',
  ])('with {%% %s %%} is accepted', (source) => {
    expect(faultsOf({ A: pass(`{% ${source} %}`) })).toBe('accepted');
  }); // biome-ignore format: a table reads better

  it('may use the result where there is one, the error where one is caught, and nowhere else (documented)', () => {
    const result = '{% $states.result %}';
    const error = '{% $states.errorOutput.Cause %}';
    expect(faultsOf({ A: task('f', { Output: result, Assign: { a: result } }) })).toBe('accepted');
    expect(faultsOf({ A: { ...parallel(pass(1)), Output: result } })).toBe('accepted');
    expect(faultsOf(inCatch(error))).toBe('accepted');
    expect(faultsOf(inCatch(result))).toContain('$states.result');
    expect(faultsOf({ A: task('f', { Output: error }) })).toContain('$states.errorOutput');
    expect(faultsOf({ A: task('f', { TimeoutSeconds: result }) })).toContain('$states.result');
  });

  it.each([
    '$states.input.a ?? 1', '$states.input.a ?: 1', '$x ?: 1', '-1 ?: 2', '$x.y[0] ?? 2', '($x; 1) ?: 2',
    '$map($x, function($v) { $v ?? 1 })', '$states.input.x[a ?: b]', '$x.y.% ?: 1',
  ])('with {%% %s %%} is refused: JSONata 2.0.6 of AWS has neither ?? nor ?:', (source) => {
    expect(faultsOf({ A: pass(`{% ${source} %}`) })).toContain('uses ?? or ?:');
  }); // biome-ignore format: a table reads better

  it('without a state that ends is refused, a branch too (measured: MISSING_END_STATE)', () => {
    const loop = { A: pass(1, { Next: 'B' }), B: pass(1, { Next: 'A' }) };
    expect(faultsOf(loop)).toContain('MISSING_END_STATE');
    expect(faultsOf({ M: map(loop, {}) })).toContain('state A: no state that follows it ends');
  });

  it.each([
    ['heartbeats without a token', { A: task('f', { HeartbeatSeconds: 1 }) }],
    ['a boolean as Condition', { A: { Type: 'Choice', Choices: [{ Condition: true, Next: 'B' }] }, B: end }],
    ['a part of a per cent', { A: map({ I: pass(1) }, { ToleratedFailurePercentage: 1.1 }) }],
    ['a token that is not passed on', { A: tokenTask('f', { Arguments: { FunctionName: 'f' } }) }],
    ['a branch that assigns what the catcher around it assigns', {
      A: { ...parallel(pass(1, { Assign: { v: 1 }, End: true })), End: undefined, Next: 'B', Catch: [{ ErrorEquals: ['States.ALL'], Next: 'B', Assign: { v: 2 } }] },
      B: end,
    }],
  ])('with %s is accepted (recorded)', (_, States) => {
    expect(faultsOf(States)).toBe('accepted');
  }); // biome-ignore format: a table reads better

  it('with heartbeats without a token runs, and nobody needs to beat', async () => {
    expect(await once({ A: task('f', { HeartbeatSeconds: 1 }) }, { script: { f: [returns(1)] } })).toMatchObject({
      output: 1,
    });
  });
});

describe('the API', () => {
  const refusal = (operation: string, body: object) => {
    return async () => {
      const b = await bench({ m: machine({ A: { Type: 'Wait', Seconds: 60, End: true } }) });
      b.stepFunctions.executions.start(arn('m'), 'one', '{}');
      try {
        return operations[operation]?.(b.stepFunctions.executions, body);
      } catch (error) {
        return error as Error;
      } finally {
        await b.stepFunctions.close();
      }
    };
  };

  it.each([
    ['StartExecution', { stateMachineArn: arn('m'), name: 'one', input: '1' }, 'ExecutionAlreadyExists', `Execution Already Exists: '${EXECUTION}'`],
    ['StartExecution', { stateMachineArn: 'm' }, 'InvalidArn', "Invalid Arn: 'Invalid ARN prefix: m'"],
    ['DescribeExecution', { executionArn: 'x:y' }, 'InvalidArn', "Invalid Arn: 'Invalid ARN prefix: x:y'"],
  ])('%s %j: %s (recorded)', async (operation, body, name, message) => {
    expect(await refusal(operation, body)()).toMatchObject({ name, message });
  }); // biome-ignore format: a table reads better

  it('knows the filter PENDING_REDRIVE, a state that no execution has here (documented)', async () => {
    const body = { stateMachineArn: arn('m'), statusFilter: 'PENDING_REDRIVE' };
    expect(await refusal('ListExecutions', body)()).toEqual({ executions: [] });
  });

  it('tells that there is neither logging nor tracing (recorded)', async () => {
    const configuration = {
      loggingConfiguration: { level: 'OFF', includeExecutionData: false },
      tracingConfiguration: { enabled: false },
    };
    expect(await refusal('DescribeStateMachine', { stateMachineArn: arn('m') })()).toMatchObject(configuration);
    expect(await refusal('DescribeStateMachineForExecution', { executionArn: EXECUTION })()).toMatchObject(
      configuration,
    );
  });

  it('redrives for 14 days after the end (documented)', async () => {
    const b = await bench({ m: machine({ A: { Type: 'Fail', Error: 'E' } }) });
    await run(b, 'm');
    const { executions } = b.stepFunctions;
    const described = () => operations['DescribeExecution']?.(executions, { executionArn: EXECUTION });
    b.clock.moveTo(new Date(b.clock.now().getTime() + 14 * 86_400_000));
    expect(described()).toMatchObject({ redriveStatus: 'REDRIVABLE' });
    b.clock.moveTo(new Date(b.clock.now().getTime() + 1));
    const reason = 'Execution redrivable period exceeded';
    expect(described()).toMatchObject({ redriveStatus: 'NOT_REDRIVABLE', redriveStatusReason: reason });
    expect(() => executions.redrive(EXECUTION)).toThrow(
      expect.objectContaining({ name: 'ExecutionNotRedrivable', message: reason }),
    );
    await b.stepFunctions.close();
  });

  it('does not redrive an execution whose history is full (documented)', async () => {
    const rule = { Condition: false, Next: 'C' };
    const b = await bench({
      m: machine({ A: pass(1, { Next: 'B' }), B: { Type: 'Choice', Choices: [rule], Default: 'A' }, C: end }),
    });
    await run(b, 'm');
    expect(() => b.stepFunctions.executions.redrive(EXECUTION)).toThrow('Execution history event limit exceeded');
    await b.stepFunctions.close();
  });
});

describe('what commit 9d0df65 stored', () => {
  it('a heartbeat that it let fail a branch is still caught by both names', async () => {
    const fork = {
      ...parallel({ Type: 'Fail', Error: 'States.HeartbeatTimeout', Cause: 'No heartbeat was sent.' }),
      End: undefined,
    };
    const b = await bench({ m: machine({ P: { ...fork, ...caughtBy('States.HeartbeatTimeout') }, Caught: end }) });
    const { executions } = b.stepFunctions;
    executions.start(arn('m'), 'one', '{}');
    await runUntil(b, () => executions.find(EXECUTION).status !== 'RUNNING');
    expect(outcome(b, 1)).toMatchObject({ status: 'SUCCEEDED' });
    await b.stepFunctions.close();
  });
});
