import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Aws, Duration, Fn, Validations } from 'aws-cdk-lib';
import type { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { DefinitionBody, LogLevel, StateMachine, StateMachineType } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { definitionFile } from '../../manifest/model.ts';
import type { Platform } from '../platform.ts';
import { DistributedMapPolicy, hasDistributedMap } from './distributed-map-policy.ts';
import { RegistryAlarm } from './registry-alarm.ts';
import { RegistryLogs } from './registry-logs.ts';

const ROOT = join(import.meta.dirname, '../../..');

export interface RegistryWorkflowProps {
  /**
   * The functions of its Tasks, by the name that stands in the definition as `${Name}`, and those that running executions
   * of earlier definitions call.
   */
  readonly tasks: Readonly<Record<string, IFunction>>;
  readonly platform: Platform;
}

/**
 * A Standard state machine of the manifest, by its name there. The template carries the reviewed file as it stands;
 * CloudFormation puts the partition and the functions' ARNs in.
 *
 * - Its role may call the functions of its Tasks and those retired from them, and nothing else; nobody but it may call
 *   them. One with a distributed Map may run itself besides.
 * - Every event is logged, without the execution's data: the console's history has it for those who may see it.
 * - An alarm each for executions that failed, timed out or could not start.
 */
export class RegistryWorkflow extends Construct {
  readonly stateMachine: StateMachine;

  constructor(scope: Construct, id: string, { tasks, platform }: RegistryWorkflowProps) {
    super(scope, id);
    const definition = readFileSync(join(ROOT, definitionFile(id)), 'utf8');
    const arns = Object.fromEntries(Object.entries(tasks).map(([name, task]) => [name, task.functionArn]));
    this.stateMachine = new StateMachine(this, 'StateMachine', {
      stateMachineType: StateMachineType.STANDARD,
      definitionBody: DefinitionBody.fromString(definition),
      definitionSubstitutions: { Partition: Aws.PARTITION, ...arns },
      tracingEnabled: platform.target.tracing,
      logs: {
        level: LogLevel.ALL,
        includeExecutionData: false,
        destination: new RegistryLogs(this, 'Logs', platform, vendedLogName(id)),
      },
    });
    this.stateMachine.addToRolePolicy(
      new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: Object.values(arns) }),
    );
    if (hasDistributedMap(JSON.parse(definition))) {
      new DistributedMapPolicy(this, 'DistributedMap', this.stateMachine);
    }
    Validations.of(this.stateMachine).acknowledge({
      id: 'AwsSolutions-IAM5[Resource::*]',
      reason: 'The log-delivery and X-Ray actions of Step Functions cannot be restricted to a resource.',
    });
    Validations.of(this.stateMachine).acknowledge({
      id: 'AwsSolutions-SF2',
      reason: 'X-Ray is a choice of the target; the logs and the history show every step without it.',
    });
    this.alarms(id, platform);
  }

  private alarms(name: string, platform: Platform): void {
    const period = Duration.minutes(5);
    const alarm = (id: string, metric: Metric, what: string) =>
      new RegistryAlarm(this, id, {
        topic: platform.alarms,
        metric,
        threshold: 1,
        description: `流程 ${name} ${what}`,
      });
    alarm(
      'Failed',
      this.stateMachine.metricFailed({ period }),
      '有执行失败；查明原因后在失败的步骤重新驱动（redrive）',
    );
    alarm('TimedOut', this.stateMachine.metricTimedOut({ period }), '有执行超时；查明停在哪一步后重新驱动（redrive）');
    alarm('Throttled', this.stateMachine.metricThrottled({ period }), '被限流；请查看账户的 Step Functions 配额');
  }
}

/**
 * Log groups under this prefix share one resource policy, whose length is limited; the stack's own id keeps the name free
 * for a stack made anew, because the group outlives its stack.
 */
const vendedLogName = (workflow: string): string =>
  `/aws/vendedlogs/states/${workflow}-${Fn.select(2, Fn.split('/', Aws.STACK_ID))}`;
