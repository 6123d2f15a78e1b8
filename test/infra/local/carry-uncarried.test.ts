import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { outboxWrites } from '../../../functions/shared/table/outbox.ts';
import { table } from '../../../functions/shared/table/table.ts';
import { type Engine, startEngine } from '../../../infra/local/dynamodb/engine.ts';
import { createTables } from '../../../infra/local/dynamodb/tables.ts';
import { carryUncarried } from '../../../infra/local/events/carry-uncarried.ts';
import { CARRIED_UNTIL, type Checkpoints, checkpoints } from '../../../infra/local/events/checkpoints.ts';
import { invokeEndpoint } from '../../../infra/local/functions/endpoint.ts';
import type { Listening } from '../../../infra/local/listen.ts';
import { tables } from '../../../infra/manifest/tables.ts';
import { until } from '../../kit/until.ts';

const NAMES = { registry: 'registry', audit: 'audit' };
const folder = mkdtempSync(join(tmpdir(), 'uncarried-'));
const credentials = { accessKeyId: 'a', secretAccessKey: 'b' };
const now = (): Date => new Date('2026-03-17T12:00:00.000Z');
const carried: string[] = [];
let [engine, lambda, dynamodb, notes]: [Engine, Listening, DynamoDBClient, Checkpoints] = [] as never;

beforeAll(async () => {
  engine = await startEngine();
  lambda = await invokeEndpoint(async (_name, event: any) => {
    for (const { dynamodb: record } of event.Records) carried.push(record.NewImage.pk.S.split('#').at(-1));
    return { batchItemFailures: [] };
  });
  Object.assign(process.env, { AWS_ENDPOINT_URL_LAMBDA: lambda.url, AWS_REGION: 'us-east-1' });
  Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b' });
  dynamodb = new DynamoDBClient({ endpoint: engine.endpoint, region: 'us-east-1', credentials });
  await createTables(dynamodb, tables, NAMES);
  const registry = table(DynamoDBDocumentClient.from(dynamodb), NAMES);
  for (const [id, at] of [
    ['forgotten', '2026-01-17T00:00:00.000Z'],
    ['carried', '2026-03-17T11:00:00.000Z'],
    ['late', '2026-03-17T11:26:00.000Z'],
    ['after', '2026-03-17T11:31:00.000Z'],
  ] as const) {
    const message = { type: 'event', name: 'GoodsChanged', detail: {} } as const;
    await registry.commit(outboxWrites(`DST#500111#X#${id}`, 1, at, [message], () => new Error('there')));
  }
  notes = checkpoints(join(folder, 'events.sqlite'));
});
afterAll(async () => {
  notes.close();
  await lambda.close();
  await engine.close();
  rmSync(folder, { recursive: true, force: true });
});

/** One start of a host, up to its end in order. */
async function started(expected: readonly string[]): Promise<void> {
  carried.length = 0;
  const uncarried = carryUncarried(dynamodb, NAMES.registry, notes, now);
  uncarried.begin();
  await until('everything expected to be carried', () => carried.length >= expected.length || undefined);
  await until('an end in order', () => {
    uncarried.close();
    return notes.read('ended-in-order') === 'yes' || undefined;
  });
  expect(carried.toSorted()).toEqual(expected.toSorted());
}

it('carries at a start what no checkpoint vouches for, and nothing after an end in order', async () => {
  // A folder of before: whatever is still kept, once.
  await started(['carried', 'late', 'after']);
  await started([]);
  // Killed: what bears a time from shortly before the last that was carried may have been committed after it.
  notes.write(CARRIED_UNTIL, '2026-03-17T11:30:00.000Z');
  carryUncarried(dynamodb, NAMES.registry, notes, now);
  await started(['late', 'after']);
});

it('tries again at the next start when the relay could not', async () => {
  const complain = vi.spyOn(console, 'error').mockImplementation(() => {});
  carryUncarried(dynamodb, NAMES.registry, notes, now);
  process.env['AWS_ENDPOINT_URL_LAMBDA'] = 'http://127.0.0.1:9';
  const failing = carryUncarried(dynamodb, NAMES.registry, notes, now);
  failing.begin();
  await until('a complaint', () => complain.mock.calls.length > 0 || undefined);
  failing.close();
  process.env['AWS_ENDPOINT_URL_LAMBDA'] = lambda.url;
  complain.mockRestore();
  await started(['late', 'after']);
});
