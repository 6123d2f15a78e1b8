import { setTimeout as delay } from 'node:timers/promises';
import { type DynamoDBDocumentClient, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import { CITY } from '../../../functions/shared/kernel/identifier.ts';
import type { TableNames } from '../../../functions/shared/table/client.ts';
import { ConcurrencyConflict, TableUnavailable } from '../../../functions/shared/table/errors.ts';
import { districtKey, type Key } from '../../../functions/shared/table/keys.ts';
import type { Collision, Migration } from '../../../functions/shared/table/migration.ts';
import { type StoredItem, type Table, table } from '../../../functions/shared/table/table.ts';
import { put } from '../../../functions/shared/table/write.ts';

/** What a migration has done, all of its runs together. */
export interface Migrated {
  /** Items that were looked at. */
  readonly items: number;
  /** Items that were brought into the present layout, by kind. */
  readonly migrated: Readonly<Record<string, number>>;
  /** Those of two that fall on one key, for a person to decide about. */
  readonly collisions: readonly Collision[];
}

export interface MigrationRun {
  readonly client: DynamoDBDocumentClient;
  readonly names: TableNames;
  readonly migrations: readonly Migration[];
  /** ISO 8601. */
  readonly at: string;
  /** Items a second, at most; absent as fast as it goes. */
  readonly perSecond?: number | undefined;
  /** Told after every page. */
  readonly progress?: (sofar: Migrated) => void;
}

/** The layout that items are brought into; the next one has a number of its own. */
export const LAYOUT = 7;

const stateKey: Key = { pk: districtKey(CITY, 'MIGRATION'), sk: `LAYOUT#${LAYOUT}` };

const State = z.object({
  items: z.int(),
  migrated: z.record(z.string(), z.int()),
  /** Where to go on; absent when it is done. */
  after: z.record(z.string(), z.unknown()).optional(),
  doneAt: z.string().optional(),
});

const ATTEMPTS = 5;
/** The client waits where a table is throttled, but not where that cancels a transaction: those pauses are ours. */
const PAUSES_MS = [100, 200, 400, 800, 1600, 3200, 5000];
const PAGE = 100;

/**
 * Brings every item of an earlier layout into the present one, in pages. Killed, it goes on where it stopped; done, it does
 * nothing. Records may be read and changed all the while: what has changed since it was read is read anew.
 */
export async function migrate(run: MigrationRun): Promise<Migrated> {
  const { client, names, progress = () => {} } = run;
  const store = table(client, names);
  const kept = await store.get(stateKey);
  let state: z.infer<typeof State> = kept ? State.parse(kept) : { items: 0, migrated: {} };
  while (state.doneAt === undefined) {
    const began = performance.now();
    const page = await client.send(
      new ScanCommand({
        TableName: names.registry,
        Limit: PAGE,
        ConsistentRead: true,
        ...(state.after && { ExclusiveStartKey: state.after }),
      }),
    );
    const counts = { ...state.migrated };
    const lanes = Map.groupBy((page.Items ?? []) as StoredItem[], laneOf);
    await Promise.all(
      [...lanes.values()].map(async (lane) => {
        for (const item of lane) {
          if (await migrateItem(store, run, item)) counts[kindOf(item)] = (counts[kindOf(item)] ?? 0) + 1;
        }
      }),
    );
    const { LastEvaluatedKey: after } = page;
    state = {
      items: state.items + (page.Items?.length ?? 0),
      migrated: counts,
      ...(after ? { after } : { doneAt: run.at }),
    };
    await store.commit([put({ ...stateKey, ...state })]);
    progress(await resultOf(store, state));
    await throttled(began, page.Items?.length ?? 0, run.perSecond);
  }
  return resultOf(store, state);
}

/** Whether a registry is in the present layout; an empty one is. */
export const isMigrated = async (client: DynamoDBDocumentClient, names: TableNames): Promise<boolean> =>
  (await table(client, names).get(stateKey))?.['doneAt'] !== undefined;

/** Of these what becomes of one partition never falls on what becomes of another: they are brought over side by side. */
const APART: ReadonlySet<string> = new Set([
  'TRADE',
  'LEDGER',
  'CONSOLIDATION',
  'CONSOLIDATION_TRADE',
  'FILING',
  'GOODS',
]);

/** Items that are done one after another, as they come: those of a partition, or of a whole kind. */
const laneOf = (item: StoredItem): string => (APART.has(kindOf(item)) ? item.pk : kindOf(item));

/** The third part of a partition's key. */
const kindOf = ({ pk }: StoredItem): string => pk.split('#')[2] ?? '';

/** @returns whether there was something to do */
async function migrateItem(store: Table, { migrations, at }: MigrationRun, found: StoredItem): Promise<boolean> {
  for (let attempt = 1; ; attempt += 1) {
    const item = attempt === 1 ? found : await store.get({ pk: found.pk, sk: found.sk });
    const migration = item && migrations.find(({ kind, isOld }) => kind === kindOf(item) && isOld(item));
    if (!item || !migration) return attempt > 1;
    const { writes, collision, isAgain } = await migration.migrate(item, store);
    try {
      await patiently(() => store.commit([...writes, ...(collision ? [put(collisionItem(item, collision, at))] : [])]));
      if (!isAgain) return true;
    } catch (error) {
      if (!(error instanceof ConcurrencyConflict) || attempt === ATTEMPTS) throw error;
    }
  }
}

async function patiently(work: () => Promise<void>): Promise<void> {
  for (const pause of PAUSES_MS) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof TableUnavailable)) throw error;
      await delay(pause);
    }
  }
  return work();
}

const COLLISION = 'COLLISION#';

/** @param item of which the key says the district */
const collisionItem = ({ pk }: StoredItem, collision: Collision, at: string) => ({
  pk: stateKey.pk,
  sk: `${COLLISION}${pk.split('#')[1]}#${collision.what}#${collision.lost}`,
  ...collision,
  at,
});

async function resultOf(store: Table, { items, migrated }: z.infer<typeof State>): Promise<Migrated> {
  const { items: found } = await store.query({
    KeyConditionExpression: 'pk = :pk AND begins_with(sk, :collision)',
    ExpressionAttributeValues: { ':pk': stateKey.pk, ':collision': COLLISION },
    ConsistentRead: true,
  });
  const collisions = found.map((item) =>
    z.object({ what: z.string(), kept: z.string(), lost: z.string() }).parse(item),
  );
  return { items, migrated, collisions };
}

/** Waits until a page has taken as long as it should. */
async function throttled(began: number, items: number, perSecond: number | undefined): Promise<void> {
  if (perSecond === undefined) return;
  const left = (items / perSecond) * 1000 - (performance.now() - began);
  if (left > 0) await delay(left);
}
