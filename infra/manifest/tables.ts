/** The two tables, as both hosts create them. */
export interface TableSpec {
  /** The environment variable under which functions find the table's name. */
  readonly variable: string;
  readonly indexes: readonly { readonly name: string; readonly partitionKey: string; readonly sortKey: string }[];
  readonly stream: boolean;
  readonly timeToLive?: string;
}

export const PARTITION_KEY = 'pk';
export const SORT_KEY = 'sk';

export const tables = {
  /** Aggregates, their outbox, ledgers, read models and idempotency records: what commits together. */
  registry: {
    variable: 'REGISTRY_TABLE',
    indexes: [
      { name: 'byList', partitionKey: 'listKey', sortKey: 'listSort' },
      { name: 'byQueue', partitionKey: 'queueKey', sortKey: 'queueSort' },
    ],
    stream: true,
    timeToLive: 'expiresAt',
  },
  /** The append-only trail, one hash chain per aggregate. */
  audit: { variable: 'AUDIT_TABLE', indexes: [], stream: false },
} as const satisfies Record<string, TableSpec>;
