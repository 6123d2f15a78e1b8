import {
  BatchGetCommand,
  BatchWriteCommand,
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  type QueryCommandInput,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import type { TableNames } from './client.ts';
import { ConcurrencyConflict, TableUnavailable } from './errors.ts';
import type { TransactItem, Write } from './write.ts';

export type StoredItem = Record<string, unknown> & { pk: string; sk: string };

export interface Page {
  readonly items: StoredItem[];
  readonly next: Record<string, unknown> | undefined;
}

/** The only way to the tables: consistent reads, queries, writes as one transaction, and single ones at half its price. */
export interface Table {
  /** Strongly consistent read of one item. */
  get(key: { pk: string; sk: string }): Promise<StoredItem | undefined>;
  /** Strongly consistent read of many items, in the order of the keys; absent ones are undefined. */
  getMany(keys: readonly { pk: string; sk: string }[]): Promise<(StoredItem | undefined)[]>;
  query(input: Omit<QueryCommandInput, 'TableName'>, table?: keyof TableNames): Promise<Page>;
  /**
   * The next number of a series, from 1; never the same twice. Taken outside any transaction, so that many may take at
   * once: what is not committed after all leaves a gap.
   *
   * @param count numbers that are taken in a row; the last of them is answered
   */
  next(series: { pk: string; sk: string }, count?: number): Promise<number>;
  /**
   * Makes one write by itself. A repetition after a lost answer may find its own doing and answer false: for writes that
   * say the same when they are made again, such as read models.
   *
   * @returns false where its condition does not hold
   * @throws ConcurrencyConflict when a transaction held the item
   * @throws TableUnavailable when the table is throttled or out of reach
   */
  write(write: Write): Promise<boolean>;
  /**
   * Asks the conditions of writes, and writes nothing.
   *
   * @throws what `commit` would throw
   */
  ask(writes: readonly Write[]): Promise<void>;
  /**
   * Commits all writes or none. Those that are to be made `ahead` are made first, each by itself.
   *
   * @throws the `otherwise` error of the first write whose condition failed
   * @throws ConcurrencyConflict when another transaction held an item
   * @throws TableUnavailable when the table is throttled or out of reach
   */
  commit(writes: readonly Write[]): Promise<void>;
}

const THROTTLED = new Set([
  'ProvisionedThroughputExceededException',
  'ThrottlingException',
  'RequestLimitExceeded',
  'InternalServerError',
  'TimeoutError',
]);

export function table(client: DynamoDBDocumentClient, names: TableNames): Table {
  return {
    get: ({ pk, sk }) =>
      guarded(async () => {
        const answer = await client.send(
          new GetCommand({ TableName: names.registry, Key: { pk, sk }, ConsistentRead: true }),
        );
        return answer.Item as StoredItem | undefined;
      }),

    getMany: (keys) =>
      guarded(async () => {
        const found = new Map<string, StoredItem>();
        const wanted = [...new Map(keys.map(({ pk, sk }) => [`${pk}\u0000${sk}`, { pk, sk }])).values()];
        for (let start = 0; start < wanted.length; start += 100) {
          let pending: Record<string, unknown>[] = wanted.slice(start, start + 100);
          while (pending.length > 0) {
            const answer = await client.send(
              new BatchGetCommand({ RequestItems: { [names.registry]: { Keys: pending, ConsistentRead: true } } }),
            );
            for (const item of (answer.Responses?.[names.registry] ?? []) as StoredItem[]) {
              found.set(`${item.pk}\u0000${item.sk}`, item);
            }
            pending = answer.UnprocessedKeys?.[names.registry]?.Keys ?? [];
          }
        }
        return keys.map((key) => found.get(`${key.pk}\u0000${key.sk}`));
      }),

    query: (input, of = 'registry') =>
      guarded(async () => {
        const answer = await client.send(new QueryCommand({ TableName: names[of], ...input }));
        return { items: (answer.Items ?? []) as StoredItem[], next: answer.LastEvaluatedKey };
      }),

    next: (series, count = 1) =>
      guarded(async () => {
        const answer = await client.send(
          new UpdateCommand({
            TableName: names.registry,
            Key: series,
            UpdateExpression: 'ADD #last :count',
            ExpressionAttributeNames: { '#last': 'last' },
            ExpressionAttributeValues: { ':count': count },
            ReturnValues: 'UPDATED_NEW',
          }),
        );
        return answer.Attributes?.['last'] as number;
      }),

    write: (write) =>
      guarded(async () => {
        try {
          await sendAlone(client, write.item(names[write.table]));
          return true;
        } catch (error) {
          if (error instanceof Error && error.name === 'ConditionalCheckFailedException') return false;
          throw error;
        }
      }),

    ask: (writes) =>
      guarded(async () => {
        // The audit's entries are its own record's: where that may be written, so may they.
        const asked = writes.flatMap((write) => {
          const check = write.table === 'registry' ? conditionOf(write.item(names.registry)) : undefined;
          return check ? [{ write, check }] : [];
        });
        if (asked.length === 0) return;
        try {
          await client.send(new TransactWriteCommand({ TransactItems: asked.map(({ check }) => check) }));
        } catch (error) {
          throw meaningOf(
            error,
            asked.map(({ write }) => write),
          );
        }
      }),

    commit: (writes) =>
      guarded(async () => {
        const isAhead = ({ isAhead: is = false }: Write): boolean => is;
        await putAll(client, names.registry, writes.filter(isAhead));
        const together = writes.filter((write) => !isAhead(write));
        const items = together.map((write) => write.item(names[write.table]));
        const [only, ...others] = items;
        if (!only && writes.length > 0) return;
        // What is put whatever stands there may be put twice: it needs no transaction.
        if (only?.Put && only.Put.ConditionExpression === undefined && others.length === 0) {
          await sendAlone(client, only);
          return;
        }
        try {
          await client.send(new TransactWriteCommand({ TransactItems: items }));
        } catch (error) {
          throw meaningOf(error, together);
        }
      }),
  };
}

/** What one call of `BatchWriteItem` takes. */
const BATCH = 25;

/** @throws TableUnavailable where the table does not take them all: whoever tries again makes the same once more */
async function putAll(client: DynamoDBDocumentClient, tableName: string, writes: readonly Write[]): Promise<void> {
  const requests = writes.flatMap((write) => {
    const { Put } = write.item(tableName);
    return Put ? [{ PutRequest: { Item: Put.Item } }] : [];
  });
  for (let start = 0; start < requests.length; start += BATCH) {
    const batch = { [tableName]: requests.slice(start, start + BATCH) };
    const { UnprocessedItems: left = {} } = await client.send(new BatchWriteCommand({ RequestItems: batch }));
    if ((left[tableName] ?? []).length > 0) throw new TableUnavailable('the table is throttled');
  }
}

async function sendAlone(client: DynamoDBDocumentClient, { Put, Update, Delete }: TransactItem): Promise<void> {
  if (Put) await client.send(new PutCommand(Put));
  if (Update) await client.send(new UpdateCommand(Update));
  if (Delete) await client.send(new DeleteCommand(Delete));
}

/** The condition of one write as an item of a transaction that changes nothing; undefined where it has none. */
function conditionOf({ Put, Update, Delete, ConditionCheck }: TransactItem): TransactItem | undefined {
  if (ConditionCheck) return { ConditionCheck };
  const item = Put ?? Update ?? Delete;
  const { ConditionExpression } = item ?? {};
  if (!item || ConditionExpression === undefined) return undefined;
  const { pk, sk } = Put?.Item ?? Update?.Key ?? Delete?.Key ?? {};
  // An update names more than its condition does, and DynamoDB refuses a name or value that is not used.
  const used = new Set(ConditionExpression.match(/[#:]\w+/g));
  const onlyUsed = <V>(of: Record<string, V> | undefined) => {
    const kept = Object.entries(of ?? {}).filter(([name]) => used.has(name));
    return kept.length === 0 ? undefined : Object.fromEntries(kept);
  };
  return {
    ConditionCheck: {
      TableName: item.TableName,
      Key: { pk, sk },
      ConditionExpression,
      ExpressionAttributeNames: onlyUsed(item.ExpressionAttributeNames),
      ExpressionAttributeValues: onlyUsed(item.ExpressionAttributeValues),
    },
  };
}

/** The error that a cancelled transaction means: the first failed condition speaks, else a conflict. */
function meaningOf(error: unknown, writes: readonly Write[]): unknown {
  if (!(error instanceof Error) || error.name !== 'TransactionCanceledException') return error;
  const reasons = (error as Error & { CancellationReasons?: { Code?: string }[] }).CancellationReasons ?? [];
  const failed = reasons.findIndex((reason) => reason.Code === 'ConditionalCheckFailed');
  const write = writes[failed];
  if (write) return write.otherwise();
  if (reasons.some((reason) => reason.Code === 'ThrottlingError' || reason.Code === 'ProvisionedThroughputExceeded')) {
    return new TableUnavailable('the table is throttled', { cause: error });
  }
  if (reasons.some((reason) => reason.Code === 'TransactionConflict')) {
    return new ConcurrencyConflict('another transaction holds one of the items', { cause: error });
  }
  return error;
}

async function guarded<T>(action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    if (error.name === 'TransactionInProgressException' || error.name === 'TransactionConflictException') {
      throw new ConcurrencyConflict(error.message, { cause: error });
    }
    if (THROTTLED.has(error.name) || ('code' in error && error.code === 'ECONNREFUSED')) {
      throw new TableUnavailable(error.message, { cause: error });
    }
    throw error;
  }
}
