import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { merchantSample } from '../functions/filing/samples.ts';
import { signedIn } from '../kit/client.ts';
import { useFolder } from '../kit/folder.ts';
import { type HostProcess, startProcess } from '../kit/process.ts';
import { until } from '../kit/until.ts';

const dataDir = useFolder();

const FILINGS = 24;

const enginePid = (): number => Number.parseInt(readFileSync(join(dataDir, 'registry.sqlite.pid'), 'utf8'));

/** Executions of a machine by status, over the Step Functions API. */
async function executions(host: HostProcess, machine: string): Promise<{ status: string; name: string }[]> {
  const url = /Step Functions +(\S+)/.exec(host.output())?.[1] ?? '';
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'X-Amz-Target': 'AWSStepFunctions.ListExecutions' },
    body: JSON.stringify({ stateMachineArn: `arn:aws:states:local:000000000000:stateMachine:${machine}` }),
  });
  return ((await answer.json()) as { executions: { status: string; name: string }[] }).executions;
}

/** The kinds of events in an execution's history. */
async function failedTasks(host: HostProcess, machine: string): Promise<number> {
  const url = /Step Functions +(\S+)/.exec(host.output())?.[1] ?? '';
  let failed = 0;
  for (const { name } of await executions(host, machine)) {
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'X-Amz-Target': 'AWSStepFunctions.GetExecutionHistory' },
      body: JSON.stringify({ executionArn: `arn:aws:states:local:000000000000:execution:${machine}:${name}` }),
    });
    const { events } = (await answer.json()) as { events: { type: string }[] };
    failed += events.filter(({ type }) => /^(Task|LambdaFunction)(Failed|TimedOut)$/.test(type)).length;
  }
  return failed;
}

describe('a host whose engine dies', () => {
  it('ends by itself, spends no retry, buries nothing, and carries the rest at its next start', async () => {
    const filed = new Map<number, string>();
    for (let round = 0; round < 3; round += 1) {
      const host = await startProcess(dataDir);
      const clerk = await signedIn(host, 'clerk');
      const ended = once(host.child, 'exit');
      const work = Array.from({ length: FILINGS }, async (_one, n) => {
        const { id } = await clerk.post<{ id: string }>('/v1/filings', merchantSample(n + 1), `file-${n}`);
        filed.set(n, id);
      });
      const some = Promise.allSettled(work);
      await until('the first filings to be taken', () => filed.size > 4 * (round + 1) || undefined, { everyMs: 1 });
      process.kill(enginePid(), 'SIGKILL');
      expect(await ended, host.output()).toEqual([1, null]);
      expect(host.output()).toContain('the DynamoDB engine ended');
      expect(host.output()).not.toMatch(/dead letter|\n {4}at /);
      await some;
    }
    const host = await startProcess(dataDir);
    const [clerk, reviewer] = [await signedIn(host, 'clerk'), await signedIn(host, 'reviewer')];
    for (let n = 0; n < FILINGS; n += 1) {
      const { id } = await clerk.post<{ id: string }>('/v1/filings', merchantSample(n + 1), `file-${n}`);
      expect(filed.get(n) ?? id).toBe(id);
      await until(`filing ${n} to reach its review`, async () => {
        const { status } = await reviewer.get<{ status: string }>(`/v1/filings/${id}`);
        return status === 'PENDING_REVIEW' || undefined;
      });
    }
    expect((await executions(host, 'filing')).map(({ status }) => status)).toEqual(Array(FILINGS).fill('RUNNING'));
    expect(await failedTasks(host, 'filing')).toBe(0);
    await host.kill('SIGTERM');
  });
});
