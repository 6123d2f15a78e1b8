import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { SendTaskSuccessCommand, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import type { Envelope } from '../../events/event.ts';
import { logger } from '../log.ts';
import { stateMachineVariable } from '../runtime.ts';
import type { Message } from './message.ts';
import type { Workflow } from './workflows.ts';

/** The three things the relay can do with a message. Each may be repeated without effect. */
export interface Carriers {
  readonly publish: (event: Published) => Promise<void>;
  readonly start: (message: Extract<Message, { type: 'start' }>) => Promise<void>;
  readonly resume: (message: Extract<Message, { type: 'resume' }>) => Promise<void>;
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

/** Starts and resumes workflows through Step Functions. */
export const workflowCarriers = (
  environment: NodeJS.ProcessEnv,
  client = new SFNClient({}),
): Pick<Carriers, 'start' | 'resume'> => ({
  start: async ({ workflow, executionName, input }) => {
    await unless(['ExecutionAlreadyExists'], () =>
      client.send(
        new StartExecutionCommand({
          stateMachineArn: arnOf(environment, workflow),
          name: executionName,
          input: JSON.stringify(input),
        }),
      ),
    );
  },
  resume: async ({ taskToken, output }) => {
    const late = await unless(['TaskTimedOut', 'TaskDoesNotExist', 'InvalidToken'], () =>
      client.send(new SendTaskSuccessCommand({ taskToken, output: JSON.stringify(output) })),
    );
    if (late) logger.warn('the task no longer waits for its answer', { error: late.name });
  },
});

function arnOf(environment: NodeJS.ProcessEnv, workflow: Workflow): string {
  const arn = environment[stateMachineVariable(workflow)];
  if (!arn) throw new Error(`environment variable ${stateMachineVariable(workflow)} is not set`);
  return arn;
}

/** Does it; an error of the given names means that it was done before or is past doing, and is returned. */
async function unless(names: readonly string[], action: () => Promise<unknown>): Promise<Error | undefined> {
  try {
    await action();
    return undefined;
  } catch (error) {
    if (error instanceof Error && names.includes(error.name)) return error;
    throw error;
  }
}
