import { ulid } from 'ulid';
import type { Workflow } from './outbox/workflows.ts';
import { documentClient, tableNames } from './table/client.ts';
import { type Table, table } from './table/table.ts';

/** What a handler gets from its host. Both hosts build the same handlers from it. */
export interface Runtime {
  readonly table: Table;
  readonly now: () => Date;
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
export const awsRuntime = (environment: NodeJS.ProcessEnv = process.env): Runtime => ({
  table: table(documentClient(), tableNames(environment)),
  now: () => new Date(),
  newUlid: () => ulid(),
  executionArn: (workflow, name) =>
    `${(environment[stateMachineVariable(workflow)] ?? '').replace(':stateMachine:', ':execution:')}:${name}`,
});

/** The environment variable that holds a workflow's state machine ARN, e.g. `CREDIT_SCORING_STATE_MACHINE_ARN`. */
export const stateMachineVariable = (workflow: Workflow): string =>
  `${workflow.toUpperCase().replaceAll('-', '_')}_STATE_MACHINE_ARN`;

/** The environment variable that holds the name of a function another calls, e.g. `FILING_API_FUNCTION` of `FilingApi`. */
export const functionVariable = (functionName: string): string =>
  `${functionName.replaceAll(/(?<=[a-z0-9])(?=[A-Z])/g, '_').toUpperCase()}_FUNCTION`;
