import {
  DescribeExecutionCommand,
  DescribeStateMachineCommand,
  DescribeStateMachineForExecutionCommand,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  ListStateMachinesCommand,
  paginateGetExecutionHistory,
  RedriveExecutionCommand,
  SendTaskFailureCommand,
  SendTaskHeartbeatCommand,
  SendTaskSuccessCommand,
  SFNClient,
  StartExecutionCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { arn, type Bench, bench, machine, returns, settle, task, throws, tokenOf, tokenTask } from './kit.ts';

const definition = machine({ A: task('f', { Next: 'B' }), B: tokenTask('ask') });
const stateMachineArn = arn('registration');
const executionArn = (name: string) => `arn:aws:states:local:000000000000:execution:registration:${name}`;
const named = (name: string) => expect.objectContaining({ name }) as Error;

let b: Bench;
let url: string;
let client: SFNClient;

beforeAll(async () => {
  b = await bench(
    { registration: definition, failing: machine({ A: task('g') }) },
    { f: [returns(1)], ask: [returns(null)], g: [throws('Broken', 'a cable'), returns('mended')] },
  );
  url = await b.stepFunctions.listen(0);
  client = new SFNClient({ endpoint: url, region: 'local', maxAttempts: 1 });
});

afterAll(async () => {
  client.destroy();
  await b.stepFunctions.close();
});

describe('the Step Functions API, through the SDK', () => {
  it('starts an execution; the same start while it runs is the same execution', async () => {
    const request = { stateMachineArn, name: 'first', input: '{"n":1}' };
    const first = await client.send(new StartExecutionCommand(request));
    expect(first).toMatchObject({ executionArn: executionArn('first'), startDate: b.clock.now() });
    expect(await client.send(new StartExecutionCommand(request))).toMatchObject({ startDate: first.startDate });
    expect(b.invocations.filter(({ name }) => name === 'f')).toHaveLength(1);
    await expect(client.send(new StartExecutionCommand({ ...request, input: '{"n":2}' }))).rejects.toThrow(
      named('ExecutionAlreadyExists'),
    );
  });

  it('names an execution that has no name, and gives it an empty input', async () => {
    const { executionArn: started } = await client.send(new StartExecutionCommand({ stateMachineArn }));
    expect(await client.send(new DescribeExecutionCommand({ executionArn: started }))).toMatchObject({
      input: '{}',
      status: 'RUNNING',
    });
    await client.send(new StopExecutionCommand({ executionArn: started }));
  });

  it.each([
    [{ name: 'a b' }, 'InvalidName'],
    [{ name: 'x'.repeat(81) }, 'InvalidName'],
    [{ name: '' }, 'InvalidName'],
    [{ name: 'a\u0007' }, 'InvalidName'],
    [{ input: '{' }, 'InvalidExecutionInput'],
    [{ input: JSON.stringify('界'.repeat(90_000)) }, 'InvalidExecutionInput'],
    [{ stateMachineArn: arn('nobody') }, 'StateMachineDoesNotExist'],
    [{ stateMachineArn: 'registration' }, 'InvalidArn'],
  ])('refuses to start %j', async (request, error) => {
    await expect(client.send(new StartExecutionCommand({ stateMachineArn, ...request }))).rejects.toThrow(named(error));
  });

  it('takes Chinese names', async () => {
    const { executionArn: started } = await client.send(
      new StartExecutionCommand({ stateMachineArn, name: '备案-义乌-1' }),
    );
    expect(started).toBe(executionArn('备案-义乌-1'));
    await client.send(new StopExecutionCommand({ executionArn: started }));
  });

  it('answers a task token: success, failure, heartbeat', async () => {
    const lastToken = () => tokenOf(b.invocations.findLast(({ name }) => name === 'ask'));
    const started = await client.send(new StartExecutionCommand({ stateMachineArn, name: 'answered' }));
    await settle();
    await client.send(new SendTaskHeartbeatCommand({ taskToken: lastToken() }));
    const broken = { taskToken: lastToken(), output: '{' };
    await expect(client.send(new SendTaskSuccessCommand(broken))).rejects.toThrow(named('InvalidOutput'));
    await client.send(new SendTaskSuccessCommand({ taskToken: lastToken(), output: '{"ok":true}' }));
    await settle();
    expect(await client.send(new DescribeExecutionCommand(started as { executionArn: string }))).toMatchObject({
      status: 'SUCCEEDED',
      output: '{"ok":true}',
      redriveStatus: 'NOT_REDRIVABLE',
    });
    await client.send(new StartExecutionCommand({ stateMachineArn, name: 'denied' }));
    await settle();
    await client.send(new SendTaskFailureCommand({ taskToken: lastToken(), error: 'Denied', cause: 'by the office' }));
    await settle();
    const denied = await client.send(new DescribeExecutionCommand({ executionArn: executionArn('denied') }));
    expect(denied).toMatchObject({ status: 'FAILED', error: 'Denied', cause: 'by the office' });
    await expect(client.send(new SendTaskSuccessCommand({ taskToken: lastToken(), output: '1' }))).rejects.toThrow(
      named('TaskTimedOut'),
    );
    await expect(client.send(new SendTaskSuccessCommand({ taskToken: 'x'.repeat(64), output: '1' }))).rejects.toThrow(
      named('TaskDoesNotExist'),
    );
    await expect(client.send(new SendTaskHeartbeatCommand({ taskToken: 'x' }))).rejects.toThrow(named('InvalidToken'));
  });

  it('gives the history forwards, backwards, in pages and without data', async () => {
    const target = { executionArn: executionArn('answered') };
    const { events = [] } = await client.send(new GetExecutionHistoryCommand(target));
    expect(events.map(({ id }) => id)).toEqual(events.map((_, at) => at + 1));
    expect(events.map(({ type }) => type).join(' ')).toBe(
      'ExecutionStarted TaskStateEntered TaskScheduled TaskStarted TaskSucceeded TaskStateExited ' +
        'TaskStateEntered TaskScheduled TaskStarted TaskSubmitted TaskSucceeded TaskStateExited ExecutionSucceeded',
    );
    expect(events[0]).toMatchObject({ timestamp: b.clock.now(), executionStartedEventDetails: { input: '{}' } });
    expect(events[2]?.taskScheduledEventDetails).toMatchObject({
      resourceType: 'lambda',
      resource: 'invoke',
      parameters: '{"FunctionName":"f","Payload":{}}',
    });

    const reversed = await client.send(new GetExecutionHistoryCommand({ ...target, reverseOrder: true }));
    expect(reversed.events).toEqual(events.toReversed());
    for (const reverseOrder of [false, true]) {
      const paged = [];
      for await (const page of paginateGetExecutionHistory({ client, pageSize: 4 }, { ...target, reverseOrder })) {
        expect(page.events?.length).toBeLessThanOrEqual(4);
        paged.push(...(page.events ?? []));
      }
      expect(paged).toEqual(reverseOrder ? events.toReversed() : events);
    }
    const bare = await client.send(new GetExecutionHistoryCommand({ ...target, includeExecutionData: false }));
    expect(bare.events?.[0]?.executionStartedEventDetails?.input).toBeUndefined();
    expect(bare.events).toHaveLength(events.length);
  });

  it('lists executions by status, the newest first, in pages', async () => {
    const { executions = [] } = await client.send(new ListExecutionsCommand({ stateMachineArn }));
    expect(executions.at(-1)?.name).toBe('first');
    expect(executions[0]?.name).toBe('denied');
    const running = await client.send(new ListExecutionsCommand({ stateMachineArn, statusFilter: 'RUNNING' }));
    expect(running.executions?.map(({ name }) => name)).toEqual(['first']);
    const page = await client.send(new ListExecutionsCommand({ stateMachineArn, maxResults: 2 }));
    const rest = await client.send(new ListExecutionsCommand({ stateMachineArn, nextToken: page.nextToken }));
    expect([...(page.executions ?? []), ...(rest.executions ?? [])]).toEqual(executions);
    await expect(client.send(new ListExecutionsCommand({ stateMachineArn, nextToken: 'x' }))).rejects.toThrow(
      named('InvalidToken'),
    );
  });

  it('describes and lists state machines', async () => {
    const described = await client.send(new DescribeStateMachineCommand({ stateMachineArn }));
    expect(described).toMatchObject({
      name: 'registration',
      type: 'STANDARD',
      status: 'ACTIVE',
      creationDate: expect.any(Date) as Date,
    });
    expect(JSON.parse(described.definition ?? '')).toEqual(definition);
    const own = await client.send(new DescribeStateMachineForExecutionCommand({ executionArn: executionArn('first') }));
    expect(own).toMatchObject({
      stateMachineArn,
      definition: described.definition,
      updateDate: described.creationDate,
    });
    const { stateMachines = [] } = await client.send(new ListStateMachinesCommand({}));
    expect(stateMachines.map(({ name }) => name)).toEqual(['failing', 'registration']);
  });

  it('stops an execution, once', async () => {
    const target = { executionArn: executionArn('first') };
    const { stopDate } = await client.send(
      new StopExecutionCommand({ ...target, error: 'Operator', cause: 'by hand' }),
    );
    expect(stopDate).toEqual(b.clock.now());
    await client.send(new StopExecutionCommand({ ...target, error: 'Other' }));
    expect(await client.send(new DescribeExecutionCommand(target))).toMatchObject({
      status: 'ABORTED',
      error: 'Operator',
      stopDate,
    });
    const { events = [] } = await client.send(
      new GetExecutionHistoryCommand({ ...target, reverseOrder: true, maxResults: 1 }),
    );
    expect(events[0]).toMatchObject({ type: 'ExecutionAborted', executionAbortedEventDetails: { error: 'Operator' } });
  });

  it('redrives a failed execution', async () => {
    const target = await client.send(new StartExecutionCommand({ stateMachineArn: arn('failing'), name: 'once' }));
    const executionOf = { executionArn: target.executionArn };
    await settle();
    expect(await client.send(new DescribeExecutionCommand(executionOf))).toMatchObject({
      status: 'FAILED',
      error: 'Broken',
      redriveStatus: 'REDRIVABLE',
    });
    expect(await client.send(new RedriveExecutionCommand(executionOf))).toMatchObject({ redriveDate: b.clock.now() });
    await settle();
    expect(await client.send(new DescribeExecutionCommand(executionOf))).toMatchObject({
      status: 'SUCCEEDED',
      output: '"mended"',
      redriveCount: 1,
    });
    await expect(client.send(new RedriveExecutionCommand(executionOf))).rejects.toThrow(
      named('ExecutionNotRedrivable'),
    );
  });

  it('knows no execution that was never started', async () => {
    await expect(client.send(new DescribeExecutionCommand({ executionArn: executionArn('nobody') }))).rejects.toThrow(
      named('ExecutionDoesNotExist'),
    );
  });

  it.each([
    ['no operation', {}, '{}', 'UnknownOperationException'],
    ['an operation of Object', { 'x-amz-target': 'AWSStepFunctions.constructor' }, '{}', 'UnknownOperationException'],
    ['no JSON', { 'x-amz-target': 'AWSStepFunctions.DescribeExecution' }, '{', 'SerializationException'],
    ['a missing field', { 'x-amz-target': 'AWSStepFunctions.DescribeExecution' }, '{}', 'ValidationException'],
    [
      'too much',
      { 'x-amz-target': 'AWSStepFunctions.StartExecution' },
      `"${'x'.repeat(2 ** 20)}"`,
      'ValidationException',
    ],
  ])('refuses a request with %s', async (_, headers, body, error) => {
    const response = await fetch(url, { method: 'POST', headers: headers as Record<string, string>, body });
    expect(response.status).toBe(400);
    expect(((await response.json()) as { __type: string }).__type).toContain(error);
  });

  it('cannot listen where another does', async () => {
    const other = await bench({});
    await expect(other.stepFunctions.listen(Number(new URL(url).port))).rejects.toMatchObject({ code: 'EADDRINUSE' });
    await other.stepFunctions.close();
  });
});
