import { ulid } from 'ulid';
import type { Workflow } from './outbox/workflows.ts';
import { type Reference, reference } from './reference/reference.ts';
import { documentClient, tableNames } from './table/client.ts';
import { type Table, table } from './table/table.ts';

/** What a handler gets from its host. Both hosts build the same handlers from it. */
export interface Runtime {
  readonly table: Table;
  readonly now: () => Date;
  /** Code lists, rates, terms and limits as they were in force on a day. */
  readonly reference: Reference;
  readonly newUlid: () => string;
  /** The ARN an execution has or will have. */
  readonly executionArn: (workflow: Workflow, name: string) => string;
  /** Where people reach the API; absent, as the environment says (`publicUrlOf`). */
  readonly publicUrl?: () => string;
}

/** The environment variable that holds the address at which people reach the API, e.g. `https://api.example.cn`. */
export const PUBLIC_URL_VARIABLE = 'PUBLIC_URL';

/**
 * Where people reach the API, for what is printed and scanned. It is configured: whoever sends a request writes its headers,
 * `Host` and `X-Forwarded-Proto` too, and must not have a certificate lead elsewhere.
 */
export const publicUrlOf = (environment: NodeJS.ProcessEnv = process.env): string =>
  environment[PUBLIC_URL_VARIABLE] ?? 'http://localhost';

/** The runtime on AWS, from the function's environment. */
export function awsRuntime(
  environment: NodeJS.ProcessEnv = process.env,
  now: Runtime['now'] = () => new Date(),
): Runtime {
  const registry = table(documentClient(), tableNames(environment));
  return {
    table: registry,
    reference: reference(registry, now),
    now,
    newUlid: () => ulid(),
    executionArn: (workflow, name) => executionArnOf(environment[stateMachineVariable(workflow)] ?? '', name),
  };
}

/** The environment variable that holds a workflow's state machine ARN, e.g. `CREDIT_SCORING_STATE_MACHINE_ARN`. */
export const stateMachineVariable = (workflow: Workflow): string =>
  `${workflow.toUpperCase().replaceAll('-', '_')}_STATE_MACHINE_ARN`;

/** A workflow's state machine. @throws Error where the environment does not name it */
export function stateMachineArn(environment: NodeJS.ProcessEnv, workflow: Workflow): string {
  const arn = environment[stateMachineVariable(workflow)];
  if (!arn) throw new Error(`environment variable ${stateMachineVariable(workflow)} is not set`);
  return arn;
}

/** The execution of a name of a state machine. */
export const executionArnOf = (machineArn: string, name: string): string =>
  `${machineArn.replace(':stateMachine:', ':execution:')}:${name}`;

/** The environment variable that holds the name of a function another calls, e.g. `FILING_API_FUNCTION` of `FilingApi`. */
export const functionVariable = (functionName: string): string =>
  `${functionName.replaceAll(/(?<=[a-z0-9])(?=[A-Z])/g, '_').toUpperCase()}_FUNCTION`;
