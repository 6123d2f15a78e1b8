import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { ulid } from 'ulid';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { reference } from '../../../functions/shared/reference/reference.ts';
import type { Runtime } from '../../../functions/shared/runtime.ts';
import { table } from '../../../functions/shared/table/table.ts';
import { lotCode } from '../../../functions/shipment/domain/subject.ts';
import { startEngine } from '../../../infra/local/dynamodb/engine.ts';
import { createTables } from '../../../infra/local/dynamodb/tables.ts';
import { tables } from '../../../infra/manifest/tables.ts';
import { type Meter, meter } from '../../bench/meter.ts';
import { merchant } from '../../kit/call.ts';
import { A, api, carton, NUMBER, prepare, scan, send, TRADE } from './kit.ts';

/** What facts cost, in DynamoDB's own units. */

const now = new Date('2026-03-18T09:05:02.000Z');
let proxy: Meter;
let runtime: Runtime;
let stop: () => Promise<void>;

beforeAll(async () => {
  const engine = await startEngine();
  proxy = await meter(engine.endpoint);
  const client = new DynamoDBClient({
    endpoint: proxy.endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  const names = { registry: 'registry', audit: 'audit' };
  await createTables(client, tables, names);
  const documents = DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } });
  const written = table(documents, names);
  runtime = {
    table: written,
    reference: reference(written, () => now),
    now: () => now,
    newUlid: () => ulid(),
    executionArn: (workflow, name) => `${workflow}:${name}`,
  };
  await prepare(runtime);
  stop = async () => {
    client.destroy();
    await proxy.close();
    await engine.close();
  };
});
afterAll(async () => stop());

const written = async (facts: readonly object[]): Promise<number> => {
  proxy.reset();
  expect((await send(runtime, facts, { sentAt: '2026-03-18T09:05:00Z' })).status).toBe(200);
  return proxy.units.write;
};

it('a fact is no more than 6 write units, 4 where what was received stays as it is, and none when it comes again', async () => {
  const received = scan({ subject: carton(1, 1), evidence: ['0'.repeat(64)] });
  expect(await written([received])).toBeLessThanOrEqual(6);
  expect(await written([received])).toBe(0);
  expect(await written([scan({ subject: carton(1, 1), kind: 'LOAD', visit: A })])).toBeLessThanOrEqual(4);
  expect(await written([scan({ subject: 'ALI MOMBASA', n: 3 })])).toBeLessThanOrEqual(4);
});

it('facts that come together share what they cost: a hundred are under half a unit each', async () => {
  const facts = Array.from({ length: 100 }, (_, index) => scan({ subject: carton(2, index + 1) }));
  expect(await written(facts)).toBeLessThanOrEqual(50);
});

it('whereabouts are three calls of the table at most', async () => {
  await send(runtime, [scan({ subject: lotCode(NUMBER, 3), n: 5 })]);
  proxy.reset();
  await api(runtime, 'getWhereabouts', { caller: merchant(TRADE.merchantId), params: { id: TRADE.tradeId } });
  expect([...proxy.calls.values()].reduce((sum, calls) => sum + calls, 0)).toBeLessThanOrEqual(3);
});
