import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  type Act,
  arn,
  type Bench,
  bench,
  Clock,
  machine,
  outcome,
  returns,
  runUntil,
  settle,
  task,
  tokenOf,
  tokenTask,
} from './kit.ts';

const execution = 'arn:aws:states:local:000000000000:execution:m:one';
const pass = (Output: unknown): object => ({ Type: 'Pass', Output, End: true });

let dataDir: string;
let clock: Clock;

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'step-functions-'));
  clock = new Clock();
});
afterEach(() => rmSync(dataDir, { recursive: true }));

const open = (definition: object, script: Record<string, readonly Act[]> = {}): Promise<Bench> =>
  bench({ m: definition }, script, { dataDir, clock });
const pastSeconds = (seconds: number): void => clock.moveTo(new Date(clock.now().getTime() + seconds * 1000));

/** Starts an execution and closes the server while it runs. */
async function interrupted(definition: object, script: Record<string, readonly Act[]> = {}): Promise<Bench> {
  const b = await open(definition, script);
  b.stepFunctions.executions.start(arn('m'), 'one', '{}');
  await settle();
  await b.stepFunctions.close();
  return b;
}

describe('after a restart', () => {
  it('a Wait ends at its original instant', async () => {
    const definition = machine({ A: { Type: 'Wait', Seconds: 100, End: true } });
    await interrupted(definition);
    pastSeconds(40);
    const b = await open(definition);
    b.stepFunctions.resume();
    await runUntil(b, () => outcome(b, 1).status !== 'RUNNING');
    expect(outcome(b, 1)).toMatchObject({ status: 'SUCCEEDED', seconds: 100 });
    await b.stepFunctions.close();
  });

  it('a Task in flight is invoked again with the same payload, and what the first call gave is not used', async () => {
    const Arguments = { FunctionName: 'f', Payload: '{% $uuid() %}' };
    const definition = machine({ A: task('f', { Arguments, TimeoutSeconds: 30 }) });
    const before = await interrupted(definition, { f: ['hangs'] });
    pastSeconds(3600);
    const after = await open(definition, { f: [returns('again')] });
    after.stepFunctions.resume();
    await settle();
    expect(outcome(after, 1)).toMatchObject({ status: 'SUCCEEDED', output: 'again' });
    expect(after.invocations.map(({ payload }) => payload)).toEqual(before.invocations.map(({ payload }) => payload));
    await after.stepFunctions.close();
  });

  it('a token stays valid, its function is not called again, and its time goes on', async () => {
    const definition = machine({ A: tokenTask('ask', { TimeoutSeconds: 3600 }) });
    const before = await interrupted(definition, { ask: [returns(null)] });
    pastSeconds(1800);
    const after = await open(definition);
    const { executions } = after.stepFunctions;
    executions.tokens.heartbeat(tokenOf(before.invocations[0]));
    after.stepFunctions.resume();
    await settle();
    expect(after.stepFunctions.nextAlarm()).toEqual(new Date(clock.now().getTime() + 1_800_000));
    executions.tokens.succeed(tokenOf(before.invocations[0]), 'answered');
    await settle();
    expect(outcome(after, 1)).toMatchObject({ status: 'SUCCEEDED', output: 'answered' });
    await after.stepFunctions.close();
  });

  it('a token that was answered while nothing ran is not asked for again', async () => {
    const definition = machine({ A: tokenTask('ask') });
    const before = await interrupted(definition, { ask: [returns(null)] });
    const after = await open(definition);
    after.stepFunctions.executions.tokens.succeed(tokenOf(before.invocations[0]), 1);
    after.stepFunctions.resume();
    await settle();
    expect(outcome(after, 1)).toMatchObject({ status: 'SUCCEEDED', output: 1 });
    await after.stepFunctions.close();
  });

  it('the pause before a retry goes on', async () => {
    const definition = machine({ A: task('f', { Retry: [{ ErrorEquals: ['Busy'], IntervalSeconds: 60 }] }) });
    await interrupted(definition, { f: [{ throws: 'Busy' }] });
    const b = await open(definition, { f: [returns(1)] });
    b.stepFunctions.resume();
    await runUntil(b, () => outcome(b, 1).status !== 'RUNNING');
    expect(outcome(b, 1)).toMatchObject({ status: 'SUCCEEDED', seconds: 60 });
    await b.stepFunctions.close();
  });

  it('an execution keeps the definition that it began with; a new one has the new', async () => {
    const wait = { Type: 'Wait', Seconds: 1, Next: 'B' };
    await interrupted(machine({ A: wait, B: pass('old') }));
    const b = await open(machine({ A: wait, B: pass('new') }));
    const { executions } = b.stepFunctions;
    b.stepFunctions.resume();
    executions.start(arn('m'), 'two', '{}');
    await runUntil(b, () => outcome(b, 2).status !== 'RUNNING');
    expect([outcome(b, 1).output, outcome(b, 2).output]).toEqual(['old', 'new']);
    expect(executions.machines.definition(executions.find(execution).definition).text).toContain('old');
    await b.stepFunctions.close();
  });

  it('an execution that ended 90 days ago is forgotten, with its name', async () => {
    const definition = machine({ A: pass(1) });
    await interrupted(definition);
    pastSeconds(90 * 86_400);
    const kept = await open(definition);
    expect(kept.stepFunctions.executions.find(execution).status).toBe('SUCCEEDED');
    await kept.stepFunctions.close();
    pastSeconds(1);
    const forgotten = await open(definition);
    expect(() => forgotten.stepFunctions.executions.find(execution)).toThrow('Execution Does Not Exist');
    await forgotten.stepFunctions.close();
  });
});

describe('a folder', () => {
  it('belongs to one server at a time', async () => {
    const b = await open(machine({ A: pass(1) }));
    await expect(open(machine({ A: pass(1) }))).rejects.toThrow('locked');
    await b.stepFunctions.close();
  });
});
