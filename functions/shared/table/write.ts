import type { TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';

export type TransactItem = NonNullable<TransactWriteCommandInput['TransactItems']>[number];

/** One item of a transaction, with the error that its own failed condition means. */
export interface Write {
  readonly table: 'registry' | 'audit';
  readonly item: (tableName: string) => TransactItem;
  /** What it means when this write's condition does not hold. */
  readonly otherwise: () => Error;
  /** Whether it is made before the transaction that it goes with, by itself and at half the price: `ahead`. */
  readonly isAhead?: boolean;
}

/** Named expression fragments, so that a condition reads as what it means. */
const ABSENT = 'attribute_not_exists(pk)';

type Item = Record<string, unknown> & { pk: string; sk: string };

/** Puts an item that must not exist yet. */
export const create = (item: Item, otherwise: () => Error, table: Write['table'] = 'registry'): Write => ({
  table,
  item: (TableName) => ({ Put: { TableName, Item: item, ConditionExpression: ABSENT } }),
  otherwise,
});

const atVersion = (version: number): Condition => ({
  expression: '#version = :expected',
  names: { '#version': 'version' },
  values: { ':expected': version },
});

/** Puts an item over the version that was read. */
export const replace = (item: Item, expectedVersion: number, otherwise: () => Error): Write => ({
  table: 'registry',
  item: (TableName) => ({ Put: { TableName, Item: item, ...held(atVersion(expectedVersion)) } }),
  otherwise,
});

/** Puts an item whatever stands there. */
export const put = (item: Item): Write => ({
  table: 'registry',
  item: (TableName) => ({ Put: { TableName, Item: item } }),
  otherwise: () => new Error('an unconditional put cannot fail its condition'),
});

/**
 * Puts an item before the transaction that it goes with: for what says nothing until that has been committed, such as a key
 * under which a record is looked for. Where the transaction is not committed, it is left and finds nothing.
 */
export const ahead = (item: Item): Write => ({ ...put(item), isAhead: true });

/** Puts an item under a condition on what stands there. */
export const putWhere = (
  item: Item,
  condition: Condition,
  otherwise: () => Error = () => new Error('something else stands there'),
): Write => ({
  table: 'registry',
  item: (TableName) => ({ Put: { TableName, Item: item, ...held(condition) } }),
  otherwise,
});

/** A fragment with its names and values; several are joined by the caller's own expression. */
export interface Condition {
  readonly expression: string;
  readonly names?: Record<string, string>;
  readonly values?: Record<string, unknown>;
}

/** A condition as DynamoDB takes it, which refuses names and values of none. */
const held = ({ expression, names = {}, values = {} }: Condition) => ({
  ConditionExpression: expression,
  ...(Object.keys(names).length > 0 ? { ExpressionAttributeNames: names } : {}),
  ...(Object.keys(values).length > 0 ? { ExpressionAttributeValues: values } : {}),
});

/** Changes single attributes of an item under a condition, e.g. a ledger or a counter. */
export const update = (
  key: { pk: string; sk: string },
  expression: string,
  condition: Condition,
  otherwise: () => Error,
  names: Record<string, string> = {},
  values: Record<string, unknown> = {},
): Write => ({
  table: 'registry',
  item: (TableName) => {
    const all = { names: { ...names, ...condition.names }, values: { ...values, ...condition.values } };
    return { Update: { TableName, Key: key, UpdateExpression: expression, ...held({ ...condition, ...all }) } };
  },
  otherwise,
});

/** Holds an item that is not changed to the version that was read. */
export const check = (key: { pk: string; sk: string }, expectedVersion: number, otherwise: () => Error): Write => ({
  table: 'registry',
  item: (TableName) => ({ ConditionCheck: { TableName, Key: key, ...held(atVersion(expectedVersion)) } }),
  otherwise,
});

/** Takes an item away, whether or not it is there. */
export const clear = (key: { pk: string; sk: string }): Write => ({
  table: 'registry',
  item: (TableName) => ({ Delete: { TableName, Key: { pk: key.pk, sk: key.sk } } }),
  otherwise: () => new Error('an unconditional delete cannot fail its condition'),
});

/** Removes an item under a condition. */
export const remove = (key: { pk: string; sk: string }, condition: Condition, otherwise: () => Error): Write => ({
  table: 'registry',
  item: (TableName) => ({ Delete: { TableName, Key: key, ...held(condition) } }),
  otherwise,
});
