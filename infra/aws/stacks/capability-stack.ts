import { Stack, type StackProps } from 'aws-cdk-lib';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import type { CapabilityManifest } from '../../manifest/model.ts';
import { EventTarget } from '../constructs/event-target.ts';
import { RegistryFunction } from '../constructs/registry-function.ts';
import { RegistryWorkflow } from '../constructs/registry-workflow.ts';
import { AUTHORIZER, fixedName, named } from '../manifest.ts';
import type { Platform } from '../platform.ts';
import { type StateMachines, stateMachineVariables } from '../state-machines.ts';

export interface CapabilityStackProps extends StackProps {
  readonly manifest: CapabilityManifest;
  readonly platform: Platform;
  /** The functions, of whatever capability, that others call by a name that is fixed. */
  readonly called: ReadonlySet<string>;
}

/**
 * One capability: its workflows with the functions of their Tasks, what its events and the clock call, and the function
 * that answers its routes, which is told the capability's own state machines. The routes themselves are the API's; the
 * relay and the authorizer, which serve every capability, have stacks of their own.
 */
export class CapabilityStack extends Stack {
  readonly stateMachines: StateMachines;
  /** The function that answers the capability's routes, by its name. */
  readonly answering: Readonly<Record<string, IFunction>>;

  constructor(scope: Construct, id: string, { manifest, platform, called, ...props }: CapabilityStackProps) {
    super(scope, id, props);
    const make = (name: string, environment: Readonly<Record<string, string>> = {}): RegistryFunction =>
      new RegistryFunction(this, name, {
        spec: named(manifest.functions, name),
        platform,
        environment,
        functionName: called.has(name) ? fixedName(name) : undefined,
      });
    const workflows = Object.entries(manifest.workflows ?? {});
    const tasks = Object.fromEntries(
      [...new Set(workflows.flatMap(([, spec]) => spec.tasks))].map((name) => [name, make(name).lambda]),
    );
    this.stateMachines = Object.fromEntries(
      workflows.map(([name, spec]) => [
        name,
        new RegistryWorkflow(this, name, {
          spec,
          tasks: Object.fromEntries(spec.tasks.map((task) => [task, named(tasks, task)])),
          platform,
        }).stateMachine,
      ]),
    );
    const { function: api } = manifest.api;
    this.answering = { [api]: make(api, stateMachineVariables(this.stateMachines)).lambda };
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
