import { Stack, type StackProps } from 'aws-cdk-lib';
import type { SpecRestApi } from 'aws-cdk-lib/aws-apigateway';
import type { IAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { PUBLIC_URL_VARIABLE } from '../../../functions/shared/runtime.ts';
import { type CapabilityManifest, calledBy } from '../../manifest/model.ts';
import { EventTarget } from '../constructs/event-target.ts';
import { allowOnExecutions } from '../constructs/execution-rights.ts';
import { RegistryFunction, type RegistryFunctionProps } from '../constructs/registry-function.ts';
import { RegistryWorkflow } from '../constructs/registry-workflow.ts';
import { Release } from '../constructs/release.ts';
import { AUTHORIZER, fixedName, named } from '../manifest.ts';
import type { Platform } from '../platform.ts';
import { type StateMachines, stateMachineVariables } from '../state-machines.ts';

export interface CapabilityStackProps extends StackProps {
  readonly manifest: CapabilityManifest;
  readonly platform: Platform;
  /** The API whose routes the capability answers. */
  readonly rest: SpecRestApi;
  /** Where people reach the API. */
  readonly publicUrl: string;
  /** Those of other capabilities, for a function that reads executions. */
  readonly watched: StateMachines;
  /** The alarm on what the API answers, which rolls a release back. */
  readonly serverErrors: IAlarm;
}

/**
 * One capability: its workflows with the functions of their Tasks, what its events and the clock call, and the function
 * that answers its routes, which is told the capability's own state machines and let in by a `Release`. The routes
 * themselves and the authorizer are the API's, and the relay, which serves every capability, has a stack of its own. The
 * API function of one that reads executions is told the state machines of all the others, whose stacks are made before.
 */
export class CapabilityStack extends Stack {
  readonly stateMachines: StateMachines;

  constructor(
    scope: Construct,
    id: string,
    { manifest, platform, rest, publicUrl, watched, serverErrors, ...props }: CapabilityStackProps,
  ) {
    super(scope, id, props);
    const make = (name: string, more: Pick<RegistryFunctionProps, 'environment' | 'functionName'> = {}) =>
      new RegistryFunction(this, name, { spec: named(manifest.functions, name), platform, ...more });
    const workflows = Object.entries(manifest.workflows ?? {});
    const tasks = Object.fromEntries(
      [...new Set(workflows.flatMap(([, spec]) => calledBy(spec)))].map((name) => [name, make(name).lambda]),
    );
    this.stateMachines = Object.fromEntries(
      workflows.map(([name, spec]) => [
        name,
        new RegistryWorkflow(this, name, {
          tasks: Object.fromEntries(calledBy(spec).map((task) => [task, named(tasks, task)])),
          platform,
        }).stateMachine,
      ]),
    );
    const { function: api } = manifest.api;
    const answering = make(api, {
      functionName: fixedName(platform.target, api),
      environment: {
        ...stateMachineVariables({ ...watched, ...this.stateMachines }),
        [PUBLIC_URL_VARIABLE]: publicUrl,
      },
    });
    for (const machine of Object.values(watched)) {
      answering.allow(['states:ListExecutions'], machine.stateMachineArn);
      allowOnExecutions(answering, ['states:DescribeExecution'], machine);
    }
    const { alias } = new Release(this, 'Release', { function: answering, alarms: [serverErrors], platform });
    alias.addPermission('Gateway', {
      principal: new ServicePrincipal('apigateway.amazonaws.com'),
      sourceArn: rest.arnForExecuteApi(),
    });
    const made = new Set([...Object.keys(tasks), api, AUTHORIZER]);
    for (const [name, { access }] of Object.entries(manifest.functions)) {
      if (made.has(name) || access.relay) continue;
      new EventTarget(this, `${name}Events`, {
        function: make(name),
        subscriptions: manifest.subscriptions?.filter((one) => one.function === name) ?? [],
        schedules: manifest.schedules?.filter((one) => one.function === name) ?? [],
        platform,
      });
    }
  }
}
