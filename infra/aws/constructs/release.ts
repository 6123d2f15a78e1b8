import { Duration, Validations } from 'aws-cdk-lib';
import type { IAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import { LambdaDeploymentConfig, LambdaDeploymentGroup } from 'aws-cdk-lib/aws-codedeploy';
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Alias, type IVersion } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { LIVE } from '../manifest.ts';
import type { Platform } from '../platform.ts';
import { RegistryAlarm } from './registry-alarm.ts';
import { functionArn, type RegistryFunction } from './registry-function.ts';

/** [designed] Calls in a minute that throw or time out, at which a release is taken back. */
const ERRORS = 3;

export interface ReleaseProps {
  /** A function with a fixed name. */
  readonly function: RegistryFunction;
  /** What rolls a release back beside the function's own errors. */
  readonly alarms: readonly IAlarm[];
  readonly platform: Platform;
}

/**
 * How a new version of a function comes to answer requests: a tenth of them for ten minutes, then all. When an alarm rings
 * meanwhile, or one of the stack's other changes fails, the alias goes back to the version before and the deployment fails.
 * Ten minutes, because the alarm on the API's answers looks at five.
 *
 * Its role may move the alias of this function and nothing else. AWS's own policy for CodeDeploy allows that of every
 * function in the account.
 */
export class Release extends Construct {
  readonly alias: Alias;

  constructor(scope: Construct, id: string, { function: released, alarms, platform }: ReleaseProps) {
    super(scope, id);
    const { lambda, fixedName } = released;
    if (fixedName === undefined) throw new Error(`${released.node.id} has no name by which requests could find it`);
    this.alias = new Alias(this, 'Alias', { aliasName: LIVE, version: lambda.currentVersion as IVersion });
    const errors = new RegistryAlarm(this, 'Errors', {
      topic: platform.alarms,
      metric: this.alias.metricErrors({ period: Duration.minutes(1) }),
      threshold: ERRORS,
      description: `函数 ${released.node.id} 一分钟内多次出错或超时；若正在发布新版本，系统已自动退回旧版本，请查看其日志`,
    });
    new LambdaDeploymentGroup(this, 'Canary', {
      alias: this.alias,
      deploymentConfig: LambdaDeploymentConfig.CANARY_10PERCENT_10MINUTES,
      alarms: [errors, ...alarms],
      role: this.role(functionArn(this, fixedName)).withoutPolicyUpdates(),
    });
  }

  private role(arn: string): Role {
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('codedeploy.amazonaws.com'),
      inlinePolicies: {
        Move: new PolicyDocument({
          statements: [
            new PolicyStatement({
              actions: ['lambda:GetAlias', 'lambda:GetProvisionedConcurrencyConfig', 'lambda:UpdateAlias'],
              resources: [arn, `${arn}:${LIVE}`],
            }),
            new PolicyStatement({ actions: ['cloudwatch:DescribeAlarms'], resources: ['*'] }),
          ],
        }),
      },
    });
    Validations.of(role).acknowledge({
      id: 'AwsSolutions-IAM5[Resource::*]',
      reason: 'CodeDeploy asks for the alarms of the group in one call, which names no resource. It only reads them.',
    });
    return role;
  }
}
