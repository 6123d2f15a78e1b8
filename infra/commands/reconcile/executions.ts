import {
  DescribeExecutionCommand,
  ExecutionDoesNotExist,
  GetExecutionHistoryCommand,
  paginateListExecutions,
  SendTaskHeartbeatCommand,
  type SFNClient,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import type { Workflow } from '../../../functions/shared/outbox/workflows.ts';
import { executionArnOf } from '../../../functions/shared/runtime.ts';

/** The executions of the registry's workflows, wherever they run. */
export interface Executions {
  /** The names of those that run. */
  running(workflow: Workflow): Promise<Set<string>>;
  /** Whether there is, or was within the last 90 days, one of a name. */
  exists(workflow: Workflow, name: string): Promise<boolean>;
  /** Whether one stands at a task that somebody else is to answer, or waits for an instant. */
  waitsFor(workflow: Workflow, name: string): Promise<'answer' | 'instant' | undefined>;
  /** Whether a task waits for the answer that this token gives. */
  isOpen(taskToken: string): Promise<boolean>;
  stop(workflow: Workflow, name: string): Promise<void>;
}

/** Errors by which Step Functions says that a token answers nothing any more, or never did. */
const CLOSED = new Set(['TaskTimedOut', 'TaskDoesNotExist', 'InvalidToken']);

/** @param arnOf the state machine of a workflow */
export function executions(client: SFNClient, arnOf: (workflow: Workflow) => string): Executions {
  const executionArn = (workflow: Workflow, name: string): string => executionArnOf(arnOf(workflow), name);
  return {
    async running(workflow) {
      const names = new Set<string>();
      const input = { stateMachineArn: arnOf(workflow), statusFilter: 'RUNNING' as const };
      for await (const { executions: page = [] } of paginateListExecutions({ client, pageSize: 1000 }, input)) {
        for (const { name } of page) names.add(String(name));
      }
      return names;
    },

    async exists(workflow, name) {
      try {
        await client.send(new DescribeExecutionCommand({ executionArn: executionArn(workflow, name) }));
        return true;
      } catch (error) {
        if (error instanceof ExecutionDoesNotExist) return false;
        throw error;
      }
    },

    async waitsFor(workflow, name) {
      const { events } = await client.send(
        new GetExecutionHistoryCommand({
          executionArn: executionArn(workflow, name),
          reverseOrder: true,
          maxResults: 1,
          includeExecutionData: false,
        }),
      );
      const last = events?.[0]?.type;
      if (last === 'TaskSubmitted') return 'answer';
      return last === 'WaitStateEntered' ? 'instant' : undefined;
    },

    // No definition of the registry has a heartbeat: to send one changes nothing, and tells whether the task waits.
    async isOpen(taskToken) {
      try {
        await client.send(new SendTaskHeartbeatCommand({ taskToken }));
        return true;
      } catch (error) {
        if (error instanceof Error && CLOSED.has(error.name)) return false;
        throw error;
      }
    },

    stop: async (workflow, name) =>
      void (await client.send(
        new StopExecutionCommand({
          executionArn: executionArn(workflow, name),
          error: 'Reconciled',
          cause: 'no record knows of this execution (npm run -s reconcile)',
        }),
      )),
  };
}
