import { INDEXES } from '../../functions/shared/table/listing.ts';

/** The two tables, as both hosts create them. */
export interface TableSpec {
  /** The environment variable under which functions find the table's name. */
  readonly variable: string;
  readonly indexes: readonly IndexSpec[];
  readonly stream: boolean;
  readonly timeToLive?: string;
}

/** An index holds the keys of its items, and what of them it is sifted by. */
export interface IndexSpec {
  readonly name: string;
  readonly partitionKey: string;
  readonly sortKey: string;
  /** Attributes beside the keys. */
  readonly include?: readonly string[];
  /** Whether it holds whole items. */
  readonly isWhole?: boolean;
}

export const PARTITION_KEY = 'pk';
export const SORT_KEY = 'sk';

const index = (name: keyof typeof INDEXES, include?: readonly string[]): IndexSpec => ({
  name,
  partitionKey: INDEXES[name].key,
  sortKey: INDEXES[name].sort,
  ...(include && { include }),
});

/** Those of the first layout, which a table that has them may keep while it is brought up to date (docs/upgrade.md). */
export const RETIRED_INDEXES: readonly IndexSpec[] = [
  { name: 'byList', partitionKey: 'listKey', sortKey: 'listSort', isWhole: true },
  { name: 'byQueue', partitionKey: 'queueKey', sortKey: 'queueSort', isWhole: true },
];

export const tables = {
  /** Aggregates, their outbox, ledgers, read models and idempotency records: what commits together. */
  registry: {
    variable: 'REGISTRY_TABLE',
    indexes: [
      index('byChange', ['sought']),
      index('byState', ['sought']),
      index('byOwner'),
      index('byDue', ['sought']),
    ],
    stream: true,
    timeToLive: 'expiresAt',
  },
  /** The append-only trail, one hash chain per aggregate. */
  audit: { variable: 'AUDIT_TABLE', indexes: [], stream: false },
} as const satisfies Record<string, TableSpec>;
