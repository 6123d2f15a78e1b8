import { Duration, Stack, type StackProps } from 'aws-cdk-lib';
import type { SpecRestApi } from 'aws-cdk-lib/aws-apigateway';
import { Dashboard, GraphWidget, type IMetric, MathExpression } from 'aws-cdk-lib/aws-cloudwatch';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import type { Platform } from '../platform.ts';
import type { StateMachines } from '../state-machines.ts';
import type { Target } from '../target.ts';

export interface DashboardStackProps extends StackProps {
  readonly platform: Platform;
  readonly rest: SpecRestApi;
  readonly stateMachines: StateMachines;
  readonly relays: readonly IFunction[];
}

const period = Duration.minutes(5);

/**
 * One page for the operators: the API, the workflows, the functions, how far the relay is behind, what lies undelivered, the
 * tables.
 */
export class DashboardStack extends Stack {
  constructor(scope: Construct, id: string, props: DashboardStackProps) {
    super(scope, id, props);
    const machines = Object.values(props.stateMachines);
    const { rest, relays, platform } = props;
    new Dashboard(this, 'Dashboard', {
      defaultInterval: Duration.days(1),
      widgets: [
        [
          graph('接口请求与错误', [
            rest.metricCount({ period }),
            rest.metricClientError({ period }),
            rest.metricServerError({ period }),
          ]),
          graph('接口时延（毫秒）', [
            rest.metricLatency({ period, statistic: 'p50' }),
            rest.metricLatency({ period, statistic: 'p99' }),
          ]),
        ],
        [
          graph('流程开始与完成', [
            ...machines.map((machine) => machine.metricStarted({ period })),
            ...machines.map((machine) => machine.metricSucceeded({ period })),
          ]),
          graph('流程失败、超时与限流', [
            ...machines.map((machine) => machine.metricFailed({ period })),
            ...machines.map((machine) => machine.metricTimedOut({ period })),
            ...machines.map((machine) => machine.metricThrottled({ period })),
          ]),
        ],
        [
          graph('函数出错', [ofAll(platform.target, 'AWS/Lambda,FunctionName', 'Errors', 'Sum')]),
          graph('函数被限流', [ofAll(platform.target, 'AWS/Lambda,FunctionName', 'Throttles', 'Sum')]),
        ],
        [
          graph(
            '发件箱滞后（毫秒）',
            relays.map((relay) => relay.metric('IteratorAge', { period, statistic: 'Maximum' })),
          ),
          graph('未能送达的消息', [
            ofAll(platform.target, 'AWS/SQS,QueueName', 'ApproximateNumberOfMessagesVisible', 'Maximum'),
          ]),
        ],
        [
          graph(
            '数据表限流',
            Object.values(platform.tables).map((table) => table.throttles()),
          ),
        ],
      ],
    });
  }
}

/**
 * A metric of every function or queue of these stacks, found by the names that the stacks give them: one that is taken out
 * of the manifest is then no export that this stack holds on to, which would refuse the deployment.
 */
const ofAll = (target: Target, dimension: string, metric: string, statistic: 'Sum' | 'Maximum'): IMetric =>
  new MathExpression({
    expression: `SEARCH('{${dimension}} MetricName="${metric}" ${wordsOf(target)}', '${statistic}', ${period.toSeconds()})`,
    usingMetrics: {},
    label: '',
    period,
  });

/** The words that all those names have, and those of another environment have not. */
const wordsOf = ({ environment }: Target): string =>
  environment === undefined ? 'Registry NOT env' : `Registry env ${environment}`;

const graph = (title: string, left: IMetric[]) => new GraphWidget({ title, left, width: 12 });
