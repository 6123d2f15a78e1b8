import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { ulid } from 'ulid';
import { expect, it } from 'vitest';
import { TABLE_NAMES } from '../../infra/local/environment.ts';
import { populate } from '../bench/credit/population.ts';
import { DAZU } from '../kit/call.ts';
import { signedIn } from '../kit/client.ts';
import { useFolder } from '../kit/folder.ts';
import { type HostProcess, startProcess } from '../kit/process.ts';
import { until } from '../kit/until.ts';

const dataDir = useFolder();

const COUNT = 320;
/** Entities that the run has scored when it is killed. */
const KILLED_AT = [1, 110, 220];

const tableOf = (host: HostProcess): DynamoDBDocumentClient =>
  DynamoDBDocumentClient.from(
    new DynamoDBClient({
      endpoint: /DynamoDB +(\S+)/.exec(host.output())?.[1] ?? '',
      region: 'us-east-1',
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    }),
  );

it('a run that is killed again and again scores every entity once, and skips none', async () => {
  let host = await startProcess(dataDir);
  const ids = Array.from({ length: COUNT }, () => `entity-${DAZU}-${ulid()}`);
  const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
  await populate(tableOf(host), ids, today, false);
  interface Progress {
    readonly id: string;
    readonly status: string;
    readonly entities: number;
  }
  const { id } = await (await signedIn(host, 'reviewer')).post<Progress>('/v1/credit-runs', undefined, 'run');
  const path = `/v1/credit-runs/${id}`;
  for (const count of KILLED_AT) {
    const reviewer = await signedIn(host, 'reviewer');
    const seen = await until(`${count} entities to be scored`, async () => {
      const { entities } = await reviewer.get<Progress>(path);
      return entities >= count ? entities : undefined;
    });
    await host.kill('SIGKILL');
    expect(seen).toBeLessThan(COUNT);
    host = await startProcess(dataDir);
  }
  const reviewer = await signedIn(host, 'reviewer');
  const end = await until('the run to finish', async () => {
    const progress = await reviewer.get<Progress>(path);
    return progress.status === 'FINISHED' ? progress : undefined;
  });
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
});
