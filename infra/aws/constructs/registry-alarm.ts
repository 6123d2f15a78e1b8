import { Alarm, type AlarmProps, ComparisonOperator, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';

export interface RegistryAlarmProps extends Pick<AlarmProps, 'metric' | 'threshold'> {
  readonly topic: ITopic;
  /** What has happened and what to do, in Chinese: operators read it in the message and in the console. */
  readonly description: string;
  /** How many periods in a row must reach the threshold. @default 1 */
  readonly periods?: number;
}

/**
 * An alarm that tells the operators' topic when a metric reaches its threshold, and when it is well again. A metric
 * without data is well: what does not run does not fail.
 */
export class RegistryAlarm extends Alarm {
  constructor(scope: Construct, id: string, { topic, description, periods = 1, ...metric }: RegistryAlarmProps) {
    super(scope, id, {
      ...metric,
      alarmDescription: description,
      evaluationPeriods: periods,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
    this.addAlarmAction(new SnsAction(topic));
    this.addOkAction(new SnsAction(topic));
  }
}
