import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { ulid } from 'ulid';
import { expect } from 'vitest';
import { TABLE_NAMES } from '../../../infra/local/environment.ts';
import { populate } from '../../bench/credit/population.ts';
import { DAZU } from '../../kit/call.ts';
import { signedIn } from '../../kit/client.ts';
import { type HostProcess, startProcess } from '../../kit/process.ts';
import { until } from '../../kit/until.ts';

const tableOf = (host: HostProcess): DynamoDBDocumentClient =>
  DynamoDBDocumentClient.from(
    new DynamoDBClient({
      endpoint: /DynamoDB +(\S+)/.exec(host.output())?.[1] ?? '',
      region: 'us-east-1',
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    }),
  );

/**
 * Scores a district under kills, and finds every entity scored once and none skipped.
 *
 * @param size entities of the district; a hundred are a batch
 * @param moments how many of them have been scored at each kill
 */
export async function runSurvives(dataDir: string, size: number, moments: readonly number[]): Promise<void> {
  let host = await startProcess(dataDir);
  const ids = Array.from({ length: size }, () => `entity-${DAZU}-${ulid()}`);
  const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
  await populate(tableOf(host), ids, today, false);
  interface Progress {
    readonly id: string;
    readonly status: string;
    readonly entities: number;
  }
  const { id } = await (await signedIn(host, 'reviewer')).post<Progress>('/v1/credit-runs', undefined, 'run');
  const path = `/v1/credit-runs/${id}`;
  const seen: number[] = [];
  for (const count of moments) {
    const reviewer = await signedIn(host, 'reviewer');
    const reached = async () => {
      const { entities } = await reviewer.get<Progress>(path);
      return entities >= count ? entities : undefined;
    };
    seen.push(await until(`${count} entities to be scored`, reached, { everyMs: 1 }));
    await host.kill('SIGKILL');
    host = await startProcess(dataDir);
  }
  // The batches end close to one another: a late kill may come after all of them, the first may not.
  expect(seen[0]).toBeLessThan(size);
  const reviewer = await signedIn(host, 'reviewer');
  const end = await until('the run to finish', async () => {
    const progress = await reviewer.get<Progress>(path);
    return progress.status === 'FINISHED' ? progress : undefined;
  });
  expect(end.entities).toBe(size);
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
}
