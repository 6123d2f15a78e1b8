import { Duration, Validations } from 'aws-cdk-lib';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { RegistryAlarm } from './registry-alarm.ts';

/**
 * Where that goes which could not be delivered, with the alarm that says so: none exists without its alarm. Messages are
 * kept 14 days, the most that SQS gives; encrypted by SQS, reached over TLS only.
 */
export class DeadLetterQueue extends Queue {
  constructor(scope: Construct, id: string, props: { readonly topic: ITopic; readonly description: string }) {
    super(scope, id, {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    });
    new RegistryAlarm(this, 'Alarm', {
      topic: props.topic,
      metric: this.metricApproximateNumberOfMessagesVisible({ period: Duration.minutes(1) }),
      threshold: 1,
      description: `${props.description}；请在 14 天内查明原因，修复后按 docs/operations.md 重新送出`,
    });
    Validations.of(this).acknowledge({
      id: 'AwsSolutions-SQS3',
      reason: 'This queue is itself a dead-letter queue; nothing consumes it but an operator.',
    });
  }
}
