import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { BatchWriteCommand, DynamoDBDocumentClient, PutCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { sha256 } from '../../../functions/shared/digest.ts';
import { aggregate, type Stored } from '../../../functions/shared/table/aggregate.ts';
import { auditEntry, CHAIN_START } from '../../../functions/shared/table/audit.ts';
import { ConcurrencyConflict, TableUnavailable } from '../../../functions/shared/table/errors.ts';
import { form } from '../../../functions/shared/table/form.ts';
import { districtKey } from '../../../functions/shared/table/keys.ts';
import { table } from '../../../functions/shared/table/table.ts';
import { ahead, create, put, remove, replace, update } from '../../../functions/shared/table/write.ts';
import { useRegistry } from '../../kit/registry.ts';

const registry = useRegistry();
const note = aggregate({ head: form('note', z.object({ text: z.string() })) });
const actor = { sub: 'clerk-1', role: 'clerk' as const, districtId: '500111' };
const at = '2026-03-17T01:30:00.000Z';
const stale = () => new ConcurrencyConflict('the note changed');

const pkOf = (id: string, districtId = '500111') => districtKey(districtId, 'NOTE', id);

function change(
  id: string,
  before: Stored<{ text: string }> | undefined,
  text: string,
  when = at,
  districtId = '500111',
) {
  return note.writes({
    pk: pkOf(id, districtId),
    before,
    data: { text },
    listing: { districtId, collection: 'NOTES', state: text },
    actor,
    at: when,
    action: before ? 'CHANGE' : 'CREATE',
    messages: [{ type: 'event', name: 'TradeChanged', detail: { id, text } }],
    otherwise: stale,
  });
}

describe('the conditions of writes', () => {
  it('are asked as a commit would ask them, and nothing is written', async () => {
    const { table: asked } = registry.runtime;
    const key = { pk: pkOf('asked'), sk: 'CURRENT' };
    const failed = (name: string) => () => new Error(name);
    // It names more than its condition does.
    const count = update(
      key,
      'SET #count = :count',
      { expression: '#version = :version', names: { '#version': 'version' }, values: { ':version': 1 } },
      failed('changed'),
      { '#count': 'count' },
      { ':count': 9 },
    );
    await asked.ask([create({ ...key, version: 1 }, failed('there')), put({ pk: pkOf('other'), sk: 'CURRENT' })]);
    expect(await asked.getMany([key, { pk: pkOf('other'), sk: 'CURRENT' }])).toEqual([undefined, undefined]);
    await expect(asked.ask([put({ pk: pkOf('other'), sk: 'CURRENT' }), count])).rejects.toThrow('changed');
    await asked.commit([create({ ...key, version: 1 }, failed('there'))]);
    await asked.ask([count]);
    await expect(asked.ask([create({ ...key, version: 1 }, failed('there'))])).rejects.toThrow('there');
    await expect(asked.ask([replace({ ...key, version: 3 }, 2, failed('stale'))])).rejects.toThrow('stale');
    await asked.ask([remove(key, { expression: 'attribute_exists(pk)' }, failed('gone'))]);
    expect(await asked.get(key)).toEqual({ ...key, version: 1 });
  });
});

describe('a change of an aggregate', () => {
  it('writes aggregate, audit and outbox together, and reads back', async () => {
    const { writes, after } = change('n1', undefined, 'first');
    await registry.runtime.table.commit(writes);
    expect(await note.load(registry.runtime.table, pkOf('n1'))).toEqual(after);
    expect(await registry.messages(pkOf('n1'))).toEqual([
      { type: 'event', name: 'TradeChanged', detail: { id: 'n1', text: 'first' } },
    ]);
  });

  it('is refused by name when the aggregate is no longer as it was read, and leaves nothing behind', async () => {
    const first = change('n2', undefined, 'first');
    await registry.runtime.table.commit(first.writes);
    await registry.runtime.table.commit(change('n2', first.after, 'second').writes);
    await expect(registry.runtime.table.commit(change('n2', first.after, 'late').writes)).rejects.toBeInstanceOf(
      ConcurrencyConflict,
    );
    const now = await note.load(registry.runtime.table, pkOf('n2'));
    expect(now).toMatchObject({ version: 2, data: { text: 'second' } });
    expect(await registry.messages(pkOf('n2'))).toHaveLength(2);
  });

  it('lets exactly one of many concurrent writers win each version', async () => {
    const first = change('n3', undefined, '0');
    await registry.runtime.table.commit(first.writes);
    const results = await Promise.allSettled(
      Array.from({ length: 12 }, (_, index) =>
        registry.runtime.table.commit(change('n3', first.after, String(index)).writes),
      ),
    );
    expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
    expect((await note.load(registry.runtime.table, pkOf('n3')))?.version).toBe(2);
  });

  it('chains the audit entries by hash', async () => {
    let stored: Stored<{ text: string }> | undefined;
    for (const text of ['a', 'b', 'c']) {
      const next = change('n4', stored, text);
      await registry.runtime.table.commit(next.writes);
      stored = next.after;
    }
    const { items } = await registry.runtime.table.query(
      { KeyConditionExpression: 'pk = :pk', ExpressionAttributeValues: { ':pk': pkOf('n4') } },
      'audit',
    );
    expect(items.map((item) => item['action'])).toEqual(['CREATE', 'CHANGE', 'CHANGE']);
    let previous = CHAIN_START;
    for (const { hash, ...entry } of items) {
      expect(entry['previousHash']).toBe(previous);
      expect(sha256(entry)).toBe(hash);
      previous = hash as string;
    }
    expect(stored?.auditHash).toBe(previous);
  });

  it('keeps the content itself out of the trail', () => {
    const entry = auditEntry({
      pk: pkOf('n5'),
      version: 1,
      at,
      actor,
      action: 'CREATE',
      reasons: [],
      previousHash: CHAIN_START,
      content: { phone: '13800000000' },
    });
    expect(JSON.stringify(entry)).not.toContain('13800000000');
  });
});

describe('single writes', () => {
  const key = { pk: pkOf('w1'), sk: 'COUNTER' };
  it('hold their conditions against the engine', async () => {
    const { table: registryTable } = registry.runtime;
    await registryTable.commit([create({ ...key, count: 1, version: 1 }, () => new Error('exists'))]);
    await expect(registryTable.commit([create({ ...key, count: 9 }, () => new Error('exists'))])).rejects.toThrow(
      'exists',
    );
    await registryTable.commit([
      update(
        key,
        'SET #count = :next',
        { expression: '#count = :now', names: { '#count': 'count' }, values: { ':now': 1 } },
        () => new Error('moved'),
        {},
        { ':next': 2 },
      ),
    ]);
    expect(await registryTable.get(key)).toMatchObject({ count: 2 });
    await expect(
      registryTable.commit([replace({ ...key, count: 3, version: 2 }, 7, () => new Error('version'))]),
    ).rejects.toThrow('version');
    await expect(
      registryTable.commit([
        remove(
          key,
          { expression: '#count = :one', names: { '#count': 'count' }, values: { ':one': 1 } },
          () => new Error('kept'),
        ),
      ]),
    ).rejects.toThrow('kept');
    await registryTable.commit([put({ ...key, count: 5 })]);
    expect(await registryTable.getMany([key, { pk: key.pk, sk: 'NONE' }, key])).toMatchObject(
      [{ count: 5 }, undefined, { count: 5 }].map((one) => one ?? undefined),
    );
  });

  it('name the first failed condition of a transaction', async () => {
    await expect(
      registry.runtime.table.commit([
        create({ pk: pkOf('w2'), sk: 'A' }, () => new Error('first')),
        create({ ...key }, () => new Error('second')),
      ]),
    ).rejects.toThrow('second');
    expect(await registry.runtime.table.get({ pk: pkOf('w2'), sk: 'A' })).toBeUndefined();
  });
});

describe('a write by itself', () => {
  it('says whether its condition held, and is made at half the price', async () => {
    const key = { pk: pkOf('alone'), sk: 'A' };
    const { table: registryTable } = registry.runtime;
    expect(await registryTable.write(create({ ...key, n: 1 }, stale))).toBe(true);
    expect(await registryTable.write(create({ ...key, n: 2 }, stale))).toBe(false);
    const one = { expression: 'n = :one', values: { ':one': 1 } };
    expect(await registryTable.write(update(key, 'SET n = :two', one, stale, {}, { ':two': 2 }))).toBe(true);
    expect(await registryTable.get(key)).toMatchObject({ n: 2 });
    expect(await registryTable.write(remove(key, one, stale))).toBe(false);
    expect(await registryTable.write(remove(key, { expression: 'n = :two', values: { ':two': 2 } }, stale))).toBe(true);
    expect(await registryTable.get(key)).toBeUndefined();
  });
});

describe('a series', () => {
  it('that are to be made ahead stand without their transaction, more of them than a call takes, and change no other', async () => {
    const { table: written } = registry.runtime;
    const keys = Array.from({ length: 60 }, (_, n) => ({ pk: pkOf('ahead'), sk: `WORD${n}` }));
    const there = { pk: pkOf('ahead'), sk: 'THERE' };
    await written.commit([create(there, stale)]);
    await expect(written.commit([...keys.map((key) => ahead(key)), create(there, stale)])).rejects.toBeInstanceOf(
      ConcurrencyConflict,
    );
    expect(await written.getMany(keys)).toEqual(keys);
    const later = { pk: pkOf('ahead'), sk: 'LATER' };
    await written.commit([ahead({ ...keys[0], n: 1 } as Parameters<typeof ahead>[0]), create(later, stale)]);
    await written.commit([ahead({ pk: pkOf('ahead'), sk: 'ALONE' })]);
    const found = await written.getMany([keys[0] ?? there, later, { pk: pkOf('ahead'), sk: 'ALONE' }]);
    expect(found).toMatchObject([{ n: 1 }, later, { sk: 'ALONE' }]);
  });

  it('gives every one of many takers at once a number of its own', async () => {
    const series = { pk: pkOf('series'), sk: 'CURRENT' };
    const taken = await Promise.all(Array.from({ length: 64 }, () => registry.runtime.table.next(series)));
    expect(taken.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 64 }, (_one, n) => n + 1));
  });
});

describe('failures the engine cannot produce', () => {
  const failing = (error: Error) => {
    const client = DynamoDBDocumentClient.from(new DynamoDBClient());
    mockClient(client).on(TransactWriteCommand).rejects(error).on(PutCommand).rejects(error);
    return table(client, { registry: 'r', audit: 'a' });
  };
  const cancelled = (code: string) =>
    Object.assign(new Error('cancelled'), {
      name: 'TransactionCanceledException',
      CancellationReasons: [{ Code: 'None' }, { Code: code }],
    });
  const named = (name: string) => Object.assign(new Error(name), { name });

  it.each([
    [cancelled('TransactionConflict'), ConcurrencyConflict],
    [named('TransactionInProgressException'), ConcurrencyConflict],
    [cancelled('ThrottlingError'), TableUnavailable],
    [cancelled('ProvisionedThroughputExceeded'), TableUnavailable],
    [named('ThrottlingException'), TableUnavailable],
    [named('InternalServerError'), TableUnavailable],
    [Object.assign(new Error('refused'), { code: 'ECONNREFUSED' }), TableUnavailable],
  ])('are named for Retry: %s', async (error, expected) => {
    await expect(failing(error).commit([put({ pk: 'a', sk: 'b' }), put({ pk: 'a', sk: 'c' })])).rejects.toBeInstanceOf(
      expected,
    );
  });

  it.each([
    [named('TransactionConflictException'), ConcurrencyConflict],
    [named('ThrottlingException'), TableUnavailable],
  ])('are named for a write by itself too: %s', async (error, expected) => {
    await expect(failing(error).write(create({ pk: 'a', sk: 'b' }, stale))).rejects.toBeInstanceOf(expected);
    await expect(failing(error).commit([put({ pk: 'a', sk: 'b' })])).rejects.toBeInstanceOf(expected);
  });

  it('that are nobody’s conflict pass through as they are', async () => {
    await expect(failing(named('ValidationException')).commit([])).rejects.toMatchObject({
      name: 'ValidationException',
    });
    await expect(failing(cancelled('ItemCollectionSizeLimitExceeded')).commit([])).rejects.toMatchObject({
      name: 'TransactionCanceledException',
    });
  });

  it('where a busy table leaves some of those that are made ahead, nothing is committed and Retry makes them again', async () => {
    const client = mockClient(DynamoDBDocumentClient);
    const busy = table(client as unknown as DynamoDBDocumentClient, { registry: 'registry', audit: 'audit' });
    const left = { UnprocessedItems: { registry: [{ PutRequest: { Item: { pk: 'a', sk: 'c' } } }] } };
    const writes = [ahead({ pk: 'a', sk: 'b' }), ahead({ pk: 'a', sk: 'c' }), create({ pk: 'a', sk: 'd' }, stale)];
    client.on(BatchWriteCommand).resolves(left);
    await expect(busy.commit(writes)).rejects.toBeInstanceOf(TableUnavailable);
    expect(client.commandCalls(TransactWriteCommand)).toHaveLength(0);
    client.on(BatchWriteCommand).resolves({});
    await busy.commit(writes);
    expect(client.commandCalls(BatchWriteCommand)).toHaveLength(2);
    expect(client.commandCalls(TransactWriteCommand)).toHaveLength(1);
  });

  it('a single put that has no condition is by itself, and nothing else is', async () => {
    const client = DynamoDBDocumentClient.from(new DynamoDBClient());
    const mock = mockClient(client);
    const counted = table(client, { registry: 'r', audit: 'a' });
    await counted.commit([put({ pk: 'a', sk: 'b' })]);
    expect([mock.commandCalls(PutCommand).length, mock.commandCalls(TransactWriteCommand).length]).toEqual([1, 0]);
    await counted.commit([create({ pk: 'a', sk: 'b' }, stale)]);
    await counted.commit([put({ pk: 'a', sk: 'b' }), put({ pk: 'a', sk: 'c' })]);
    expect([mock.commandCalls(PutCommand).length, mock.commandCalls(TransactWriteCommand).length]).toEqual([1, 2]);
  });
});
