import { Duration } from 'aws-cdk-lib';
import { FilterPattern, type ILogGroup, MetricFilter } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { Platform } from '../platform.ts';
import { apart } from '../target.ts';
import { RegistryAlarm } from './registry-alarm.ts';

export interface LineAlarmProps {
  readonly logGroup: ILogGroup;
  /** The message of the log lines that are counted. */
  readonly line: string;
  /** The metric's name, one in the registry. */
  readonly metricName: string;
  /** What the alarm says, in Chinese. */
  readonly description: string;
  readonly platform: Platform;
}

/** Rings where a function's log has a certain line: once is enough. */
export class LineAlarm extends Construct {
  constructor(scope: Construct, id: string, { logGroup, line, metricName, description, platform }: LineAlarmProps) {
    super(scope, id);
    const lines = new MetricFilter(this, 'Lines', {
      logGroup,
      filterPattern: FilterPattern.stringValue('$.message', '=', line),
      metricNamespace: apart(platform.target, 'MarketProcurementRegistry'),
      metricName,
      metricValue: '1',
    });
    new RegistryAlarm(this, 'Alarm', {
      topic: platform.alarms,
      metric: lines.metric({ statistic: 'Sum', period: Duration.minutes(5) }),
      threshold: 1,
      description,
    });
  }
}
