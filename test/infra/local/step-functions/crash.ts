import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  DescribeExecutionCommand,
  paginateGetExecutionHistory,
  SendTaskSuccessCommand,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { expect, onTestFinished } from 'vitest';
import { until } from '../../../kit/until.ts';
import { arn } from './kit.ts';

interface Call {
  readonly name: string;
  readonly token?: string;
  readonly execution?: string;
  readonly state?: string;
  readonly attempt?: number;
  readonly input?: unknown;
  readonly unique?: string;
}

/** A server in a process of its own. */
class Victim {
  readonly folder = mkdtempSync(join(tmpdir(), 'crash-'));
  readonly #epoch = Date.now();
  #child: ChildProcess | undefined;
  client = new SFNClient({});

  /** @param held from which call of its life on it answers none */
  async start(held = Number.POSITIVE_INFINITY): Promise<void> {
    const program = join(import.meta.dirname, 'crash-server.ts');
    const child = spawn(
      process.execPath,
      ['--disable-warning=ExperimentalWarning', program, this.folder, String(this.#epoch), String(held)],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    this.#child = child;
    const endpoint = await new Promise<string>((resolve) => {
      child.stdout?.once('data', (chunk: Buffer) => resolve(chunk.toString().trim()));
    });
    this.client = new SFNClient({ endpoint, region: 'local', maxAttempts: 1 });
  }

  async kill(): Promise<void> {
    const exit = new Promise((resolve) => this.#child?.once('exit', resolve));
    this.#child?.kill('SIGKILL');
    await exit;
    this.client.destroy();
  }

  async end(): Promise<void> {
    await this.kill();
    rmSync(this.folder, { recursive: true });
  }

  calls(): Call[] {
    try {
      const lines = readFileSync(join(this.folder, 'calls.jsonl'), 'utf8').split('\n');
      return lines.filter((line) => line.endsWith('}')).map((line) => JSON.parse(line) as Call);
    } catch {
      return [];
    }
  }
}

const names = Array.from({ length: 8 }, (_, index) => `execution-${index}`);

async function start(victim: Victim, name: string): Promise<void> {
  await victim.client.send(new StartExecutionCommand({ stateMachineArn: arn('crash'), name, input: '{}' }));
}

/** Answers every token that was passed on, each time with another number; notes which answers were taken. */
async function answer(victim: Victim, taken: Map<string, number>, count: { sent: number }): Promise<void> {
  for (const token of new Set(victim.calls().flatMap((call) => call.token ?? []))) {
    if (taken.has(token)) continue;
    const output = ++count.sent;
    const done = await victim.client
      .send(new SendTaskSuccessCommand({ taskToken: token, output: String(output) }))
      .then(
        () => true,
        () => false,
      );
    if (done) taken.set(token, output);
  }
}

async function statusOf(victim: Victim, name: string) {
  const executionArn = `arn:aws:states:local:000000000000:execution:crash:${name}`;
  return victim.client.send(new DescribeExecutionCommand({ executionArn }));
}

async function historyOf(victim: Victim, name: string) {
  const executionArn = `arn:aws:states:local:000000000000:execution:crash:${name}`;
  const events = [];
  for await (const page of paginateGetExecutionHistory({ client: victim.client }, { executionArn })) {
    events.push(...(page.events ?? []));
  }
  return events;
}

/**
 * Runs eight executions over a server that is killed again and again, and finds that each went on where it was.
 *
 * @param lives how many calls of functions the server begins in each of its lives before it is killed, the last in flight
 */
export async function executionsSurvive(lives: readonly number[]): Promise<void> {
  const victim = new Victim();
  onTestFinished(() => victim.end());
  const taken = new Map<string, number>();
  const count = { sent: 0 };
  await victim.start(1);
  await Promise.all(names.map((name) => start(victim, name)));
  await victim.kill();
  for (const more of lives) {
    const begun = victim.calls().length;
    await victim.start(more);
    await until(`${more} more calls`, async () => {
      await answer(victim, taken, count);
      return victim.calls().length >= begun + more || undefined;
    });
    await victim.kill();
  }
  await victim.start();
  await until('every execution to end', async () => {
    await answer(victim, taken, count);
    const statuses = await Promise.all(names.map((name) => statusOf(victim, name)));
    return statuses.every(({ status }) => status !== 'RUNNING') || undefined;
  });

  const calls = victim.calls();
  for (const name of names) {
    const { status, output } = await statusOf(victim, name);
    expect(status).toBe('SUCCEEDED');
    const result = JSON.parse(output ?? '') as { first: number; each: number[]; both: number[] };
    expect(result).toMatchObject({ first: 0, each: [2, 3, 4, 5], both: [0, expect.any(Number)] });

    const events = await historyOf(victim, name);
    expect(events.map(({ id }) => id)).toEqual(events.map((_, index) => index + 1));
    const exits = events.flatMap((event) => event.stateExitedEventDetails?.name ?? []);
    expect(exits.toSorted()).toEqual(['Ask', 'Both', 'Each', 'First', 'Item', 'Item', 'Item', 'Item', 'Left', 'Pause', 'Rest', 'Rest', 'Rest', 'Rest']); // biome-ignore format: one list
    const countOf = (type: string) => events.filter((event) => event.type === type).length;
    expect([countOf('TaskScheduled'), countOf('TaskSucceeded'), countOf('TaskFailed')]).toEqual([8, 7, 1]);

    const tokens = events.flatMap(
      (event) => /"token":"([\w-]+)"/.exec(event.taskScheduledEventDetails?.parameters ?? '')?.[1] ?? [],
    );
    expect(tokens).toHaveLength(1);
    const answered = taken.get(tokens[0] ?? '');
    if (answered !== undefined) expect(result.both[1]).toBe(answered);
  }

  // What was in flight at a kill was asked for again, word for word.
  const attempts = Map.groupBy(
    calls.filter((call) => call.unique !== undefined),
    ({ execution, state, input, attempt }) => JSON.stringify([execution, state, input, attempt]),
  );
  for (const same of attempts.values()) expect(new Set(same.map((call) => call.unique)).size).toBe(1);
  expect(attempts.size).toBe(names.length * 7);
  expect(calls.length, 'no call was in flight at any kill').toBeGreaterThan(names.length * 8);
}
