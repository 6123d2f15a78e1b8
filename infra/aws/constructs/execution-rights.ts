import { ArnFormat, Stack, Validations } from 'aws-cdk-lib';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { flattenCfnReference } from 'cdk-nag/lib/utils/flatten-cfn-reference.js';
import type { RegistryFunction } from './registry-function.ts';

/**
 * Lets a function of another stack do something with the executions of a state machine: they are many, and only their
 * machine is known beforehand.
 */
export function allowOnExecutions(of: RegistryFunction, actions: string[], machine: StateMachine): void {
  // The machine lies in another stack, so that cdk-nag sees the export under which that stack tells its name.
  const executions = Stack.of(of).formatArn({
    service: 'states',
    resource: 'execution',
    resourceName: `${Stack.of(machine).exportValue(machine.stateMachineName)}:*`,
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
  of.allow(actions, executions);
  Validations.of(of.role).acknowledge({
    id: `AwsSolutions-IAM5[Resource::${flattenCfnReference(Stack.of(of).resolve(executions))}]`,
    reason: 'Executions of one state machine are many and new ones come; their names are not known beforehand.',
  });
}
