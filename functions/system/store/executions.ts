import { DescribeExecutionCommand, paginateListExecutions, SFNClient } from '@aws-sdk/client-sfn';
import type { Workflow } from '../../shared/outbox/workflows.ts';
import { executionArnOf, stateMachineArn } from '../../shared/runtime.ts';
import type { EXECUTION_END_NAMES } from '../domain/names.ts';
import { isBehind, type Place } from '../domain/newest-first.ts';

/** How an execution has ended that did not do its work. */
export type End = keyof typeof EXECUTION_END_NAMES;

export interface Listed {
  readonly workflow: Workflow;
  readonly name: string;
  /** ISO 8601. */
  readonly startedAt: string;
}

export interface Described extends Listed {
  readonly status: string;
  readonly stoppedAt: string | undefined;
  /** JSON text. */
  readonly input: string;
  /** The error's name. */
  readonly error: string | undefined;
  readonly redriveCount: number;
  /** Why it cannot be redriven, in the words of AWS; undefined where it can. */
  readonly notRedrivable: string | undefined;
}

/** Raised where Step Functions is throttled or out of reach; a repetition may succeed. */
export class ExecutionsUnavailable extends Error {
  override readonly name = 'ExecutionsUnavailable';
}

/** Looks at the executions of the registry's workflows. */
export interface Executions {
  /**
   * Executions that have ended so, those behind a place that were started last: more than `limit` of them, where there are.
   *
   * @throws ExecutionsUnavailable
   */
  ended(workflow: Workflow, end: End, after: Place | undefined, limit: number): Promise<Listed[]>;
  /** One as it stands; undefined where there is none of the name. @throws ExecutionsUnavailable */
  described(workflow: Workflow, name: string): Promise<Described | undefined>;
}

/** The most that Step Functions lists at once. */
const PAGE = 1000;

/** Where an execution stands in the list of all workflows. */
export const placeOf = ({ workflow, name, startedAt }: Listed): Place => ({
  at: startedAt,
  key: `${workflow}/${name}`,
});

/** The executions that Step Functions keeps, for 90 days; it lists those of a state machine the newest first. */
export function stepFunctions(environment: NodeJS.ProcessEnv = process.env, client = new SFNClient({})): Executions {
  return {
    ended: (workflow, end, after, limit) =>
      guarded(async () => {
        const input = { stateMachineArn: stateMachineArn(environment, workflow), statusFilter: end };
        // One more than is asked for shows that nothing of the same instant is left behind.
        const pageSize = after === undefined ? limit + 2 : PAGE;
        const found: Listed[] = [];
        for await (const { executions = [] } of paginateListExecutions({ client, pageSize }, input)) {
          const page = executions.map(({ name = '', startDate }) => ({ workflow, name, startedAt: iso(startDate) }));
          found.push(...page.filter((one) => !after || isBehind(placeOf(one), after)));
          const [wanted, last] = [found[limit], page.at(-1)];
          // Of those that were started at one instant all are needed, to bring them into an order.
          if (wanted && last && last.startedAt < wanted.startedAt) break;
        }
        return found;
      }),

    described: (workflow, name) =>
      guarded(async () => {
        const executionArn = executionArnOf(stateMachineArn(environment, workflow), name);
        try {
          const one = await client.send(new DescribeExecutionCommand({ executionArn }));
          return {
            workflow,
            name,
            startedAt: iso(one.startDate),
            stoppedAt: one.stopDate && iso(one.stopDate),
            status: String(one.status),
            input: one.input ?? '{}',
            error: one.status === 'TIMED_OUT' ? 'States.Timeout' : one.error,
            redriveCount: one.redriveCount ?? 0,
            notRedrivable:
              one.redriveStatus === 'REDRIVABLE' ? undefined : (one.redriveStatusReason ?? String(one.redriveStatus)),
          };
        } catch (error) {
          if (error instanceof Error && NO_SUCH.has(error.name)) return undefined;
          throw error;
        }
      }),
  };
}

const iso = (date: Date | undefined): string => (date ?? new Date(0)).toISOString();

const NO_SUCH = new Set(['ExecutionDoesNotExist', 'InvalidArn', 'ValidationException']);

/** Passing faults, after the SDK has tried again by itself. */
const PASSING = new Set(['ThrottlingException', 'TooManyRequestsException', 'ServiceUnavailable', 'TimeoutError']);

async function guarded<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof Error) || !PASSING.has(error.name)) throw error;
    throw new ExecutionsUnavailable('Step Functions refuses for now', { cause: error });
  }
}
