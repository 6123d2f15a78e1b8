import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { ulid } from 'ulid';
import { afterAll, expect, it } from 'vitest';
import { TABLE_NAMES } from '../../infra/local/environment.ts';
import { client, eventually } from '../../infra/local/story/client.ts';
import { populate } from '../bench/credit/population.ts';
import { DAZU } from '../kit/call.ts';
import { type HostProcess, startProcess } from '../kit/process.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'run-'));
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

const COUNT = 320;

const tableOf = (host: HostProcess): DynamoDBDocumentClient =>
  DynamoDBDocumentClient.from(
    new DynamoDBClient({
      endpoint: /DynamoDB +(\S+)/.exec(host.output())?.[1] ?? '',
      region: 'us-east-1',
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    }),
  );

async function reviewerOf(host: HostProcess) {
  const body = JSON.stringify({ role: 'reviewer', districtId: DAZU });
  const answer = await fetch(`${host.url}/dev/tokens`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body,
  });
  return client(host.url, ((await answer.json()) as { token: string }).token);
}

it('a run that is killed again and again scores every entity once, and skips none', async () => {
  let host = await startProcess(dataDir);
  const ids = Array.from({ length: COUNT }, () => `entity-${DAZU}-${ulid()}`);
  const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
  await populate(tableOf(host), ids, today, false);
  const { id } = await (await reviewerOf(host)).post<{ id: string }>('/v1/credit-runs', undefined, 'run');
  const path = `/v1/credit-runs/${id}`;
  interface Progress {
    readonly status: string;
    readonly entities: number;
  }
  const seen: number[] = [];
  for (let round = 0; round < 3; round += 1) {
    await delay(150 + 200 * round);
    seen.push((await (await reviewerOf(host)).get<Progress>(path)).entities);
    await host.kill('SIGKILL');
    host = await startProcess(dataDir);
  }
  const reviewer = await reviewerOf(host);
  const end = await eventually('the run to finish', async () => {
    const progress = await reviewer.get<Progress>(path);
    return progress.status === 'FINISHED' ? progress : undefined;
  });
  expect(seen[0]).toBeLessThan(COUNT);
  expect(end.entities).toBe(COUNT);
  const table = tableOf(host);
  const standings = await Promise.all(
    ids.map(async (entityId) => {
      const { Count } = await table.send(
        new QueryCommand({
          TableName: TABLE_NAMES.registry,
          KeyConditionExpression: 'pk = :pk AND begins_with(sk, :standing)',
          ExpressionAttributeValues: { ':pk': `DST#${DAZU}#CREDIT#${entityId}`, ':standing': 'OUTBOX#' },
        }),
      );
      return Count;
    }),
  );
  expect(standings).toEqual(ids.map(() => 1));
  await host.kill('SIGTERM');
}, 120_000);
