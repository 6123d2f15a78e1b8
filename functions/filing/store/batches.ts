import { z } from 'zod';
import { packed } from '../../shared/kernel/turns.ts';
import type { Start } from '../../shared/outbox/message.ts';
import { expiryOf } from '../../shared/sheet-import/keeping.ts';
import { aggregate, type Stored } from '../../shared/table/aggregate.ts';
import type { Cause } from '../../shared/table/audit.ts';
import { everyItem } from '../../shared/table/every-item.ts';
import { form } from '../../shared/table/form.ts';
import { type Listed, listPage, type PageRequest } from '../../shared/table/list.ts';
import type { Listing } from '../../shared/table/listing.ts';
import type { Migration } from '../../shared/table/migration.ts';
import type { StoredItem, Table } from '../../shared/table/table.ts';
import { asText } from '../../shared/table/text.ts';
import { create, put, type Write } from '../../shared/table/write.ts';
import { Batch, executionNameOf, type FailedRow, RowOutcome } from '../domain/bulk/batch.ts';
import { type Bundle, BundleFile, PlacedFile } from '../domain/bulk/bundle.ts';
import type { ReadBundle } from '../domain/bulk/placing.ts';
import type { Fault, SheetRow } from '../domain/bulk/row.ts';
import { changed, partitionOf } from './records.ts';

const record = aggregate({ head: form('filingbatch', Batch) });

/** Batches: beside each, its rows in slices and, of each slice that was filed, what became of its rows. */

const [ROWS, OUTCOMES, JUDGEMENT, FILES, PLACED] = ['ROWS#', 'OUTCOMES#', 'JUDGEMENT#', 'FILES#', 'PLACED#'];

const sortOf = (prefix: string, slice: number): string => `${prefix}${String(slice).padStart(4, '0')}`;

const Rows = z.object({
  rows: asText(
    z.array(z.object({ no: z.int(), cells: z.array(z.string()), repeated: z.array(z.custom<Fault>()).optional() })),
  ),
});
const Files = z.object({ files: asText(z.array(BundleFile)) });
const Placed = z.object({
  files: asText(z.array(PlacedFile)),
  faults: z.array(z.object({ no: z.int(), faults: z.array(z.custom<Fault>()) })),
});

/** What was sent for the rows of a slice: files that become documents, and by row what is wrong with others. */
export interface PlacedInSlice {
  readonly files: readonly PlacedFile[];
  readonly faults: ReadonlyMap<number, readonly Fault[]>;
}
const Outcomes = z.object({ outcomes: z.array(RowOutcome) });

/** The rows that could not be filed as the register stood; the first part says when that was. */
const Judged = z.object({
  judgedAt: z.string(),
  parts: z.int(),
  failed: z.array(z.object({ no: z.int(), faults: z.array(z.custom<Fault>()) })),
});

/** A batch as it was judged before its commit. */
export interface Judgement {
  readonly judgedAt: string;
  /** Without their cells. */
  readonly failed: readonly FailedRow[];
}

/** [designed] Rows in one part: a row of every fault there is, in every column, comes to some kilobytes. */
const JUDGED_ROWS = 25;

export interface BatchQuery extends PageRequest {
  /** Only those that this person uploaded. */
  readonly uploadedBy?: string | undefined;
  readonly keep: (batch: Batch) => boolean;
}

export function batches(table: Table) {
  const beside = (id: string, prefix: string): Promise<StoredItem[]> =>
    everyItem(table, {
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
      ExpressionAttributeValues: { ':pk': partitionOf('filingbatch', id), ':prefix': prefix },
      ConsistentRead: true,
    });
  return {
    batch: (id: string) => record.load(table, partitionOf('filingbatch', id)),

    /** Batches without their rows, the latest change first; of one person, what was uploaded last first. */
    batchPage: ({ uploadedBy, keep, ...request }: BatchQuery): Promise<Listed<Stored<Batch>>> =>
      listPage(table, {
        ...request,
        collection: FILING_BATCHES,
        newestFirst: true,
        ...(uploadedBy !== undefined && { owners: [uploadedBy] }),
        read: record.headOf,
        keep: ({ data }) => keep(data),
      }),

    rows: async (id: string): Promise<SheetRow[]> => (await beside(id, ROWS)).flatMap((item) => Rows.parse(item).rows),

    /** The same, slice by slice. */
    slices: async (id: string): Promise<SheetRow[][]> => (await beside(id, ROWS)).map((item) => Rows.parse(item).rows),

    /** What the ZIPs of a batch hold, those that were read. */
    async readBundles({ id, bundles = [] }: Batch): Promise<ReadBundle[]> {
      const all = await Promise.all(
        bundles.map(async (bundle): Promise<ReadBundle[]> => {
          if (!bundle.read) return [];
          const items = await beside(id, filesPrefix(bundle));
          return [{ id: bundle.id, files: items.flatMap((item) => Files.parse(item).files) }];
        }),
      );
      return all.flat();
    },

    /** What was sent for a slice's rows, as the commit fixed it. */
    async placed(id: string, slice: number): Promise<PlacedInSlice> {
      const item = await table.get({ pk: partitionOf('filingbatch', id), sk: sortOf(PLACED, slice) });
      if (!item) return { files: [], faults: new Map() };
      const { files, faults } = Placed.parse(item);
      return { files, faults: new Map(faults.map((row) => [row.no, row.faults])) };
    },

    async slice(id: string, slice: number): Promise<SheetRow[]> {
      const item = await table.get({ pk: partitionOf('filingbatch', id), sk: sortOf(ROWS, slice) });
      if (!item) throw new Error(`${id} has no slice ${slice}`);
      return Rows.parse(item).rows;
    },

    /** Keeps a judgement in parts, each of which says which it belongs to. */
    async keepJudgement(batch: Batch, { judgedAt, failed }: Judgement): Promise<void> {
      const pk = partitionOf('filingbatch', batch.id);
      const parts = Math.max(1, Math.ceil(failed.length / JUDGED_ROWS));
      // The first part, which says how many there are, comes last.
      for (let part = parts; part >= 1; part -= 1) {
        const rows = failed.slice((part - 1) * JUDGED_ROWS, part * JUDGED_ROWS);
        const kept = rows.map(({ row: { no }, faults }) => ({ no, faults }));
        await table.commit([put({ pk, sk: sortOf(JUDGEMENT, part), judgedAt, parts, failed: kept, ...expiry(batch) })]);
      }
    },

    /** Undefined where there is none, or another is just being kept. */
    async judgement(id: string): Promise<Judgement | undefined> {
      const all = (await beside(id, JUDGEMENT)).map((item) => Judged.parse(item));
      const [first] = all;
      if (!first) return undefined;
      const parts = all.slice(0, first.parts);
      if (parts.length < first.parts || parts.some(({ judgedAt }) => judgedAt !== first.judgedAt)) return undefined;
      const failed = parts.flatMap((part) => part.failed.map(({ no, faults }) => ({ row: { no, cells: [] }, faults })));
      return { judgedAt: first.judgedAt, failed };
    },

    outcomes: async (id: string): Promise<RowOutcome[]> =>
      (await beside(id, OUTCOMES)).flatMap((item) => Outcomes.parse(item).outcomes),
  };
}

/** A batch's main item. */
export const batchIn = (item: StoredItem): Batch => record.headOf(item).data;

/** Has the rows of a batch filed; a slice that is filed is left as it is. */
export const startOf = (batch: Batch): Start => ({
  type: 'start',
  workflow: 'filing-batch',
  executionName: executionNameOf(batch),
  input: { batchId: batch.id, slices: Array.from({ length: batch.slices }, (_, index) => index + 1) },
});

const FILING_BATCHES = 'FILING_BATCHES';

const listingOf = ({ districtId, status, uploadedBy }: Batch): Listing => ({
  districtId,
  collection: FILING_BATCHES,
  state: status,
  owners: [uploadedBy.sub],
});

export const batchMigrations: readonly Migration[] = [
  record.migration('FILINGBATCH', listingOf),
  // Earlier releases listed none under whoever uploaded it.
  record.relisting('FILINGBATCH', ({ ownerKey }) => ownerKey === undefined, listingOf),
];

/** The writes of a change to a batch. */
export const batchWrites = (before: Stored<Batch> | undefined, data: Batch, cause: Cause): Write[] =>
  record.writes({
    ...cause,
    pk: partitionOf('filingbatch', data.id),
    before,
    data,
    listing: listingOf(data),
    otherwise: changed,
  }).writes;

const expiry = ({ keptUntil }: Batch): { expiresAt: number } => ({ expiresAt: expiryOf(keptUntil) });

/** The writes that keep a new batch's rows until they are cleared away. */
export const rowsWrites = (batch: Batch, slices: readonly (readonly SheetRow[])[]): Write[] =>
  slices.map((rows, index) =>
    create(
      {
        pk: partitionOf('filingbatch', batch.id),
        sk: sortOf(ROWS, index + 1),
        rows: JSON.stringify(rows),
        ...expiry(batch),
      },
      changed,
    ),
  );

const filesPrefix = ({ id }: Pick<Bundle, 'id'>): string => `${FILES}${id}#`;

/** What a ZIP holds, in parts that each fit an item. */
export const filesOf = (files: readonly BundleFile[]): string[] => packed(files);

/** The writes that keep what a ZIP holds until the batch's rows are cleared away. Read again, it holds the same. */
export const filesWrites = (batch: Batch, bundle: Pick<Bundle, 'id'>, parts: readonly string[]): Write[] =>
  parts.map((files, index) =>
    put({
      pk: partitionOf('filingbatch', batch.id),
      sk: sortOf(filesPrefix(bundle), index + 1),
      files,
      ...expiry(batch),
    }),
  );

/** The writes that fix which files become documents of which rows, slice by slice. */
export const placedWrites = (
  batch: Batch,
  slices: readonly (readonly SheetRow[])[],
  placed: readonly PlacedFile[],
  faults: ReadonlyMap<number, readonly Fault[]>,
): Write[] => {
  const byRow = Map.groupBy(placed, ({ row }) => row);
  return slices.flatMap((rows, index) => {
    const files = rows.flatMap(({ no }) => byRow.get(no) ?? []);
    const wrong = rows.flatMap(({ no }) => (faults.has(no) ? [{ no, faults: faults.get(no) }] : []));
    if (files.length === 0 && wrong.length === 0) return [];
    const key = { pk: partitionOf('filingbatch', batch.id), sk: sortOf(PLACED, index + 1) };
    return [put({ ...key, files: JSON.stringify(files), faults: wrong, ...expiry(batch) })];
  });
};

/** The write that keeps what became of a slice's rows. */
export const outcomesWrite = (batch: Batch, slice: number, outcomes: readonly RowOutcome[]): Write =>
  put({ pk: partitionOf('filingbatch', batch.id), sk: sortOf(OUTCOMES, slice), outcomes, ...expiry(batch) });
