import { Duration } from 'aws-cdk-lib';
import { Rule, type RuleProps, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import { Construct } from 'constructs';
import { EVENT_SOURCE } from '../../../functions/shared/outbox/carriers.ts';
import type { ScheduleSpec, SubscriptionSpec } from '../../manifest/model.ts';
import type { Platform } from '../platform.ts';
import { DeadLetterQueue } from './dead-letter-queue.ts';
import type { RegistryFunction } from './registry-function.ts';

export interface EventTargetProps {
  readonly function: RegistryFunction;
  readonly subscriptions: readonly SubscriptionSpec[];
  readonly schedules: readonly ScheduleSpec[];
  readonly platform: Platform;
}

/**
 * Calls a function with the events it subscribes to and by the clock. EventBridge tries the delivery for a day; Lambda
 * tries a failed run twice more within six hours. What is left lands, whole, in the function's dead-letter queue.
 */
export class EventTarget extends Construct {
  constructor(scope: Construct, id: string, props: EventTargetProps) {
    super(scope, id);
    const queue = new DeadLetterQueue(this, 'DeadLetters', {
      topic: props.platform.alarms,
      description: `函数 ${id} 有事件未能处理`,
    });
    props.function.lambda.configureAsyncInvoke({
      retryAttempts: 2,
      maxEventAge: Duration.hours(6),
      onFailure: new SqsDestination(queue),
    });
    const target = new LambdaFunction(props.function.lambda, {
      deadLetterQueue: queue,
      maxEventAge: Duration.hours(24),
      retryAttempts: 185,
    });
    const rule = (name: string, when: RuleProps) => new Rule(this, name, { ...when, targets: [target] });
    for (const { event } of props.subscriptions) {
      rule(event, { eventBus: props.platform.bus, eventPattern: { source: [EVENT_SOURCE], detailType: [event] } });
    }
    for (const { name, everyMinutes } of props.schedules) {
      rule(name, { schedule: Schedule.rate(Duration.minutes(everyMinutes)) });
    }
  }
}
