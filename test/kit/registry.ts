import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { ulid } from 'ulid';
import { afterAll, beforeAll } from 'vitest';
import type { Message } from '../../functions/shared/outbox/message.ts';
import { type Kept, wholeMessage } from '../../functions/shared/outbox/whole.ts';
import { reference } from '../../functions/shared/reference/reference.ts';
import type { Runtime } from '../../functions/shared/runtime.ts';
import { everyItem } from '../../functions/shared/table/every-item.ts';
import { CURRENT } from '../../functions/shared/table/keys.ts';
import { changeKey } from '../../functions/shared/table/listing.ts';
import { type StoredItem, table } from '../../functions/shared/table/table.ts';
import { startEngine } from '../../infra/local/dynamodb/engine.ts';
import { deleteExpired } from '../../infra/local/dynamodb/expiry.ts';
import { createTables } from '../../infra/local/dynamodb/tables.ts';
import { tables } from '../../infra/manifest/tables.ts';

const names = { registry: 'registry', audit: 'audit' };

/** A real, empty registry in memory and the runtime that handlers are built from; the clock stands until it is moved. */
export interface TestRegistry {
  readonly runtime: Runtime;
  readonly documents: DynamoDBDocumentClient;
  /** Moves the clock to an ISO 8601 instant. */
  setClock(instant: string): void;
  /** Deletes what is over at an instant, as the time to live does. */
  expire(instant: Date): Promise<void>;
  /** The outbox messages of an aggregate, in order. */
  messages(pk: string): Promise<Message[]>;
  /** The main items of a collection, the earliest change first. */
  heads(districtId: string, collection: string): Promise<StoredItem[]>;
}

/**
 * Starts one engine for the test file; every file has its own.
 *
 * @param stream whether the table has its stream, which no test reads: without, thousands of items are kept in seconds
 */
export function useRegistry(instant = '2026-03-17T01:30:00.000Z', stream = false): TestRegistry {
  let clock = new Date(instant);
  let stop = async (): Promise<void> => {};
  const registry: { runtime?: Runtime; expiry?: DynamoDBClient; documents?: DynamoDBDocumentClient } = {};

  beforeAll(async () => {
    const engine = await startEngine();
    const connect = (): DynamoDBClient =>
      new DynamoDBClient({
        endpoint: engine.endpoint,
        region: 'us-east-1',
        credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
      });
    const client = connect();
    await createTables(client, { ...tables, registry: { ...tables.registry, stream } }, names);
    // A client of its own: two document clients on one share the options of the later.
    registry.expiry = connect();
    registry.documents = DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } });
    const written = table(registry.documents, names);
    registry.runtime = {
      table: written,
      reference: reference(written, () => clock),
      now: () => clock,
      newUlid: () => ulid(),
      executionArn: (workflow, name) => `arn:aws:states:local:000000000000:execution:${workflow}:${name}`,
    };
    stop = async () => {
      client.destroy();
      registry.expiry?.destroy();
      await engine.close();
    };
  });
  afterAll(async () => stop());

  return {
    get runtime() {
      if (!registry.runtime) throw new Error('the registry is ready inside tests and hooks only');
      return registry.runtime;
    },
    get documents() {
      if (!registry.documents) throw new Error('the registry is ready inside tests and hooks only');
      return registry.documents;
    },
    setClock: (to) => {
      clock = new Date(to);
    },
    async expire(at) {
      if (registry.expiry) await deleteExpired(registry.expiry, names.registry, 'expiresAt', at);
    },
    async messages(pk) {
      const page = await registry.runtime?.table.query({
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :outbox)',
        ExpressionAttributeValues: { ':pk': pk, ':outbox': 'OUTBOX#' },
      });
      return Promise.all(
        (page?.items ?? []).map((item) => wholeMessage(item as StoredItem & Kept, this.runtime.table)),
      );
    },
    async heads(districtId, collection) {
      const { table: store } = this.runtime;
      const entries = await everyItem(store, {
        IndexName: 'byChange',
        KeyConditionExpression: 'changeKey = :key',
        ExpressionAttributeValues: { ':key': changeKey(districtId, collection) },
      });
      const items = await store.getMany(entries.map(({ pk }) => ({ pk, sk: CURRENT })));
      return items.filter((item) => item !== undefined);
    },
  };
}
