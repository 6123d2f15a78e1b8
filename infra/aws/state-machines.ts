import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { Workflow } from '../../functions/shared/outbox/workflows.ts';
import { stateMachineVariable } from '../../functions/shared/runtime.ts';

/** The state machines by workflow. */
export type StateMachines = Readonly<Partial<Record<Workflow, StateMachine>>>;

/** The environment variables that name them to a function. */
export const stateMachineVariables = (stateMachines: StateMachines): Record<string, string> =>
  Object.fromEntries(
    Object.entries(stateMachines).map(([workflow, machine]) => [
      stateMachineVariable(workflow as Workflow),
      machine.stateMachineArn,
    ]),
  );
