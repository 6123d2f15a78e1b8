import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { DynamoDBStreamEvent } from 'aws-lambda';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { type Message } from '../../../../functions/shared/outbox/message.ts';
import { build } from '../../../../functions/shared/outbox/relay.ts';
import { outboxWrites } from '../../../../functions/shared/table/outbox.ts';
import { table } from '../../../../functions/shared/table/table.ts';
import { create } from '../../../../functions/shared/table/write.ts';
import { carryAgain, NotCarried } from '../../../../infra/commands/outbox/carry-again.ts';
import { type Engine, startEngine } from '../../../../infra/local/dynamodb/engine.ts';
import { createTables } from '../../../../infra/local/dynamodb/tables.ts';
import { invokeEndpoint } from '../../../../infra/local/functions/endpoint.ts';
import type { Listening } from '../../../../infra/local/listen.ts';
import { tables } from '../../../../infra/manifest/tables.ts';

const NAMES = { registry: 'registry', audit: 'audit' };
const client = { region: 'us-east-1', credentials: { accessKeyId: 'a', secretAccessKey: 'b' } };
const carried: string[] = [];
let poison = '';

/** The relay's own code, behind Lambda's Invoke API. */
const relay = build(
  {
    publish: async ({ detail: { name } }) => {
      if (name === poison) throw new Error('not taken');
      carried.push(String(name));
    },
    start: async ({ executionName }) => void carried.push(executionName),
    resume: async ({ taskToken }) => void carried.push(taskToken),
    redrive: async ({ executionName }) => void carried.push(executionName),
  },
  { get: async () => undefined },
);

const event = (name: string): Message => ({ type: 'event', name: 'TradeChanged', detail: { name } });

let engine: Engine;
let lambda: Listening;
const carry = (since: string) =>
  carryAgain({
    dynamodb: new DynamoDBClient({ ...client, endpoint: engine.endpoint }),
    lambda: new LambdaClient({ ...client, endpoint: lambda.url }),
    registryTable: NAMES.registry,
    relayFunction: 'Relay',
    since,
  });

beforeAll(async () => {
  engine = await startEngine();
  lambda = await invokeEndpoint((_name, batch) => relay(batch as DynamoDBStreamEvent));
  const dynamodb = new DynamoDBClient({ ...client, endpoint: engine.endpoint });
  await createTables(dynamodb, tables, NAMES);
  const registry = table(DynamoDBDocumentClient.from(dynamodb), NAMES);
  const failed = (): Error => new Error('written before');
  const commit = (pk: `DST#${string}#${string}`, version: number, at: string, messages: Message[]) =>
    registry.commit([
      ...outboxWrites(pk, version, at, messages, failed),
      create({ pk, sk: `OTHER#${version}`, at }, failed),
    ]);
  await commit('DST#500111#A', 1, '2026-03-17T00:59:59.999Z', [event('before')]);
  await commit('DST#500111#B', 1, '2026-03-17T01:00:00.000Z', [
    { type: 'start', workflow: 'filing', executionName: 'start', input: {} },
    event('second'),
  ]);
  await commit('DST#500111#A', 2, '2026-03-17T01:00:01.000Z', [{ type: 'resume', taskToken: 'token', output: {} }]);
  for (let n = 10; n < 40; n += 1) {
    await commit(`DST#500111#C${n}`, 1, `2026-03-17T02:00:${n}.000Z`, [event(`e${n}`)]);
  }
});
afterAll(async () => {
  await lambda.close();
  await engine.close();
});
beforeEach(() => {
  carried.length = 0;
  poison = '';
});

const events = Array.from({ length: 30 }, (_one, n) => `e${n + 10}`);

it('carries every message of every kind since the instant, those of one record in order, batch after batch', async () => {
  expect(await carry('2026-03-17T09:00:00+08:00')).toBe(33);
  expect(carried.toSorted()).toEqual(['start', 'second', 'token', ...events].toSorted());
  expect(carried.indexOf('start')).toBeLessThan(carried.indexOf('second'));
});

it('stops at the message that cannot be carried, and names it', async () => {
  poison = 'e38';
  await expect(carry('2026-03-17T02:00:00Z')).rejects.toThrow(NotCarried);
  await expect(carry('2026-03-17T02:00:00Z')).rejects.toThrow('DST#500111#C38 OUTBOX#');
  // Records of one batch are carried at once: what stands behind it in time may be carried too, never in its place.
  expect(
    carried
      .filter((name) => name !== 'e39')
      .slice(-28)
      .toSorted(),
  ).toEqual(events.slice(0, 28));
});
