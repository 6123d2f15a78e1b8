import {
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  ListStateMachinesCommand,
  SFNClient,
} from '@aws-sdk/client-sfn';
import type { Host } from '../../infra/local/host.ts';
import { until } from './until.ts';

/** The last event of an execution that waits: for an answer to its task token, or for a day. */
const WAITS = new Set(['TaskSubmitted', 'WaitStateEntered']);

/**
 * Waits until a host does nothing more of itself: every message of the outbox carried to every subscriber, every execution
 * ended or waiting, and nothing written meanwhile.
 *
 * @param total what is another once something was done, such as a figure that every call of a table moves
 */
export async function settled<T extends number | string>(host: Host, total: () => T | Promise<T>): Promise<void> {
  const credentials = { accessKeyId: 'k', secretAccessKey: 'k' };
  const client = new SFNClient({ endpoint: host.stepFunctionsUrl, region: 'local', credentials });
  for (let before: T | undefined, now = await total(); before !== now; now = await total()) {
    before = now;
    // The second reading of the stream has begun after everything that was committed before the first ended.
    await carriedUpToNow(host.url);
    await carriedUpToNow(host.url);
    await until('executions to end or wait', async () => ((await isMoving(client)) ? undefined : true));
  }
}

async function carriedUpToNow(url: string): Promise<void> {
  const from = Date.now();
  await until('the outbox to be carried out', async () => {
    // The lag is that of an instant after the question: an answer that was long on its way proves nothing of before.
    const asked = Date.now();
    const { outboxLagSeconds } = (await (await fetch(`${url}/health`)).json()) as { outboxLagSeconds: number };
    return outboxLagSeconds * 1000 < asked - from || undefined;
  });
}

async function isMoving(client: SFNClient): Promise<boolean> {
  const { stateMachines = [] } = await client.send(new ListStateMachinesCommand({}));
  for (const { stateMachineArn } of stateMachines) {
    const { executions = [] } = await client.send(
      new ListExecutionsCommand({ stateMachineArn, statusFilter: 'RUNNING', maxResults: 1000 }),
    );
    for (const { executionArn } of executions) {
      const { events = [] } = await client.send(
        new GetExecutionHistoryCommand({ executionArn, reverseOrder: true, maxResults: 1 }),
      );
      if (!WAITS.has(events[0]?.type ?? '')) return true;
    }
  }
  return false;
}
