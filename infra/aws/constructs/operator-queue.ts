import { Duration, Validations } from 'aws-cdk-lib';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { RegistryAlarm } from './registry-alarm.ts';

/**
 * A queue whose messages an operator must look at, with the alarm that says so: none exists without its alarm. Messages are
 * kept 14 days, the most that SQS gives; encrypted by SQS, reached over TLS only.
 */
export class OperatorQueue extends Queue {
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
      description: props.description,
    });
    Validations.of(this).acknowledge({
      id: 'AwsSolutions-SQS3',
      reason: 'Nothing consumes this queue but an operator, so that nothing can fail to.',
    });
  }
}
