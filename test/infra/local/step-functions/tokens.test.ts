import { describe, expect, it } from 'vitest';
import {
  type Act,
  arn,
  bench,
  machine,
  outcome,
  returns,
  runUntil,
  settle,
  throws,
  tokenOf,
  tokenTask,
} from './kit.ts';

async function waiting(more: object = {}, act: readonly Act[] = [returns(null)]) {
  const b = await bench({ m: machine({ A: tokenTask('ask', more) }) }, { ask: act });
  b.stepFunctions.executions.start(arn('m'), 'one', '{}');
  await settle();
  const { tokens } = b.stepFunctions.executions;
  return { ...b, tokens, token: tokenOf(b.invocations[0]), went: () => outcome(b, 1) };
}

const refused = (name: string) => expect.objectContaining({ name }) as Error;

describe('a Task that waits for its token', () => {
  it('ends with the output that is sent, once', async () => {
    const { stepFunctions, tokens, token, went } = await waiting();
    expect(went().status).toBe('RUNNING');
    tokens.succeed(token, { approved: true });
    expect(() => tokens.succeed(token, { approved: false })).toThrow(refused('TaskTimedOut'));
    await settle();
    expect(went()).toMatchObject({ status: 'SUCCEEDED', output: { approved: true } });
    expect(went().events.slice(2, -1)).toEqual([
      'TaskScheduled',
      'TaskStarted',
      'TaskSubmitted',
      'TaskSucceeded',
      'TaskStateExited',
    ]);
    expect(() => tokens.fail(token, 'Late', '')).toThrow(refused('TaskTimedOut'));
    await stepFunctions.close();
  });

  it('fails with the error that is sent', async () => {
    const { stepFunctions, tokens, token, went } = await waiting();
    tokens.fail(token, 'Refused', 'by the office');
    await settle();
    expect(went()).toMatchObject({ status: 'FAILED', error: 'Refused', cause: 'by the office' });
    await stepFunctions.close();
  });

  it('can be answered before its function has returned', async () => {
    const { stepFunctions, tokens, token, went } = await waiting({}, ['hangs']);
    tokens.succeed(token, 1);
    await settle();
    expect(went()).toMatchObject({ status: 'SUCCEEDED', output: 1 });
    await stepFunctions.close();
  });

  it('fails when its function fails; then the token is void, and a retry has a new one', async () => {
    const Retry = [{ ErrorEquals: ['Broken'], MaxAttempts: 1 }];
    const b = await waiting({ Retry }, [throws('Broken'), returns(null)]);
    await runUntil(b, () => b.invocations.length === 2);
    expect(() => b.tokens.succeed(b.token, 1)).toThrow(refused('TaskTimedOut'));
    const second = tokenOf(b.invocations[1]);
    expect(second).not.toBe(b.token);
    b.tokens.succeed(second, 2);
    await settle();
    expect(b.went()).toMatchObject({ status: 'SUCCEEDED', output: 2 });
    await b.stepFunctions.close();
  });

  it('times out', async () => {
    const b = await waiting({ TimeoutSeconds: 3600 });
    await runUntil(b, () => b.went().status !== 'RUNNING');
    expect(b.went()).toMatchObject({ error: 'States.Timeout', seconds: 3600 });
    expect(b.went().events).toContain('TaskTimedOut');
    expect(() => b.tokens.succeed(b.token, 1)).toThrow(refused('TaskTimedOut'));
    await b.stepFunctions.close();
  });

  it('lives as long as heartbeats come, and States.Timeout catches their end too', async () => {
    const Catch = [{ ErrorEquals: ['States.Timeout'], Next: 'B' }];
    const b = await bench(
      { m: machine({ A: tokenTask('ask', { HeartbeatSeconds: 60, Catch, Next: 'B' }), B: { Type: 'Succeed' } }) },
      { ask: [returns(null)] },
    );
    const { executions } = b.stepFunctions;
    executions.start(arn('m'), 'one', '{}');
    await settle();
    for (const seconds of [50, 100, 150]) {
      b.clock.moveTo(new Date(Date.parse('2026-01-05T01:00:00Z') + seconds * 1000));
      b.stepFunctions.clockMoved();
      await settle();
      expect(outcome(b, 1).status).toBe('RUNNING');
      executions.tokens.heartbeat(tokenOf(b.invocations[0]));
    }
    await runUntil(b, () => outcome(b, 1).status !== 'RUNNING');
    expect(outcome(b, 1)).toMatchObject({ status: 'SUCCEEDED', path: ['A', 'B'], seconds: 210 });
    expect(outcome(b, 1).output).toEqual({ Error: 'States.Timeout', Cause: '' });
    await b.stepFunctions.close();
  });

  it('has no valid token any more when its execution was stopped', async () => {
    const { stepFunctions, tokens, token } = await waiting();
    stepFunctions.executions.stop('arn:aws:states:local:000000000000:execution:m:one', {});
    expect(() => tokens.heartbeat(token)).toThrow(refused('TaskTimedOut'));
    await stepFunctions.close();
  });

  it('knows a token that it never issued from one that is none', async () => {
    const { stepFunctions, tokens } = await waiting();
    expect(() => tokens.succeed('x'.repeat(64), 1)).toThrow(refused('TaskDoesNotExist'));
    expect(() => tokens.succeed('short', 1)).toThrow(refused('InvalidToken'));
    await stepFunctions.close();
  });
});
