import { ArnFormat, Stack, Validations } from 'aws-cdk-lib';
import { Policy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { flattenCfnReference } from 'cdk-nag/lib/utils/flatten-cfn-reference.js';
import { Construct } from 'constructs';

/**
 * What a state machine with a distributed Map may do to itself: start its iterations as executions of its own, follow and
 * stop them, and take up those that failed. A policy of its own, because it names the state machine, which waits for the
 * role's other rights.
 *
 * The CDK gives the same to a definition that is written in its own language (`StateGraph.bind`), but not to a file.
 */
export class DistributedMapPolicy extends Construct {
  constructor(scope: Construct, id: string, stateMachine: StateMachine) {
    super(scope, id);
    const stack = Stack.of(this);
    const executions = (which: string): string =>
      stack.formatArn({
        service: 'states',
        resource: 'execution',
        resourceName: `${stateMachine.stateMachineName}${which}`,
        arnFormat: ArnFormat.COLON_RESOURCE_NAME,
      });
    const every = executions(':*');
    // Iterations stand under the label of their Map run, which is made anew for each where the definition names none.
    const iterations = executions('/*:*');
    const policy = new Policy(this, 'Policy', {
      statements: [
        new PolicyStatement({ actions: ['states:StartExecution'], resources: [stateMachine.stateMachineArn] }),
        new PolicyStatement({ actions: ['states:DescribeExecution', 'states:StopExecution'], resources: [every] }),
        new PolicyStatement({ actions: ['states:RedriveExecution'], resources: [iterations] }),
      ],
    });
    stateMachine.role.attachInlinePolicy(policy);
    for (const resource of [every, iterations]) {
      Validations.of(policy).acknowledge({
        id: `AwsSolutions-IAM5[Resource::${flattenCfnReference(stack.resolve(resource))}]`,
        reason: 'Executions of this one state machine, whose names are not known before they start.',
      });
    }
  }
}

/** Whether a definition in Amazon States Language has a distributed Map, at whatever depth. */
export function hasDistributedMap(definition: unknown): boolean {
  if (definition === null || typeof definition !== 'object') return false;
  const { ItemProcessor } = definition as { ItemProcessor?: { ProcessorConfig?: { Mode?: unknown } } };
  return ItemProcessor?.ProcessorConfig?.Mode === 'DISTRIBUTED' || Object.values(definition).some(hasDistributedMap);
}
