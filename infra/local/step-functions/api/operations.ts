import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { executionArn, ROLE_ARN, stateMachineArn } from '../arns.ts';
import { isWithinLimit, type Json } from '../asl/json.ts';
import { ServiceError } from '../errors.ts';
import type { Executions } from '../executions.ts';
import type { DefinitionRow, EventRow, ExecutionRow } from '../store.ts';

/** An operation of the API: the parsed body in, the answer's body out. Throws ServiceError. */
export type Operation = (executions: Executions, body: unknown) => object;

const operation =
  <S extends z.ZodType>(schema: S, answer: (executions: Executions, input: z.output<S>) => object): Operation =>
  (executions, body) => {
    const parsed = schema.safeParse(body);
    if (parsed.success) return answer(executions, parsed.data);
    const faults = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
    throw new ServiceError('ValidationException', faults.join('; '));
  };

const page = { maxResults: z.int().min(0).max(1000).default(0), nextToken: z.string().optional() };
const status = z.enum(['RUNNING', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED', 'PENDING_REDRIVE']);
const nothing = {};

export const operations: Readonly<Record<string, Operation>> = {
  StartExecution: operation(
    z.object({ stateMachineArn: z.string(), name: z.string().optional(), input: z.string().default('{}') }),
    (executions, { stateMachineArn: arn, name, input }) => {
      const execution = executions.start(arn, name ?? randomUUID(), input);
      return { executionArn: arnOf(execution), startDate: seconds(execution.startedAt) };
    },
  ),

  DescribeExecution: operation(z.object({ executionArn: z.string() }), (executions, { executionArn: arn }) =>
    described(executions, executions.find(arn)),
  ),

  ListExecutions: operation(
    z.object({ stateMachineArn: z.string(), statusFilter: status.optional(), ...page }),
    (executions, { stateMachineArn: arn, statusFilter, maxResults, nextToken }) => {
      const { machine } = executions.machines.current(arn);
      const size = maxResults || 100;
      const before = nextToken === undefined ? Number.MAX_SAFE_INTEGER : position(nextToken);
      const rows = executions.store.executions(machine, statusFilter, before, size);
      return { executions: rows.map(listed), ...next(rows, size) };
    },
  ),

  GetExecutionHistory: operation(
    z.object({
      executionArn: z.string(),
      includeExecutionData: z.boolean().default(true),
      reverseOrder: z.boolean().default(false),
      ...page,
    }),
    (executions, { executionArn: arn, includeExecutionData, reverseOrder, maxResults, nextToken }) => {
      const { id } = executions.find(arn);
      const { store } = executions;
      const size = maxResults || 100;
      const from = nextToken === undefined ? undefined : position(nextToken);
      const rows = reverseOrder
        ? store.eventsReversed(id, from ?? Number.MAX_SAFE_INTEGER, size)
        : store.events(id, from ?? 0, size);
      return { events: rows.map((row) => event(row, includeExecutionData)), ...next(rows, size) };
    },
  ),

  StopExecution: operation(
    z.object({
      executionArn: z.string(),
      error: z.string().max(256).optional(),
      cause: z.string().max(32_768).optional(),
    }),
    (executions, { executionArn: arn, error, cause }) => ({
      stopDate: seconds(executions.stop(arn, { error, cause }).stoppedAt ?? 0),
    }),
  ),

  RedriveExecution: operation(z.object({ executionArn: z.string() }), (executions, { executionArn: arn }) => ({
    redriveDate: seconds(executions.redrive(arn).redrivenAt ?? 0),
  })),

  DescribeStateMachine: operation(z.object({ stateMachineArn: z.string() }), (executions, { stateMachineArn: arn }) =>
    machine(executions.machines.current(arn)),
  ),

  DescribeStateMachineForExecution: operation(
    z.object({ executionArn: z.string() }),
    (executions, { executionArn: arn }) => {
      const row = executions.machines.definition(executions.find(arn).definition);
      const { creationDate, status: _, type: __, ...rest } = machine(row);
      return { ...rest, updateDate: creationDate };
    },
  ),

  ListStateMachines: operation(z.object({}), (executions) => ({
    stateMachines: executions.machines
      .names()
      .map((name) => summary(executions.machines.current(stateMachineArn(name)))),
  })),

  SendTaskSuccess: operation(
    z.object({ taskToken: z.string(), output: z.string() }),
    ({ tokens }, { taskToken, output }) => {
      tokens.succeed(taskToken, parsedOutput(output));
      return nothing;
    },
  ),

  SendTaskFailure: operation(
    z.object({
      taskToken: z.string(),
      error: z.string().max(256).nullable().default(null),
      cause: z.string().max(32_768).nullable().default(null),
    }),
    ({ tokens }, { taskToken, error, cause }) => {
      tokens.fail(taskToken, error, cause);
      return nothing;
    },
  ),

  SendTaskHeartbeat: operation(z.object({ taskToken: z.string() }), ({ tokens }, { taskToken }) => {
    tokens.heartbeat(taskToken);
    return nothing;
  }),
};

/** The API's instants are seconds. */
const seconds = (milliseconds: number): number => milliseconds / 1000;

const arnOf = ({ machine: name, name: execution }: ExecutionRow): string => executionArn(name, execution);

const listed = (row: ExecutionRow) => ({
  executionArn: arnOf(row),
  stateMachineArn: stateMachineArn(row.machine),
  name: row.name,
  status: row.status,
  startDate: seconds(row.startedAt),
  ...(row.stoppedAt !== null && { stopDate: seconds(row.stoppedAt) }),
  redriveCount: row.redriveCount,
  ...(row.redrivenAt !== null && { redriveDate: seconds(row.redrivenAt) }),
});

const whole = { included: true };

function described(executions: Executions, row: ExecutionRow): object {
  const reason = executions.notRedrivable(row);
  return {
    ...listed(row),
    input: row.input,
    inputDetails: whole,
    ...(row.output !== null && { output: row.output, outputDetails: whole }),
    ...(row.error !== null && { error: row.error }),
    ...(row.cause !== null && { cause: row.cause }),
    redriveStatus: reason === undefined ? 'REDRIVABLE' : 'NOT_REDRIVABLE',
    ...(reason !== undefined && { redriveStatusReason: reason }),
  };
}

const summary = ({ machine: name, createdAt }: DefinitionRow) => ({
  stateMachineArn: stateMachineArn(name),
  name,
  type: 'STANDARD',
  creationDate: seconds(createdAt),
});

const machine = (row: DefinitionRow) => ({
  ...summary(row),
  status: 'ACTIVE',
  definition: row.text,
  roleArn: ROLE_ARN,
  loggingConfiguration: { includeExecutionData: false, level: 'OFF' },
  tracingConfiguration: { enabled: false },
});

const EXECUTION_DATA = /^(input|output|parameters|assignedVariables)(Details)?$/;

function event({ json }: EventRow, includeExecutionData: boolean): object {
  if (includeExecutionData) return JSON.parse(json) as object;
  return JSON.parse(json, (key, value: unknown) => (EXECUTION_DATA.test(key) ? undefined : value)) as object;
}

/** A page that is full may have another after it, from its last row on. */
const next = (rows: readonly { readonly id: number }[], size: number) =>
  rows.length < size ? {} : { nextToken: Buffer.from(String(rows.at(-1)?.id)).toString('base64url') };

function position(token: string): number {
  const id = Number(Buffer.from(token, 'base64url').toString());
  if (Number.isSafeInteger(id) && id > 0) return id;
  throw new ServiceError('InvalidToken', `Invalid Token: '${token}'`);
}

function parsedOutput(output: string): Json {
  if (!isWithinLimit(output)) throw new ServiceError('InvalidOutput', 'Invalid Output: longer than 262144 bytes');
  try {
    return JSON.parse(output) as Json;
  } catch (error) {
    throw new ServiceError('InvalidOutput', `Invalid Output: '${(error as Error).message}'`);
  }
}
