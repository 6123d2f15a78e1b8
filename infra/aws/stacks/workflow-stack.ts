import { Stack, type StackProps } from 'aws-cdk-lib';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { RegistryFunction } from '../constructs/registry-function.ts';
import { RegistryWorkflow } from '../constructs/registry-workflow.ts';
import { fixedName, homes, type Manifest, named } from '../manifest.ts';
import type { Platform } from '../platform.ts';
import type { StateMachines } from '../state-machines.ts';

/** The workflows, each with the functions of its Tasks. */
export class WorkflowStack extends Stack {
  readonly stateMachines: StateMachines;

  constructor(
    scope: Construct,
    id: string,
    { manifest, platform, ...props }: StackProps & { readonly manifest: Manifest; readonly platform: Platform },
  ) {
    super(scope, id, props);
    const functions: Record<string, IFunction> = Object.fromEntries(
      homes(manifest).workflows.map((name) => {
        const spec = named(manifest.functions, name);
        const task = new RegistryFunction(this, name, { spec, platform });
        for (const other of spec.access.invokes ?? []) task.invokesByName(other, fixedName(manifest, other) ?? other);
        return [name, task.lambda];
      }),
    );
    this.stateMachines = Object.fromEntries(
      Object.entries(manifest.workflows).map(([name, spec]) => {
        const tasks = Object.fromEntries(spec.tasks.map((task) => [task, named(functions, task)]));
        return [name, new RegistryWorkflow(this, name, { spec, tasks, platform }).stateMachine];
      }),
    );
  }
}
