import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { PARTITION_KEY, SORT_KEY, type TableSpec } from '../../../manifest/tables.ts';

/**
 * The table of the issuer: who signs in with what, and what the OIDC provider remembers. It is apart from the registry's,
 * because no function reads it and no event is told of it; it lies in the same data folder, and so in its backups.
 */
export const SIGN_IN_TABLE = 'sign-in';

export const SIGN_IN_TABLE_SPEC = { indexes: [], stream: false, timeToLive: 'expiresAt' } as const satisfies Omit<
  TableSpec,
  'variable'
>;

/** The key of an item: of what it is, and which; `part` tells apart what stands together. */
export const keyOf = (kind: string, id: string, part: string = kind): Record<string, string> => ({
  [PARTITION_KEY]: `${kind}#${id}`,
  [SORT_KEY]: part,
});

/** The time to live of an item, in epoch seconds. */
export const expiryAt = (now: Date, seconds: number): number => Math.floor(now.getTime() / 1000) + seconds;

/** Reads and writes of single items; what must commit together goes to `client` as it is. */
export interface SignInTable {
  readonly client: DynamoDBDocumentClient;
  readonly now: () => Date;
  /** An item that has not expired: the table clears away what has only now and then. */
  get(key: Record<string, string>): Promise<Record<string, unknown> | undefined>;
  put(key: Record<string, string>, content: Readonly<Record<string, unknown>>): Promise<void>;
  delete(key: Record<string, string>): Promise<void>;
}

/** @param now the machine's time, by which codes on phones and tokens hold too */
export function signInTable(dynamodb: DynamoDBClient, now: () => Date): SignInTable {
  const client = DynamoDBDocumentClient.from(dynamodb, { marshallOptions: { removeUndefinedValues: true } });
  const TableName = SIGN_IN_TABLE;
  return {
    client,
    now,
    async get(Key) {
      const { Item } = await client.send(new GetCommand({ TableName, Key, ConsistentRead: true }));
      return Item !== undefined && !isExpired(Item, now()) ? Item : undefined;
    },
    async put(key, content) {
      await client.send(new PutCommand({ TableName, Item: { ...content, ...key } }));
    },
    async delete(Key) {
      await client.send(new DeleteCommand({ TableName, Key }));
    },
  };
}

const isExpired = ({ expiresAt }: Record<string, unknown>, now: Date): boolean =>
  typeof expiresAt === 'number' && expiresAt <= Math.floor(now.getTime() / 1000);
