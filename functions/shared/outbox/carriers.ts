import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import {
  DescribeExecutionCommand,
  type ExecutionStatus,
  RedriveExecutionCommand,
  SendTaskSuccessCommand,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import type { Envelope } from '../../events/event.ts';
import { logger } from '../log.ts';
import { executionArnOf, stateMachineArn } from '../runtime.ts';
import type { Further, Message, RedriveMessage, Start } from './message.ts';

/** The four things the relay can do with a message. Each may be repeated without effect. */
export interface Carriers {
  readonly publish: (event: Published) => Promise<void>;
  readonly start: (message: Start) => Promise<void>;
  readonly resume: (message: Extract<Message, { type: 'resume' }>) => Promise<void>;
  readonly redrive: (message: RedriveMessage) => Promise<void>;
}

/** An event as it is told: its detail on the bus has the envelope in it. */
export interface Published {
  readonly name: string;
  readonly detail: Readonly<Record<string, unknown>>;
  readonly envelope: Envelope;
  /** ISO 8601. */
  readonly at: string;
}

/** `Source` of every event on the bus. */
export const EVENT_SOURCE = 'market-procurement-registry';

export const eventBridgePublisher =
  (busName: string, client = new EventBridgeClient({})): Carriers['publish'] =>
  async ({ name, detail, envelope, at }) => {
    const answer = await client.send(
      new PutEventsCommand({
        Entries: [
          {
            EventBusName: busName,
            Source: EVENT_SOURCE,
            DetailType: name,
            Detail: JSON.stringify({ ...detail, envelope }),
            Time: new Date(at),
          },
        ],
      }),
    );
    const [entry] = answer.Entries ?? [];
    if (answer.FailedEntryCount) throw new Error(`event ${name} was not taken: ${entry?.ErrorCode ?? 'unknown'}`);
  };

/** Starts, resumes and redrives workflows through Step Functions. */
export const workflowCarriers = (
  environment: NodeJS.ProcessEnv,
  client = new SFNClient({}),
): Pick<Carriers, 'start' | 'resume' | 'redrive'> => {
  const start: Carriers['start'] = async ({ workflow, executionName, input }) => {
    await ignoring(['ExecutionAlreadyExists'], () =>
      client.send(
        new StartExecutionCommand({
          stateMachineArn: stateMachineArn(environment, workflow),
          name: executionName,
          input: JSON.stringify(input),
        }),
      ),
    );
  };

  /** Whether the execution that asked has ended without an answer; one that has succeeded was answered before. */
  const hasEnded = async ({ workflow, executionName }: Further): Promise<boolean> => {
    const executionArn = executionArnOf(stateMachineArn(environment, workflow), executionName);
    let status: ExecutionStatus | undefined;
    const missing = await ignoring(['ExecutionDoesNotExist'], async () => {
      ({ status } = await client.send(new DescribeExecutionCommand({ executionArn })));
    });
    return missing !== undefined || (status !== undefined && UNANSWERED.has(status));
  };

  return {
    start,
    redrive: async ({ workflow, executionName, redriveCount }) => {
      const executionArn = executionArnOf(stateMachineArn(environment, workflow), executionName);
      const refused = await ignoring(['ExecutionDoesNotExist', 'ExecutionNotRedrivable'], async () => {
        const now = await client.send(new DescribeExecutionCommand({ executionArn }));
        if ((now.redriveCount ?? 0) === redriveCount) await client.send(new RedriveExecutionCommand({ executionArn }));
      });
      if (refused) logger.warn('an execution cannot be redriven', { workflow, executionName, error: refused.name });
    },
    resume: async ({ taskToken, output, further }) => {
      const late = await ignoring(['TaskTimedOut', 'TaskDoesNotExist', 'InvalidToken'], () =>
        client.send(new SendTaskSuccessCommand({ taskToken, output: JSON.stringify(output) })),
      );
      if (!late) return;
      if (!further || !(await hasEnded(further))) {
        logger.info('the task no longer waits for its answer', { error: late.name });
        return;
      }
      const { workflow, executionName, furtherName, input } = further;
      logger.warn(ENDED_EXECUTION, { workflow, executionName, furtherName });
      await start({ type: 'start', workflow, executionName: furtherName, input });
    },
  };
};

/** The log line that an alarm counts: an execution was stopped or failed while somebody was to decide. */
export const ENDED_EXECUTION = 'a decision found its execution ended and started a further one';

/** Ends of an execution at which nobody has carried out the answer. */
const UNANSWERED: ReadonlySet<ExecutionStatus> = new Set(['FAILED', 'TIMED_OUT', 'ABORTED']);

/** Does it; an error of the given names means that it was done before or is past doing, and is returned. */
async function ignoring(names: readonly string[], action: () => Promise<unknown>): Promise<Error | undefined> {
  try {
    await action();
    return undefined;
  } catch (error) {
    if (error instanceof Error && names.includes(error.name)) return error;
    throw error;
  }
}
