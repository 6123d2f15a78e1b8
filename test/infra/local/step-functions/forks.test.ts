import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json } from '../../../../infra/local/step-functions/asl/json.ts';
import { arn, bench, machine, outcome, returns, run, runUntil, settle, task, throws } from './kit.ts';

const map = (States: Record<string, object>, more: object = {}): object => ({
  Type: 'Map',
  ItemProcessor: { StartAt: Object.keys(States)[0], States },
  End: true,
  ...more,
});
const parallel = (branches: Record<string, object>[], more: object = {}): object => ({
  Type: 'Parallel',
  Branches: branches.map((States) => ({ StartAt: Object.keys(States)[0], States })),
  End: true,
  ...more,
});
const wait = (Seconds: unknown, more: object = { End: true }): object => ({ Type: 'Wait', Seconds, ...more });
const pass = (Output: unknown, more: object = { End: true }): object => ({ Type: 'Pass', Output, ...more });
const distributed = (States: Record<string, object>, more: object = {}): object =>
  map(States, {
    ItemProcessor: {
      ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
      StartAt: Object.keys(States)[0],
      States,
    },
    ...more,
  });
/** Fails for the items that are negative. */
const refuseNegative = {
  Check: { Type: 'Choice', Choices: [{ Condition: '{% $states.input < 0 %}', Next: 'Refuse' }], Default: 'Keep' },
  Refuse: { Type: 'Fail', Error: 'Negative' },
  Keep: { Type: 'Succeed' },
};

async function once(States: Record<string, object>, input: Json = {}, script = {}) {
  const b = await bench({ m: machine(States) }, script);
  const went = await run(b, 'm', input);
  await b.stepFunctions.close();
  return { ...went, invocations: b.invocations };
}

describe('Map', () => {
  it('selects items and tells their index and value', async () => {
    const went = await once(
      {
        M: map(
          { A: pass({ selected: '{% $states.input %}', index: '{% $states.context.Map.Item.Index %}' }) },
          {
            Items: '{% $states.input.goods %}',
            ItemSelector: { name: '{% $states.context.Map.Item.Value %}', of: '{% $states.input.order %}' },
          },
        ),
      },
      { order: 7, goods: ['cup', 'hat'] },
    );
    expect(went.output).toEqual([
      { selected: { name: 'cup', of: 7 }, index: 0 },
      { selected: { name: 'hat', of: 7 }, index: 1 },
    ]);
    expect(went.events.filter((type) => type.startsWith('Map')).join(' ')).toBe(
      'MapStateEntered MapStateStarted MapIterationStarted MapIterationSucceeded MapIterationStarted ' +
        'MapIterationSucceeded MapStateSucceeded MapStateExited',
    );
  });

  it('of nothing is an empty array; of what is no array, an error', async () => {
    expect((await once({ M: map({ A: pass(1) }) }, [])).output).toEqual([]);
    expect((await once({ M: map({ A: pass(1) }) }, { a: 1 })).error).toBe('States.QueryEvaluationError');
  });

  it('keeps the order of the items whatever the concurrency and durations, and never runs more at once', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 0, max: 50 }), { maxLength: 12 }),
        fc.integer({ min: 0, max: 5 }),
        async (seconds, MaxConcurrency) => {
          const States = {
            W: wait('{% $states.input %}', { Next: 'Double' }),
            Double: pass('{% $states.input * 2 %}'),
          };
          const b = await bench({ m: machine({ M: map(States, { MaxConcurrency }) }) });
          const went = await run(b, 'm', seconds);
          expect(went.output).toEqual(seconds.map((value) => value * 2));
          let running = 0;
          for (const type of went.events) {
            if (type === 'MapIterationStarted') running += 1;
            if (type === 'MapIterationSucceeded') running -= 1;
            expect(running).toBeLessThanOrEqual(MaxConcurrency || 40);
          }
          await b.stepFunctions.close();
        },
      ),
      { numRuns: 30 },
    );
  });

  it('reads the variables around it, and keeps its own', async () => {
    const went = await once({
      A: pass(null, { Assign: { rate: 3 }, Next: 'M' }),
      M: map(
        {
          B: pass('{% $states.input %}', { Assign: { own: '{% $states.input * $rate %}' }, Next: 'C' }),
          C: pass('{% $own %}'),
        },
        { Items: [1, 2], Next: 'D', End: undefined },
      ),
      D: pass({ list: '{% $states.input %}', own: "{% $exists($own) ? 'leaked' : 'gone' %}" }),
    });
    expect(went.output).toEqual({ list: [3, 6], own: 'gone' });
  });

  it('fails with the error of the first iteration that fails, and stops the others', async () => {
    const went = await once(
      { M: map({ A: task('f', { TimeoutSeconds: 100 }) }, { Items: [1, 2] }) },
      {},
      { f: ['hangs', throws('Broken')] },
    );
    expect(went).toMatchObject({ status: 'FAILED', error: 'Broken', seconds: 0 });
    expect(went.events.slice(-5)).toEqual([
      'MapIterationFailed',
      'TaskStateAborted',
      'MapIterationAborted',
      'MapStateFailed',
      'ExecutionFailed',
    ]);
  });

  it('retries as a whole, and can be caught', async () => {
    const Retry = [{ ErrorEquals: ['Broken'], MaxAttempts: 1 }];
    const Catch = [{ ErrorEquals: ['Broken'], Next: 'Caught' }];
    const went = await once(
      {
        M: map({ A: task('f') }, { Items: [1, 2], Retry, Catch, Next: 'Caught', End: undefined }),
        Caught: { Type: 'Succeed' },
      },
      {},
      { f: [returns(1), throws('Broken'), returns(3), returns(4)] },
    );
    expect(went).toMatchObject({ status: 'SUCCEEDED', output: [3, 4], seconds: 1 });
    expect(went.invocations).toHaveLength(4);
  });

  it.each([
    ['a count that is reached', { ToleratedFailureCount: 2 }, 'SUCCEEDED'],
    ['a count that is exceeded', { ToleratedFailureCount: 1 }, 'FAILED'],
    ['a percentage that is reached', { ToleratedFailurePercentage: '{% 50 %}' }, 'SUCCEEDED'],
    ['a percentage that is exceeded', { ToleratedFailurePercentage: 49 }, 'FAILED'],
    ['both, one of them exceeded', { ToleratedFailureCount: 3, ToleratedFailurePercentage: 25 }, 'FAILED'],
  ])('tolerates failures up to %s', async (_, tolerance, status) => {
    const went = await once({ M: map(refuseNegative, tolerance) }, [1, -2, 3, -4]);
    expect(went.status).toBe(status);
    expect(status === 'FAILED' ? went.error : went.output).toEqual(
      status === 'FAILED' ? 'States.ExceedToleratedFailureThreshold' : [1, 3],
    );
  });

  it('in distributed mode batches its items and hides the variables around it', async () => {
    const batched = await once(
      {
        M: distributed(
          { A: pass('{% $states.input %}') },
          { ItemBatcher: { MaxItemsPerBatch: 2, BatchInput: { of: '{% $states.input.of %}' } }, Items: [1, 2, 3] },
        ),
      },
      { of: 'order' },
    );
    expect(batched.output).toEqual([
      { BatchInput: { of: 'order' }, Items: [1, 2] },
      { BatchInput: { of: 'order' }, Items: [3] },
    ]);
    const hidden = await once({
      A: pass(null, { Assign: { rate: 3 }, Next: 'M' }),
      M: distributed({ B: pass('{% $rate %}') }, { Items: [1] }),
    });
    expect(hidden.error).toBe('States.ExceedToleratedFailureThreshold');
  });
});

describe('Parallel', () => {
  it('gives every branch its Arguments and the outputs in the order of the branches', async () => {
    const went = await once({
      P: parallel([{ A: wait(9) }, { B: pass({ b: '{% $states.input.n %}' }) }], { Arguments: { n: '{% $states.input + 1 %}' } }),
    }, 1);
    expect(went).toMatchObject({ output: [{ n: 2 }, { b: 2 }], seconds: 9 });
    expect(went.events.filter((type) => type.startsWith('Parallel'))).toEqual([
      'ParallelStateEntered', 'ParallelStateStarted', 'ParallelStateSucceeded', 'ParallelStateExited',
    ]);
  }); // biome-ignore format: a table reads better

  it('fails with the branch that fails, at once', async () => {
    const went = await once({
      P: parallel([{ A: wait(1000) }, { B: wait(5, { Next: 'F' }), F: { Type: 'Fail', Error: 'Stop' } }]),
    });
    expect(went).toMatchObject({ status: 'FAILED', error: 'Stop', seconds: 5 });
  });

  it('after a Map has branches of its own', async () => {
    const went = await once({
      M: map({ A: wait(1) }, { Items: ['first', 'second'], Next: 'P', End: undefined }),
      P: parallel([{ B: pass('b') }, { C: pass('c') }]),
    });
    expect(went.output).toEqual(['b', 'c']);
  });

  it('nests', async () => {
    const inner = map(
      { I: pass('{% $states.input + $states.context.Map.Item.Index %}') },
      { Items: '{% [$states.input, 10] %}' },
    );
    const went = await once({ P: parallel([{ A: map({ Inner: inner }, { Items: [1, 2] }) }, { B: pass('b') }]) });
    expect(went.output).toEqual([
      [
        [1, 11],
        [2, 11],
      ],
      'b',
    ]);
  });
});

describe('redrive', () => {
  const execution = 'arn:aws:states:local:000000000000:execution:m:one';

  it('goes on from the failed state with its input, its variables and the same history', async () => {
    const b = await bench(
      {
        m: machine({
          A: task('a', { Assign: { kept: '{% $states.result.Payload %}' }, Next: 'B' }),
          B: task('b', {
            Retry: [{ ErrorEquals: ['Broken'], MaxAttempts: 1 }],
            Output: '{% [$kept, $states.result.Payload] %}',
          }),
        }),
      },
      { a: [returns('first')], b: [throws('Broken'), throws('Broken'), throws('Broken'), returns('second')] },
    );
    const { executions } = b.stepFunctions;
    expect(await run(b, 'm')).toMatchObject({ status: 'FAILED', error: 'Broken' });
    executions.redrive(execution);
    await runUntil(b, () => executions.find(execution).status !== 'RUNNING');
    const went = outcome(b, 1);
    expect(went).toMatchObject({
      status: 'SUCCEEDED',
      output: ['first', 'second'],
      error: undefined,
      path: ['A', 'B'],
    });
    expect(went.events.filter((type) => type === 'ExecutionRedriven' || type === 'ExecutionFailed')).toEqual([
      'ExecutionFailed',
      'ExecutionRedriven',
    ]);
    expect(executions.find(execution).redriveCount).toBe(1);
    expect(b.invocations.map(({ name }) => name)).toEqual(['a', 'b', 'b', 'b', 'b']);
    expect(() => executions.redrive(execution)).toThrow(expect.objectContaining({ name: 'ExecutionNotRedrivable' }));
    await b.stepFunctions.close();
  });

  it('of a Map runs only the iterations that did not succeed', async () => {
    const b = await bench(
      { m: machine({ M: map({ A: task('f') }, { MaxConcurrency: 1, Items: [1, 2, 3] }) }) },
      { f: [returns('one'), throws('Broken'), returns('two'), returns('three')] },
    );
    expect((await run(b, 'm')).status).toBe('FAILED');
    b.stepFunctions.executions.redrive(execution);
    await settle();
    expect(outcome(b, 1)).toMatchObject({ status: 'SUCCEEDED', output: ['one', 'two', 'three'] });
    expect(b.invocations.map(({ payload }) => payload)).toEqual([1, 2, 2, 3]);
    await b.stepFunctions.close();
  });

  it('of an aborted execution goes on where it was stopped, and says when in its context', async () => {
    const when = '{% $states.context.Execution.RedriveTime %}';
    const b = await bench({ m: machine({ A: wait(60, { Next: 'B' }), B: pass(when) }) });
    const { executions } = b.stepFunctions;
    executions.start(arn('m'), 'one', '{}');
    await settle();
    executions.stop(execution, { error: 'Operator', cause: 'by hand' });
    expect(outcome(b, 1)).toMatchObject({ status: 'ABORTED', error: 'Operator', cause: 'by hand' });
    executions.redrive(execution);
    await runUntil(b, () => executions.find(execution).status !== 'RUNNING');
    const redriven = new Date(executions.find(execution).redrivenAt ?? 0).toISOString();
    expect(outcome(b, 1)).toMatchObject({ status: 'SUCCEEDED', output: redriven });
    await b.stepFunctions.close();
  });

  it('is unknown to the context of an execution that was never redriven', async () => {
    const b = await bench({ m: machine({ A: pass('{% $exists($states.context.Execution.RedriveTime) %}') }) });
    expect(await run(b, 'm')).toMatchObject({ status: 'SUCCEEDED', output: false });
    await b.stepFunctions.close();
  });
});
