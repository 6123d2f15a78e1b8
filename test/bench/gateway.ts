import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { client, eventually } from '../../infra/local/story/client.ts';
import { merchantSample } from '../functions/filing/samples.ts';
import { type HostProcess, startProcess } from '../kit/process.ts';
import { median, perSecond, type Row } from './row.ts';

const IN_FLIGHT = 8;
const SLICE_MILLISECONDS = 2000;
const SLICES = 5;

/** What gateway, authorizer and handler cost over the bare table, reading and writing, both in the same run. */
export async function bench(): Promise<Row[]> {
  const dataDir = mkdtempSync(join(tmpdir(), 'bench-'));
  const host = await startProcess(dataDir);
  const table = DynamoDBDocumentClient.from(
    new DynamoDBClient({
      endpoint: /DynamoDB +(\S+)/.exec(host.output())?.[1] ?? '',
      region: 'us-east-1',
      credentials: { accessKeyId: 'bench', secretAccessKey: 'bench' },
    }),
  );
  const clerk = await as(host, 'clerk');
  const { id } = await clerk.post<{ id: string }>('/v1/filings', merchantSample(1), 'bench-1');
  await eventually('the filing', () => clerk.get<object>(`/v1/filings/${id}`));

  let n = 1;
  const file = () => clerk.post('/v1/filings', merchantSample((n += 1)), `bench-${n}`);
  const bareWrite = () => {
    const pk = `DST#500103#BENCH#${crypto.randomUUID()}`;
    // As many items as a filing's transaction holds, of like size.
    const items = ['record', 'aggregate', 'guard', 'revision', 'start'].map((sk) => ({
      Put: {
        TableName: 'registry',
        Item: { pk, sk, body: merchantSample(1) },
        ConditionExpression: 'attribute_not_exists(pk)',
      },
    }));
    return table.send(
      new TransactWriteCommand({ TransactItems: [...items, { Put: { TableName: 'audit', Item: { pk, sk: '1' } } }] }),
    );
  };
  const read = await compare(
    () => clerk.get(`/v1/filings/${id}`),
    () =>
      table.send(
        new GetCommand({
          TableName: 'registry',
          Key: { pk: `DST#500111#FILING#${id}`, sk: 'CURRENT' },
          ConsistentRead: true,
        }),
      ),
  );
  const write = await compare(file, bareWrite);
  await host.kill('SIGTERM');
  rmSync(dataDir, { recursive: true, force: true });
  return [
    {
      name: 'GET /v1/filings/{id}, share of bare GetItem',
      value: read.ratio,
      unit: '×',
      note: `${read.ours.toFixed(0)} against ${read.bare.toFixed(0)} a second`,
    },
    {
      name: 'POST /v1/filings, share of bare TransactWriteItems',
      value: write.ratio,
      unit: '×',
      note: `${write.ours.toFixed(0)} against ${write.bare.toFixed(0)} a second, its workflow included`,
    },
  ];
}

async function compare(ours: () => Promise<unknown>, bare: () => Promise<unknown>) {
  const slices: { ours: number; bare: number }[] = [];
  for (let slice = 0; slice < SLICES; slice += 1) {
    slices.push({
      ours: await perSecond(IN_FLIGHT, SLICE_MILLISECONDS, ours),
      bare: await perSecond(IN_FLIGHT, SLICE_MILLISECONDS, bare),
    });
  }
  return {
    ours: median(slices.map((one) => one.ours)),
    bare: median(slices.map((one) => one.bare)),
    ratio: median(slices.map((one) => one.ours / one.bare)),
  };
}

async function as(host: HostProcess, role: string) {
  const answer = await fetch(`${host.url}/dev/tokens`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ role, districtId: '500111' }),
  });
  return client(host.url, ((await answer.json()) as { token: string }).token);
}
