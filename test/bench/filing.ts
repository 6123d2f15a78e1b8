import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { startEngine } from '../../infra/local/dynamodb/engine.ts';
import { startHost } from '../../infra/local/host.ts';
import { type Client, client, eventually } from '../../infra/local/story/client.ts';
import { filingManifest } from '../../infra/manifest/filing.ts';
import { functions } from '../../infra/manifest.ts';
import { csvSheet, merchants } from '../functions/filing/bulk-sheet.ts';
import { merchantSample } from '../functions/filing/samples.ts';
import { type HostProcess, startProcess } from '../kit/process.ts';
import { transitionsSoFar } from './capacity.ts';
import { meter } from './meter.ts';
import { perSecond, type Row } from './row.ts';

const COSTED = 40;
const REGISTERED = 160;
const ROWS = 500;
const IN_FLIGHT = 8;

/**
 * A merchant from its form to its registration: what a thousand cost, and how many a second one machine takes.
 *
 * @param args `costs` or `rates` for one of the two
 */
export async function bench([part]: string[]): Promise<Row[]> {
  return [...(part === 'rates' ? [] : await costs()), ...(part === 'costs' ? [] : await rates())];
}

/** Files, waits for the queue, approves, waits for the number. */
async function register(clerk: Client, reviewer: Client, n: number): Promise<void> {
  const { id } = await clerk.post<{ id: string }>('/v1/filings', merchantSample(n), `file-${n}`);
  await reached(clerk, `/v1/filings/${id}`, 'PENDING_REVIEW');
  await reviewer.decide(`/v1/filings/${id}/decision`, { decision: 'APPROVE', reasons: [] }, `decide-${n}`);
  await reached(clerk, `/v1/filings/${id}`, 'APPROVED');
}

const reached = (reader: Client, path: string, status: string, seconds?: number): Promise<object> =>
  eventually(
    `${path} to be ${status}`,
    async () => {
      const found = await reader.get<{ status: string }>(path);
      return found.status === status ? found : undefined;
    },
    seconds,
  );

/** One after another, so that no call of a function waits for another's turn at the processor. */
async function costs(): Promise<Row[]> {
  const dataDir = mkdtempSync(join(tmpdir(), 'bench-'));
  const engine = await startEngine();
  const proxy = await meter(engine.endpoint);
  const gbSeconds = { filing: 0, others: 0 };
  const host = await startHost({
    port: 0,
    stepFunctionsPort: 0,
    dataDir,
    dynamodbEndpoint: proxy.endpoint,
    onInvoked: (name, milliseconds) => {
      const spent = (milliseconds / 1000) * ((functions[name]?.memoryMb ?? 0) / 1024);
      gbSeconds[name in filingManifest.functions ? 'filing' : 'others'] += spent;
    },
  });
  const of = async (role: 'clerk' | 'reviewer') =>
    client(host.url, await host.tokens.issue({ sub: `bench-${role}`, role, districtId: '500111' }));
  const [clerk, reviewer] = [await of('clerk'), await of('reviewer')];
  const settle = async (): Promise<void> => {
    for (let before = -1; before !== proxy.units.write; ) {
      before = proxy.units.write;
      await delay(700);
    }
  };
  await register(clerk, reviewer, 1);
  await settle();
  proxy.reset();
  Object.assign(gbSeconds, { filing: 0, others: 0 });
  const before = await transitionsSoFar(host.stepFunctionsUrl);
  for (let n = 2; n < 2 + COSTED; n += 1) await register(clerk, reviewer, n);
  await settle();
  const transitions = (await transitionsSoFar(host.stepFunctionsUrl)) - before;
  const { read, write } = proxy.units;
  await host.close();
  await proxy.close();
  await engine.close();
  rmSync(dataDir, { recursive: true, force: true });
  const row = (name: string, value: number, unit: string, note?: string): Row => ({
    name: `1,000 filings: ${name}`,
    value: (value * 1000) / COSTED,
    unit,
    ...(note === undefined ? {} : { note }),
  });
  return [
    row('state transitions', transitions, '', 'the scoring of each new entity included'),
    row('write units', write, 'WRU', 'every read model included'),
    row('read units', read, 'RRU', 'polling for the outcome included'),
    row('Lambda, functions of filing', gbSeconds.filing, 'GB-s', 'wall time here × memory'),
    row('Lambda, relay and other capabilities', gbSeconds.others, 'GB-s', 'wall time here × memory'),
  ];
}

async function rates(): Promise<Row[]> {
  const dataDir = mkdtempSync(join(tmpdir(), 'bench-'));
  const host = await startProcess(dataDir);
  const [clerk, reviewer] = [await as(host, 'clerk'), await as(host, 'reviewer')];
  await register(clerk, reviewer, 1);
  const bare = await bareTransactions(host);

  const numbers = Array.from({ length: REGISTERED }, (_one, n) => n + 2);
  const from = performance.now();
  const ids = await inFlight(numbers, async (n) => {
    const filed = await clerk.post<{ id: string }>('/v1/filings', merchantSample(n), `file-${n}`);
    return filed.id;
  });
  await listed(reviewer, 'PENDING_REVIEW', REGISTERED);
  const approval = { decision: 'APPROVE', reasons: [] };
  await inFlight(ids, (one) => reviewer.decide(`/v1/filings/${one}/decision`, approval, `decide-${one}`));
  await listed(reviewer, 'APPROVED', REGISTERED + 1);
  const registered = (REGISTERED * 1000) / (performance.now() - from);

  const uploading = performance.now();
  const sheet = csvSheet(merchants(ROWS, 10_000));
  const { id } = await upload(host, sheet);
  const previewed = (ROWS * 1000) / (performance.now() - uploading);
  const committing = performance.now();
  await clerk.post(`/v1/filing-batches/${id}/commit`, { mode: 'ALL_OR_NOTHING' }, 'commit');
  await reached(clerk, `/v1/filing-batches/${id}`, 'DONE', 600);
  const filed = (ROWS * 1000) / (performance.now() - committing);

  await host.kill('SIGTERM');
  rmSync(dataDir, { recursive: true, force: true });
  const against = `${bare.toFixed(0)} a second of six items each`;
  return [
    { name: 'registered, file to number, a second', value: registered, unit: '' },
    { name: 'registered, of bare TransactWriteItems', value: registered / bare, unit: '×', note: against },
    { name: 'rows of a sheet previewed, a second', value: previewed, unit: '' },
    { name: 'rows previewed, of bare TransactWriteItems', value: previewed / bare, unit: '×', note: against },
    { name: 'rows of a sheet filed, a second', value: filed, unit: '', note: 'their screening goes on beside it' },
    { name: 'rows filed, of bare TransactWriteItems', value: filed / bare, unit: '×', note: against },
  ];
}

/** Does so much at once; answers in the order in which it was asked. */
async function inFlight<T, R>(inputs: readonly T[], action: (input: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  let next = 0;
  await Promise.all(
    Array.from({ length: IN_FLIGHT }, async () => {
      while (next < inputs.length) {
        const at = next++;
        results[at] = await action(inputs[at] as T);
      }
    }),
  );
  return results;
}

/** Looks twice a second, so that looking costs nothing. */
async function listed(reader: Client, status: string, count: number): Promise<void> {
  for (;;) {
    const { items } = await reader.get<{ items: object[] }>(`/v1/filings?status=${status}&limit=200`);
    if (items.length >= count) return;
    await delay(500);
  }
}

/** Transactions of as many items as a filing's, straight to the engine. */
async function bareTransactions(host: HostProcess): Promise<number> {
  const table = DynamoDBDocumentClient.from(
    new DynamoDBClient({
      endpoint: /DynamoDB +(\S+)/.exec(host.output())?.[1] ?? '',
      region: 'us-east-1',
      credentials: { accessKeyId: 'bench', secretAccessKey: 'bench' },
    }),
  );
  const rate = await perSecond(IN_FLIGHT, 2000, () => {
    const pk = `DST#500103#BENCH#${crypto.randomUUID()}`;
    const items = ['record', 'aggregate', 'guard', 'revision', 'start', 'note'].map((sk) => ({
      Put: {
        TableName: 'registry',
        Item: { pk, sk, body: merchantSample(1) },
        ConditionExpression: 'attribute_not_exists(pk)',
      },
    }));
    return table.send(new TransactWriteCommand({ TransactItems: items }));
  });
  table.destroy();
  return rate;
}

async function as(host: HostProcess, role: string): Promise<Client> {
  return client(host.url, await tokenOf(host, role));
}

async function tokenOf(host: HostProcess, role: string): Promise<string> {
  const answer = await fetch(`${host.url}/dev/tokens`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ role, districtId: '500111' }),
  });
  return ((await answer.json()) as { token: string }).token;
}

async function upload(host: HostProcess, sheet: Buffer): Promise<{ id: string }> {
  const answer = await fetch(`${host.url}/v1/filing-batches`, {
    method: 'POST',
    headers: {
      Authorization: `Bearer ${await tokenOf(host, 'clerk')}`,
      'Content-Type': 'text/csv',
      'Idempotency-Key': 'upload',
    },
    body: new Uint8Array(sheet),
  });
  return (await answer.json()) as { id: string };
}
