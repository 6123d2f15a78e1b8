import { Duration } from 'aws-cdk-lib';
import { EventSourceMapping, FilterCriteria, FilterRule, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { SqsDlq } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Construct } from 'constructs';
import { ENDED_EXECUTION } from '../../../functions/shared/outbox/carriers.ts';
import { OUTBOX_PREFIX } from '../../../functions/shared/outbox/message.ts';
import { SORT_KEY } from '../../manifest/tables.ts';
import type { Platform } from '../platform.ts';
import type { StateMachines } from '../state-machines.ts';
import { DeadLetterQueue } from './dead-letter-queue.ts';
import { allowOnExecutions } from './execution-rights.ts';
import { LineAlarm } from './line-alarm.ts';
import { RegistryAlarm } from './registry-alarm.ts';
import type { RegistryFunction } from './registry-function.ts';

export interface RelayProps {
  readonly function: RegistryFunction;
  readonly stateMachines: StateMachines;
  readonly platform: Platform;
}

/**
 * Carries the outbox from the registry's stream to the bus and to the workflows.
 *
 * - It is called with new outbox items only; a change of an aggregate costs it nothing.
 * - From the stream's beginning, ten batches of a shard at once: Lambda has a partition key in one of them at a time, and
 *   keeps its order.
 * - A failed record is tried again 10 times, alone if the batch was split to find it; then its place in the stream goes to
 *   the dead-letter queue and the next one follows, so that one bad message does not hold up a day's trade. The message
 *   itself stays in the table for 30 days.
 * - Batches of 25: one slow call each still ends within the function's time.
 * - It may publish to this bus, start and answer these workflows, see whether an execution that it answers has ended, and
 *   redrive what an operator asks for.
 */
export class Relay extends Construct {
  constructor(scope: Construct, id: string, { function: relay, stateMachines, platform }: RelayProps) {
    super(scope, id);
    relay.allow(['events:PutEvents'], platform.bus.eventBusArn);
    for (const machine of Object.values(stateMachines)) {
      relay.allow(['states:StartExecution', 'states:SendTaskSuccess'], machine.stateMachineArn);
      allowOnExecutions(relay, ['states:DescribeExecution', 'states:RedriveExecution'], machine);
    }
    const queue = new DeadLetterQueue(this, 'DeadLetters', {
      topic: platform.alarms,
      description: '有发件箱消息未能送出（事件未发布，或流程未启动、未恢复）',
    });
    const stream = platform.tables.registry.tableStreamArn;
    if (stream === undefined) throw new Error('the registry table has no stream');
    new EventSourceMapping(this, 'Stream', {
      target: relay.lambda,
      eventSourceArn: stream,
      startingPosition: StartingPosition.TRIM_HORIZON,
      batchSize: 25,
      parallelizationFactor: 10,
      bisectBatchOnError: true,
      reportBatchItemFailures: true,
      retryAttempts: 10,
      onFailure: new SqsDlq(queue),
      filters: [
        FilterCriteria.filter({
          eventName: FilterRule.isEqual('INSERT'),
          dynamodb: { Keys: { [SORT_KEY]: { S: FilterRule.beginsWith(OUTBOX_PREFIX) } } },
        }),
      ],
    });
    new RegistryAlarm(this, 'Behind', {
      topic: platform.alarms,
      metric: relay.lambda.metric('IteratorAge', { statistic: 'Maximum', period: Duration.minutes(1) }),
      threshold: Duration.minutes(1).toMilliseconds(),
      periods: 5,
      description: '发件箱已连续五分钟滞后一分钟以上；请查看 Relay 的日志与限流',
    });
    new LineAlarm(this, 'EndedExecutions', {
      logGroup: relay.lambda.logGroup,
      line: ENDED_EXECUTION,
      metricName: 'EndedExecutions',
      description: '有人工决定送达时流程已中止，已另起一次流程办理；请查明原流程为何中止',
      platform,
    });
  }
}
