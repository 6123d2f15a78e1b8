import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { DynamoDBClient, UpdateTableCommand } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, paginateScan, QueryCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { encodeTime } from 'ulid';
import type { CreditEvent } from '../../../functions/credit/domain/event.ts';
import type { Subject } from '../../../functions/credit/domain/subject.ts';
import { factItem } from '../../../functions/credit/store/facts.ts';
import { subjectItem } from '../../../functions/credit/store/subjects.ts';
import { startEngine } from '../../../infra/local/dynamodb/engine.ts';
import { createTables } from '../../../infra/local/dynamodb/tables.ts';
import { TABLE_NAMES } from '../../../infra/local/environment.ts';
import { tables } from '../../../infra/manifest/tables.ts';
import { DAZU } from '../../kit/call.ts';
import { startProcess } from '../../kit/process.ts';
import type { Row } from '../row.ts';

type Item = Record<string, unknown> & { pk: string };

const IN_FLIGHT = 10;

/** Entities read bare: enough for a rate. */
const MAX_BARE = 10_000;

/**
 * A daily run over a population of which each has a fact in force and 1 % has moved since yesterday, on the embedded host as
 * `npm start` runs it; against reading the same items bare, as many in flight.
 *
 * @param count entities
 */
export async function bench(count: number): Promise<Row[]> {
  const dataDir = await mkdtemp(join(tmpdir(), 'bench-'));
  const ids = Array.from({ length: count }, (_, index) => `entity-${DAZU}-${ulidOf(index)}`);
  const seeding = await timed(() => seed(dataDir, ids));
  const host = await startProcess(dataDir);
  const client = documents(/DynamoDB +(\S+)/.exec(host.output())?.[1] ?? '');
  try {
    const token = await tokenOf(host.url);
    const seconds = await timed(() => runOver(host.url, token, count));
    const enginePid = Number(readFileSync(`${fileIn(dataDir)}.pid`, 'utf8'));
    const peaks = [host.child.pid ?? 0, enginePid].map(peakMegabytes);
    await eachScoredOnce(client, count);
    const sample = ids.slice(0, MAX_BARE);
    const bare = (await timed(() => readBare(client, sample))) * (count / sample.length);
    return [
      {
        name: `a run over ${count} entities`,
        value: seconds,
        unit: 's',
        note: `${Math.round(count / seconds)} a second`,
      },
      { name: '… of the rate of reading its items bare', value: bare / seconds, unit: '×' },
      { name: '… peak memory of the host’s process', value: peaks[0] ?? Number.NaN, unit: 'MB' },
      { name: '… peak memory of the engine’s process', value: peaks[1] ?? Number.NaN, unit: 'MB' },
      {
        name: '… its population written before, stream off',
        value: seeding,
        unit: 's',
        note: `${Math.round((3 * count) / seeding)} items a second`,
      },
    ];
  } finally {
    client.destroy();
    await host.kill('SIGTERM');
    await rm(dataDir, { recursive: true, force: true });
  }
}

const fileIn = (dataDir: string): string => join(dataDir, 'registry.sqlite');

const documents = (endpoint: string): DynamoDBDocumentClient => {
  const credentials = { accessKeyId: 'bench', secretAccessKey: 'bench' };
  return DynamoDBDocumentClient.from(new DynamoDBClient({ endpoint, region: 'us-east-1', credentials }));
};

/** Writes the population into the host's tables before the host starts, and none of it into their stream. */
async function seed(dataDir: string, ids: readonly string[]): Promise<void> {
  const engine = await startEngine(fileIn(dataDir));
  const client = documents(engine.endpoint);
  try {
    await createTables(client, { ...tables, registry: { ...tables.registry, stream: false } }, TABLE_NAMES);
    await populate(client, ids, new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10));
    const StreamSpecification = { StreamEnabled: true, StreamViewType: 'NEW_IMAGE' } as const;
    await client.send(new UpdateTableCommand({ TableName: TABLE_NAMES.registry, StreamSpecification }));
  } finally {
    client.destroy();
    await engine.close();
  }
}

/** @throws Error where an entity has not the one standing that it had, or the second that the run gave it */
async function eachScoredOnce(client: DynamoDBDocumentClient, count: number): Promise<void> {
  const versions = new Map<string, number>();
  const scan = {
    TableName: TABLE_NAMES.registry,
    FilterExpression: 'begins_with(pk, :credit) AND begins_with(sk, :standing)',
    ExpressionAttributeValues: { ':credit': `DST#${DAZU}#CREDIT#`, ':standing': 'OUTBOX#V#' },
    ProjectionExpression: 'pk, sk',
  };
  for await (const { Items = [] } of paginateScan({ client, pageSize: 500 }, scan))
    for (const { pk } of Items) versions.set(pk as string, (versions.get(pk as string) ?? 0) + 1);
  const twice = [...versions.values()].filter((standings) => standings === 2).length;
  const once = [...versions.values()].filter((standings) => standings === 1).length;
  if (twice === Math.ceil(count / 100) && once === count - twice) return;
  throw new Error(`of ${count} entities ${once} have one standing and ${twice} have two`);
}

async function runOver(url: string, token: string, count: number): Promise<void> {
  const headers = { Authorization: `Bearer ${token}`, 'Idempotency-Key': crypto.randomUUID() };
  const started = (await (await fetch(`${url}/v1/credit-runs`, { method: 'POST', headers })).json()) as { id: string };
  for (;;) {
    await delay(500);
    const answer = await fetch(`${url}/v1/credit-runs/${started.id}`, { headers });
    const progress = (await answer.json()) as { status: string; entities: number; changed: number };
    if (progress.status !== 'FINISHED') continue;
    const expected = [count, Math.ceil(count / 100)];
    if (progress.entities === expected[0] && progress.changed === expected[1]) return;
    throw new Error(`a run over ${expected.join(' and ')} did ${progress.entities} and ${progress.changed}`);
  }
}

async function readBare(client: DynamoDBDocumentClient, ids: readonly string[]): Promise<void> {
  const TableName = TABLE_NAMES.registry;
  const query = (id: string, prefix: string, more: object = {}) =>
    client.send(
      new QueryCommand({
        TableName,
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
        ExpressionAttributeValues: { ':pk': `DST#${DAZU}#CREDIT#${id}`, ':prefix': prefix },
        ConsistentRead: true,
        ...more,
      }),
    );
  await inFlight(ids, async (id) => {
    await query(id, 'OUTBOX#', { Limit: 1, ScanIndexForward: false });
    await query(id, 'EVENT#');
  });
}

/**
 * Every entity filed today, with a complaint upheld today and, where they are known already, the standing of 77 that it
 * makes; every hundredth still at 80.
 */
export async function populate(
  client: DynamoDBDocumentClient,
  ids: readonly string[],
  today: string,
  known = true,
): Promise<void> {
  const items = ids.flatMap((entityId, index) => itemsOf(entityId, index, today).slice(0, known ? 3 : 2));
  // Transactions, because the engine syncs its disk once for each: as many items one by one take an hour.
  const chunks = Array.from({ length: Math.ceil(items.length / MOST) }, (_, no) =>
    items.slice(no * MOST, (no + 1) * MOST),
  );
  await inFlight(chunks, async (chunk) => {
    const TransactItems = chunk.map((Item) => ({ Put: { TableName: TABLE_NAMES.registry, Item } }));
    await client.send(new TransactWriteCommand({ TransactItems }));
  });
}

/** Items of a transaction, at most. */
const MOST = 100;

function itemsOf(entityId: string, index: number, today: string): Item[] {
  const at = `${today}T00:00:00.000Z`;
  const pk = `DST#${DAZU}#CREDIT#${entityId}`;
  const subject: Subject = {
    entityId,
    districtId: DAZU,
    version: 1,
    kind: 'merchant',
    name: `商户${index}`,
    registeredOn: today,
  };
  const event: CreditEvent = {
    id: `creditevent-${DAZU}-${ulidOf(index)}`,
    districtId: DAZU,
    entityId,
    indicator: 'COMPLAINT_UPHELD',
    occurredOn: today,
    source: { authority: '大足区商务委', documentNumber: `足商〔2026〕${index}号`, documentDate: today },
    status: 'RECORDED',
    recordedAt: at,
    recordedBy: 'bench',
  };
  const stale = index % 100 === 0;
  const points = stale ? {} : { [ulidOf(index)]: -3 };
  const told = {
    entityId,
    districtId: DAZU,
    version: 1,
    at,
    score: stale ? 80 : 77,
    grade: 'B',
    scorecardVersion: '2026-1',
  };
  return [
    subjectItem(subject),
    factItem(event, undefined),
    {
      pk,
      sk: 'OUTBOX#V#00000001',
      at,
      auditHash: '0'.repeat(64),
      grounds: { asOf: today, cause: { type: 'REGISTRATION', id: entityId }, points },
      // Under a name that nobody subscribes to: what they would have done is long done.
      message: { type: 'event', name: 'BenchStanding', detail: told },
    },
  ];
}

const ulidOf = (index: number): string => encodeTime(1_700_000_000_000 + index) + '0'.repeat(16);

async function inFlight<T>(all: readonly T[], work: (one: T) => Promise<void>): Promise<void> {
  let next = 0;
  await Promise.all(
    Array.from({ length: IN_FLIGHT }, async () => {
      for (let one = all[next++]; one !== undefined; one = all[next++]) await work(one);
    }),
  );
}

async function timed(action: () => Promise<void>): Promise<number> {
  const start = performance.now();
  await action();
  return (performance.now() - start) / 1000;
}

async function tokenOf(url: string): Promise<string> {
  const body = JSON.stringify({ role: 'reviewer', districtId: DAZU });
  return (
    (await (
      await fetch(`${url}/dev/tokens`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body })
    ).json()) as { token: string }
  ).token;
}

/** The most resident memory that a process of this machine ever had (Linux). */
const peakMegabytes = (pid: number): number =>
  Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;
