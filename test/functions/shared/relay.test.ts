import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import {
  DescribeExecutionCommand,
  type ExecutionStatus,
  RedriveExecutionCommand,
  SendTaskSuccessCommand,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBStreamEvent } from 'aws-lambda';
import { mockClient } from 'aws-sdk-client-mock';
import fc from 'fast-check';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { eventBridgePublisher, type Published, workflowCarriers } from '../../../functions/shared/outbox/carriers.ts';
import type { Message } from '../../../functions/shared/outbox/message.ts';
import { build } from '../../../functions/shared/outbox/relay.ts';
import { pack } from '../../../functions/shared/table/packed.ts';

const sfn = mockClient(SFNClient);
const bus = mockClient(EventBridgeClient);
// The files that follow in this worker use the same classes.
afterAll(() => {
  sfn.restore();
  bus.restore();
});
const environment = { FILING_STATE_MACHINE_ARN: 'arn:aws:states:local:0:stateMachine:filing' };

const relay = (table: Parameters<typeof build>[1] = { get: async () => undefined }) =>
  build(
    {
      ...workflowCarriers(environment),
      publish: eventBridgePublisher('bus'),
    },
    table,
  );

const at = '2026-03-17T01:30:00.000Z';
const correlation = { correlationId: 'request-1', causationId: 'event-1' };
const record = (sequence: string, sk: string, message: Message, eventName = 'INSERT', pk = 'DST#500111#FILING#x') => ({
  eventName,
  dynamodb: {
    SequenceNumber: sequence,
    NewImage: marshall({ pk, sk, at, message, correlation }),
  },
});
const batch = (...records: unknown[]) => ({ Records: records }) as unknown as DynamoDBStreamEvent;

const start: Message = { type: 'start', workflow: 'filing', executionName: 'filing-1', input: { id: '1' } };
const event: Message = { type: 'event', name: 'EntityChanged', detail: { entityId: 'e1', version: 2 } };
const resume = { type: 'resume', taskToken: 'token', output: { decision: 'APPROVE' } } as const;
const named = (name: string) => Object.assign(new Error(name), { name });

beforeEach(() => {
  sfn.reset();
  bus.reset();
  bus.on(PutEventsCommand).resolves({ FailedEntryCount: 0, Entries: [{ EventId: '1' }] });
});

describe('the relay', () => {
  it('carries out starts, events and answers in their order', async () => {
    const answer = await relay()(
      batch(record('1', 'OUTBOX#1#0', start), record('2', 'OUTBOX#1#1', event), record('3', 'OUTBOX#2#0', resume)),
    );
    expect(answer).toEqual({ batchItemFailures: [] });
    expect(sfn.commandCalls(StartExecutionCommand)[0]?.args[0].input).toEqual({
      stateMachineArn: environment.FILING_STATE_MACHINE_ARN,
      name: 'filing-1',
      input: '{"id":"1","correlationId":"request-1"}',
    });
    expect(bus.commandCalls(PutEventsCommand)[0]?.args[0].input.Entries?.[0]).toMatchObject({
      EventBusName: 'bus',
      DetailType: 'EntityChanged',
      Detail: JSON.stringify({ entityId: 'e1', version: 2, envelope: { version: 1, ...correlation } }),
      Time: new Date(at),
    });
    expect(sfn.commandCalls(SendTaskSuccessCommand)[0]?.args[0].input).toEqual({
      taskToken: 'token',
      output: '{"decision":"APPROVE"}',
    });
  });

  it('tells an event whole that leaves fields to its record’s body, packed or not', async () => {
    const lines = [{ no: 1, name: '抹泥刀' }, { no: 2 }];
    for (const data of [{ lines, secret: 'x' }, pack({ lines, secret: 'x' })]) {
      bus.resetHistory();
      const read: unknown[] = [];
      const table = {
        get: async (key: { pk: string; sk: string }) => {
          read.push(key);
          return { ...key, data };
        },
      };
      const told = { sk: 'BODY#00000003', fields: ['lines'] };
      const { dynamodb, eventName } = record('1', 'OUTBOX#1#0', event);
      const NewImage = { ...dynamodb.NewImage, told: { M: marshall(told) } };
      expect(await relay(table)(batch({ eventName, dynamodb: { ...dynamodb, NewImage } }))).toEqual({
        batchItemFailures: [],
      });
      expect(read).toEqual([{ pk: 'DST#500111#FILING#x', sk: 'BODY#00000003' }]);
      const [entry] = bus.commandCalls(PutEventsCommand)[0]?.args[0].input.Entries ?? [];
      const detail = JSON.parse(entry?.Detail ?? '') as object;
      expect(detail).toMatchObject({ entityId: 'e1', version: 2, lines });
      expect(detail).not.toHaveProperty('secret');
    }
  });

  it('reads a message again whose body cannot be read', async () => {
    const { dynamodb, eventName } = record('1', 'OUTBOX#1#0', event);
    const NewImage = { ...dynamodb.NewImage, told: { M: marshall({ sk: 'BODY#1', fields: ['lines'] }) } };
    expect(await relay()(batch({ eventName, dynamodb: { ...dynamodb, NewImage } }))).toEqual({
      batchItemFailures: [{ itemIdentifier: '1' }],
    });
    expect(bus.commandCalls(PutEventsCommand)).toEqual([]);
  });

  it('passes over everything but new outbox items', async () => {
    await relay()(
      batch(
        record('1', 'CURRENT', event),
        record('2', 'OUTBOX#1#0', event, 'REMOVE'),
        record('3', 'OUTBOX#1#0', event, 'MODIFY'),
      ),
    );
    expect(bus.calls()).toHaveLength(0);
  });

  it.each(['ExecutionAlreadyExists'])('takes %s for done: a start may be repeated', async (name) => {
    sfn.on(StartExecutionCommand).rejects(named(name));
    expect(await relay()(batch(record('1', 'OUTBOX#1#0', start)))).toEqual({ batchItemFailures: [] });
  });

  it.each(['TaskTimedOut', 'TaskDoesNotExist', 'InvalidToken'])(
    'takes %s for past doing: nobody waits any more',
    async (name) => {
      sfn.on(SendTaskSuccessCommand).rejects(named(name));
      expect(await relay()(batch(record('1', 'OUTBOX#1#0', resume)))).toEqual({ batchItemFailures: [] });
    },
  );

  describe('an execution that an operator has redriven', () => {
    const redrive: Message = { type: 'redrive', workflow: 'filing', executionName: 'filing-1', redriveCount: 1 };
    const executionArn = 'arn:aws:states:local:0:execution:filing:filing-1';
    const carry = () => relay()(batch(record('1', 'OUTBOX#1#0', redrive)));

    it('goes on', async () => {
      sfn.on(DescribeExecutionCommand).resolves({ status: 'FAILED', redriveCount: 1 });
      expect(await carry()).toEqual({ batchItemFailures: [] });
      expect(sfn.commandCalls(RedriveExecutionCommand).map(({ args }) => args[0].input)).toEqual([{ executionArn }]);
    });

    it('is left alone when it has failed anew since, whatever carries the message again', async () => {
      sfn.on(DescribeExecutionCommand).resolves({ status: 'FAILED', redriveCount: 2 });
      expect(await carry()).toEqual({ batchItemFailures: [] });
      expect(sfn.commandCalls(RedriveExecutionCommand)).toEqual([]);
    });

    it.each(['ExecutionDoesNotExist', 'ExecutionNotRedrivable'])(
      'holds nobody up that is past it: %s',
      async (name) => {
        sfn.on(DescribeExecutionCommand).resolves({ status: 'FAILED', redriveCount: 1 });
        sfn.on(RedriveExecutionCommand).rejects(named(name));
        expect(await carry()).toEqual({ batchItemFailures: [] });
      },
    );

    it('is tried again while Step Functions is throttled', async () => {
      sfn.on(DescribeExecutionCommand).rejects(named('ThrottlingException'));
      expect(await carry()).toEqual({ batchItemFailures: [{ itemIdentifier: '1' }] });
    });
  });

  describe('an answer that nobody waits for', () => {
    const further = {
      workflow: 'filing',
      executionName: 'filing-1-1',
      furtherName: 'filing-1-1-further-4',
      input: { filingId: 'filing-1' },
    } as const;
    const late = (status: ExecutionStatus | undefined) => {
      sfn.on(SendTaskSuccessCommand).rejects(named('TaskTimedOut'));
      if (status === undefined) sfn.on(DescribeExecutionCommand).rejects(named('ExecutionDoesNotExist'));
      else sfn.on(DescribeExecutionCommand).resolves({ status });
      return relay()(batch(record('1', 'OUTBOX#1#0', { ...resume, further })));
    };

    it.each(['FAILED', 'TIMED_OUT', 'ABORTED', undefined] as const)(
      'starts a further execution where the one that asked is %s',
      async (status) => {
        expect(await late(status)).toEqual({ batchItemFailures: [] });
        expect(sfn.commandCalls(DescribeExecutionCommand)[0]?.args[0].input.executionArn).toBe(
          'arn:aws:states:local:0:execution:filing:filing-1-1',
        );
        expect(sfn.commandCalls(StartExecutionCommand)[0]?.args[0].input).toMatchObject({
          name: 'filing-1-1-further-4',
          input: '{"filingId":"filing-1","correlationId":"request-1"}',
        });
      },
    );

    it.each(['RUNNING', 'SUCCEEDED'] as const)('is carried out already where it is %s', async (status) => {
      await late(status);
      expect(sfn.commandCalls(StartExecutionCommand)).toHaveLength(0);
    });

    it('is delivered again where it cannot be known', async () => {
      sfn.on(SendTaskSuccessCommand).rejects(named('TaskTimedOut'));
      sfn.on(DescribeExecutionCommand).rejects(named('ServiceUnavailable'));
      const message = { ...resume, further };
      expect(await relay()(batch(record('1', 'OUTBOX#1#0', message)))).toEqual({
        batchItemFailures: [{ itemIdentifier: '1' }],
      });
    });
  });

  it('reports the first record that failed and does nothing after it', async () => {
    sfn.on(StartExecutionCommand).rejects(named('ServiceUnavailable'));
    const answer = await relay()(
      batch(record('1', 'OUTBOX#1#0', event), record('2', 'OUTBOX#1#1', start), record('3', 'OUTBOX#2#0', event)),
    );
    expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: '2' }] });
    expect(bus.commandCalls(PutEventsCommand)).toHaveLength(1);
  });

  it('carries partitions at once, each in order and none beyond its failure, and reports the earliest', async () => {
    const tries = fc.array(fc.record({ pk: fc.constantFrom('A', 'B', 'C'), fails: fc.nat({ max: 2 }) }), {
      minLength: 1,
      maxLength: 12,
    });
    await fc.assert(
      fc.asyncProperty(tries, fc.scheduler(), async (messages, scheduler) => {
        const left = messages.map(({ fails }) => fails);
        const carried: number[] = [];
        const carriers = {
          start: async () => {},
          resume: async () => {},
          redrive: async () => {},
          publish: async ({ detail }: Published) => {
            const place = detail['place'] as number;
            await scheduler.schedule(Promise.resolve());
            if ((left[place] as number) > 0) {
              left[place] = (left[place] as number) - 1;
              throw new Error('not now');
            }
            carried.push(place);
          },
        };
        const records = messages.map(({ pk }, place) =>
          record(
            String(place),
            `OUTBOX#${place}#0`,
            { type: 'event', name: 'EntityChanged', detail: { place } },
            'INSERT',
            pk,
          ),
        );
        /** As the event source does: reads again from the record that is reported. */
        const read = async (): Promise<void> => {
          for (let from = 0; from < records.length; ) {
            const before = left.slice();
            const { batchItemFailures } = await build(carriers, { get: async () => undefined })(
              batch(...records.slice(from)),
            );
            const failed = batchItemFailures[0]?.itemIdentifier;
            from = failed === undefined ? records.length : Number(failed);
            expect(new Set(carried)).toEqual(new Set([...carried, ...records.keys().take(from)]));
            if (failed !== undefined) expect(before[from]).toBeGreaterThan(0);
          }
        };
        await scheduler.waitFor(read());
        for (const pk of ['A', 'B', 'C']) {
          const ofPartition = [...messages.keys()].filter((place) => messages[place]?.pk === pk);
          expect([...new Set(carried)].filter((place) => ofPartition.includes(place))).toEqual(ofPartition);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('does not take a refused bus entry for delivered', async () => {
    bus.on(PutEventsCommand).resolves({ FailedEntryCount: 1, Entries: [{ ErrorCode: 'ThrottlingException' }] });
    expect(await relay()(batch(record('1', 'OUTBOX#1#0', event)))).toEqual({
      batchItemFailures: [{ itemIdentifier: '1' }],
    });
  });
});
