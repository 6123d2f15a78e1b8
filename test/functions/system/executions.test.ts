import { DescribeExecutionCommand, ListExecutionsCommand, SFNClient } from '@aws-sdk/client-sfn';
import { mockClient } from 'aws-sdk-client-mock';
import fc from 'fast-check';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { ROLES } from '../../../functions/shared/auth/caller.ts';
import { WORKFLOWS, type Workflow } from '../../../functions/shared/outbox/workflows.ts';
import { stateMachineVariable } from '../../../functions/shared/runtime.ts';
import { build } from '../../../functions/system/api.ts';
import { systemApi } from '../../../functions/system/contract.ts';
import { faultOf, recordIdIn } from '../../../functions/system/domain/fault.ts';
import { stepFunctions } from '../../../functions/system/store/executions.ts';
import { entriesOf } from '../../kit/audit.ts';
import { type CallOptions, call, DAZU, operator } from '../../kit/call.ts';
import { useRegistry } from '../../kit/registry.ts';

const NOW = '2026-03-17T01:30:00.000Z';
const registry = useRegistry(NOW);
const sfn = mockClient(SFNClient);
// The files that follow in this worker use the same class.
afterAll(() => sfn.restore());

const arnOf = (workflow: Workflow) => `arn:aws:states:local:0:stateMachine:${workflow}`;
const environment = Object.fromEntries(WORKFLOWS.map((one) => [stateMachineVariable(one), arnOf(one)]));
const named = (name: string) => Object.assign(new Error(name), { name });
const filingId = `filing-${DAZU}-01M8MRXQBS4ZT6MQ6Q98FCZPA1`;

const send = (operation: keyof typeof systemApi, options: Omit<CallOptions, 'caller'> = {}) => {
  const handler = build(registry.runtime, {}, stepFunctions(environment, new SFNClient({ region: 'local' })));
  return call(handler, systemApi, operation, { caller: operator(), ...options });
};

interface Failed {
  readonly workflow: Workflow;
  readonly name: string;
  readonly startDate: Date;
}

/** Step Functions with these executions: each machine lists its own, the newest first, page by page. */
function holding(failed: readonly Failed[], told: object = {}): void {
  sfn.on(ListExecutionsCommand).callsFake(({ stateMachineArn, maxResults, nextToken }) => {
    const own = failed
      .filter(({ workflow }) => arnOf(workflow) === stateMachineArn)
      .toSorted((one, other) => other.startDate.getTime() - one.startDate.getTime());
    const from = Number(nextToken ?? 0);
    const to = from + Number(maxResults);
    return { executions: own.slice(from, to), ...(to < own.length && { nextToken: String(to) }) };
  });
  sfn.on(DescribeExecutionCommand).callsFake(({ executionArn }: { executionArn: string }) => {
    const found = failed.find(({ workflow, name }) => executionArn.endsWith(`:execution:${workflow}:${name}`));
    if (!found) throw named('ExecutionDoesNotExist');
    return {
      startDate: found.startDate,
      stopDate: new Date(NOW),
      status: 'FAILED',
      input: JSON.stringify({ filingId, revision: 1 }),
      error: 'TableUnavailable',
      cause: '身份证号 500225190001010013',
      redriveCount: 0,
      redriveStatus: 'REDRIVABLE',
      ...told,
    };
  });
}

const one: Failed = { workflow: 'filing', name: 'filing-1', startDate: new Date('2026-03-17T01:00:00.000Z') };
const path = { workflow: 'filing', name: 'filing-1' };

beforeEach(() => sfn.reset());

describe('executions that failed', () => {
  it('are told with their record, why in words, and when, and nothing of what the error said', async () => {
    holding([one]);
    const reply = await send('listExecutions');
    expect(reply.body).toEqual({
      items: [
        {
          workflow: 'filing',
          title: '备案审核',
          name: 'filing-1',
          status: 'FAILED',
          recordId: filingId,
          error: { name: 'TableUnavailable', words: '数据表繁忙或无法访问' },
          startedAt: '2026-03-17T01:00:00.000Z',
          stoppedAt: NOW,
          mayRedrive: true,
        },
      ],
      nextCursor: null,
    });
  });

  it('are read page by page, each once and the newest first, whatever is started or redriven meanwhile', async () => {
    const instant = fc.integer({ min: 0, max: 12 }).map((second) => new Date(Date.parse(NOW) + second * 1000));
    const some = fc.array(fc.record({ workflow: fc.constantFrom(...WORKFLOWS), startDate: instant }), {
      maxLength: 25,
    });
    await fc.assert(
      fc.asyncProperty(some, fc.integer({ min: 1, max: 7 }), async (made, limit) => {
        const all = made.map((each, index) => ({ ...each, name: `e${index}` }));
        const newer = { workflow: 'filing', name: 'newer', startDate: new Date('2026-04-01T00:00:00Z') } as const;
        const seen: { name: string; startedAt: string }[] = [];
        let cursor: string | undefined;
        do {
          // One that was told already is gone, and another has failed since.
          holding(cursor === undefined ? all : [newer, ...all.filter(({ name }) => name !== seen.at(-1)?.name)]);
          const query = { limit: String(limit), ...(cursor !== undefined && { cursor }) };
          const { body } = await send('listExecutions', { query });
          expect(body.items.length).toBeLessThanOrEqual(limit);
          seen.push(...body.items);
          cursor = body.nextCursor ?? undefined;
        } while (cursor !== undefined);
        expect(seen.map(({ name }) => name).toSorted()).toEqual(all.map(({ name }) => name).toSorted());
        const starts = seen.map(({ startedAt }) => startedAt);
        expect(starts).toEqual(starts.toSorted().toReversed());
      }),
      { numRuns: 40 },
    );
  });

  it('of one workflow only, where one is asked for', async () => {
    holding([one, { ...one, workflow: 'consolidation', name: 'other' }]);
    const reply = await send('listExecutions', { query: { workflow: 'consolidation' } });
    expect(reply.body.items.map(({ name }: { name: string }) => name)).toEqual(['other']);
  });

  it('refuse a cursor that is none', async () => {
    const reply = await send('listExecutions', { query: { cursor: 'x' } });
    expect([reply.status, reply.body.code]).toEqual([400, 'BAD_PARAMETER']);
  });

  it.each(['ThrottlingException', 'TooManyRequestsException'])('are asked for again when AWS says %s', async (name) => {
    holding([one]);
    sfn.on(ListExecutionsCommand).rejects(named(name));
    const reply = await send('listExecutions');
    expect([reply.status, reply.body.code, reply.body.transient]).toEqual([503, 'UNAVAILABLE', true]);
    sfn.on(DescribeExecutionCommand).rejects(named(name));
    const redrive = await send('redriveExecution', { params: path });
    expect([redrive.status, redrive.body.code]).toEqual([503, 'UNAVAILABLE']);
    expect(await entriesOf(registry.runtime.table, redrivePk('filing/filing-1'))).toEqual([]);
  });
});

const redrivePk = (name: string) => `DST#500000#REDRIVE#EXECUTION#${name}`;

describe('a redrive', () => {
  it('is a message to the relay, and audited by whom, when and after which error', async () => {
    holding([one]);
    const reply = await send('redriveExecution', { params: path });
    expect([reply.status, reply.body]).toEqual([202, { requestedAt: NOW }]);
    expect(await registry.messages(redrivePk('filing/filing-1'))).toEqual([
      { type: 'redrive', workflow: 'filing', executionName: 'filing-1', redriveCount: 0 },
    ]);
    const [entry, ...more] = await entriesOf(registry.runtime.table, redrivePk('filing/filing-1'));
    expect(more).toEqual([]);
    expect(entry).toMatchObject({
      action: 'REDRIVE',
      at: NOW,
      actor: { sub: operator().sub, role: 'operator' },
      reasons: ['TableUnavailable'],
    });
    const [item] = (await send('listExecutions')).body.items;
    expect(item.lastRedrive).toEqual({ at: NOW, by: operator().sub });
  });

  it.each([
    [{ status: 'RUNNING', redriveStatus: 'NOT_REDRIVABLE' }, '这次执行正在进行'],
    [{ status: 'SUCCEEDED', redriveStatus: 'NOT_REDRIVABLE' }, '这次执行已经完成'],
    [{ redriveStatus: 'NOT_REDRIVABLE', redriveStatusReason: 'Execution redrivable period exceeded' }, '14 天'],
  ])('of one that is %j is refused', async (told, words) => {
    holding([{ ...one, name: 'late' }], told);
    const reply = await send('redriveExecution', { params: { ...path, name: 'late' } });
    expect([reply.status, reply.body.code]).toEqual([409, 'WRONG_STATE']);
    expect(reply.body.detail).toContain(words);
    expect(await registry.messages(redrivePk('filing/late'))).toEqual([]);
  });

  it.each([
    ['filing', 'unknown'],
    ['no-workflow', 'filing-1'],
  ])('of %s %s, which there is not, answers 404', async (workflow, name) => {
    holding([one]);
    expect((await send('redriveExecution', { params: { workflow, name } })).status).toBe(404);
  });
});

const params = { ...path, id: 'x' };

it.each(['listExecutions', 'redriveExecution', 'listDeadLetters', 'redriveDeadLetter'] as const)(
  '%s is the operator’s alone',
  async (operation) => {
    const handler = build(registry.runtime, {}, stepFunctions(environment, new SFNClient({ region: 'local' })));
    for (const role of ROLES.filter((other) => other !== 'operator')) {
      const reply = await call(handler, systemApi, operation, { caller: { sub: 's', role, districtId: DAZU }, params });
      expect([role, reply.status]).toEqual([role, 403]);
    }
  },
);

it.each(['listDeadLetters', 'redriveDeadLetter'] as const)('%s names the console on AWS', async (operation) => {
  const reply = await send(operation, { params });
  expect([reply.status, reply.body.code]).toEqual([409, 'WRONG_STATE']);
  expect(reply.body.detail).toContain('SQS 控制台');
});

describe('what is told of an error', () => {
  it.each([
    ['ZodError: [{"message":"身份证号 500225190001010013"}]', 'ZodError'],
    ['States.Timeout', 'States.Timeout'],
    ['身份证号', 'Error'],
    [undefined, 'Error'],
  ])('of %j is its name', (text, name) => expect(faultOf(text).name).toBe(name));

  it('is words for each error with which a workflow of the registry ends', () => {
    const unknown = faultOf('SomethingNew').words;
    for (const name of ['FilingLapsed', 'BatchFailed', 'RunFailed', 'ConcurrencyConflict', 'Lambda.Unknown']) {
      expect(faultOf(name).words).not.toBe(unknown);
    }
  });

  it.each([
    [{ filingId, revision: 1 }, filingId],
    [
      { correlationId: 'request-1', entityId: `entity-${DAZU}-01M8MRXQBS4ZT6MQ6Q98FCZPA1` },
      `entity-${DAZU}-01M8MRXQBS4ZT6MQ6Q98FCZPA1`,
    ],
    [{ name: '兴旺五金' }, undefined],
    [null, undefined],
  ])('finds the record of %j', (told, id) => expect(recordIdIn(JSON.stringify(told))).toBe(id));
});
