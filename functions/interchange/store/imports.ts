import { z } from 'zod';
import { type DistrictId, parseIdentifier } from '../../shared/kernel/identifier.ts';
import { inTurns, packedInTurns } from '../../shared/kernel/turns.ts';
import type { Start } from '../../shared/outbox/message.ts';
import { expiryOf as expiryAfter, isCleared as isClearedAfter, keptUntil } from '../../shared/sheet-import/keeping.ts';
import { aggregate, type Stored } from '../../shared/table/aggregate.ts';
import { type Cause, systemActor } from '../../shared/table/audit.ts';
import { ConcurrencyConflict } from '../../shared/table/errors.ts';
import { form, readForm } from '../../shared/table/form.ts';
import { CURRENT, districtKey, type Key } from '../../shared/table/keys.ts';
import { type Listed, listPage, type PageRequest } from '../../shared/table/list.ts';
import type { Listing } from '../../shared/table/listing.ts';
import type { Migration } from '../../shared/table/migration.ts';
import { outboxWrites } from '../../shared/table/outbox.ts';
import type { StoredItem, Table } from '../../shared/table/table.ts';
import { asText } from '../../shared/table/text.ts';
import { put, replace, type Write } from '../../shared/table/write.ts';
import { districtOfImport, FaultJson, PreparedTrade, RegisteredTrade } from '../domain/import.ts';
import { HEADINGS } from '../domain/sheet/columns.ts';
import type { Grid, Row } from '../domain/sheet/grid.ts';
import { Judgement } from '../domain/sheet/judgement.ts';
import { type Commitment, executionNameOf, Import } from './import-records.ts';

/** Bytes of trades in one item; DynamoDB takes 400 KB. */
const CHUNK_BYTES = 250_000;

const Chunk = z.object({ rows: asText(z.array(z.object({ no: z.int(), cells: z.array(z.string()) }))) });

/** What became of the trades of one slice. */
const SliceResult = z.object({
  registered: z.array(RegisteredTrade),
  refused: z.array(FaultJson),
});

export type SliceResult = z.infer<typeof SliceResult>;

/** Trades of one slice: what one run of a step registers. */
const SLICE_TRADES = 40;

/** What a sheet said of a trade's packages; the trade itself has cartons only once they are measured. */
const Packages = z.object({ lines: PreparedTrade.shape.packages });

export type Packages = z.infer<typeof Packages>;

const record = aggregate({ head: form('import', Import) });

const ROWS = form('import-rows', Chunk);
const JUDGEMENT = form('import-judgement', Judgement);
const TRADES = form('import-trades', z.array(PreparedTrade));
const RESULT = form('import-result', SliceResult);
const PACKAGES = form('import-packages', Packages);

export type StoredImport = Stored<Import>;

/** Why an import changes. */
export type ImportCause = Cause<'UPLOAD' | 'COMMIT' | 'FINISH' | 'TAKE_BACK' | 'FAIL'>;

/** Signs what the workflow of a commit does. */
export const BY_WORKFLOW = systemActor('workflow', 'trade-import');

const importKey = (districtId: DistrictId, id: string): Key => ({
  pk: districtKey(districtId, 'IMPORT', id),
  sk: CURRENT,
});
const chunkKey = (districtId: DistrictId, id: string, index: number): Key => ({
  pk: districtKey(districtId, 'IMPORT', id),
  sk: `ROWS#${String(index).padStart(4, '0')}`,
});
/** @param view those to whom the sheet was judged */
const judgementKey = ({ districtId, id }: Pick<Import, 'districtId' | 'id'>, view: string): Key => ({
  pk: districtKey(districtId, 'IMPORT', id),
  sk: `JUDGEMENT#${view}`,
});
/** What a commit fixes, and what becomes of it. */
const sliceKey = ({ districtId, id }: Import, what: 'TRADES' | 'RESULT', commitId: string, slice: number): Key => ({
  pk: districtKey(districtId, 'IMPORT', id),
  sk: `${what}#${commitId}#${String(slice).padStart(4, '0')}`,
});
const packagesKey = (districtId: DistrictId, tradeId: string): Key => ({
  pk: districtKey(districtId, 'IMPORT_PACKAGES', tradeId),
  sk: CURRENT,
});

const districtOf = (tradeId: string): DistrictId => {
  const district = parseIdentifier('trade', tradeId)?.districtId;
  if (district === undefined) throw new Error(`“${tradeId}” is no trade`);
  return district;
};

const conflict = (): Error => new ConcurrencyConflict('the import was changed by another request');

const IMPORTS = 'IMPORTS';

const listingOf = ({ districtId, status, createdBy }: Import): Listing => ({
  districtId,
  collection: IMPORTS,
  state: status,
  owners: [createdBy],
});

/** Earlier releases listed none under whoever uploaded it; what is older than the audit of imports is in no list. */
export const importMigration: Migration = record.relisting(
  'IMPORT',
  ({ auditHash, ownerKey }) => auditHash !== undefined && ownerKey === undefined,
  listingOf,
);

export interface ImportQuery extends PageRequest {
  /** Only those that this person uploaded. */
  readonly createdBy?: string | undefined;
  readonly keep: (one: Import) => boolean;
}

/**
 * Uploaded sheets may be committed for a month; but for the record of what became of them they are cleared away soon after.
 */
export const importStore = (table: Table) => ({
  async load(id: string): Promise<StoredImport | undefined> {
    const districtId = districtOfImport(id);
    return districtId === undefined ? undefined : record.load(table, importKey(districtId, id).pk);
  },

  /** Imports without their rows, the latest change first; of one person, what was uploaded last first. */
  page: ({ createdBy, keep, ...request }: ImportQuery): Promise<Listed<StoredImport>> =>
    listPage(table, {
      ...request,
      collection: IMPORTS,
      newestFirst: true,
      ...(createdBy !== undefined && { owners: [createdBy] }),
      read: record.headOf,
      keep: ({ data }) => keep(data),
    }),

  /** The sheet of an import, as it was read. */
  async grid({ id, districtId, chunkCount, header }: Import): Promise<Grid> {
    const keys = Array.from({ length: chunkCount }, (_, index) => chunkKey(districtId, id, index));
    const items = await table.getMany(keys);
    const rows = await inTurns(items, (item) => readForm(ROWS, item, item?.['form']).rows, 1);
    return { header, columns: HEADINGS.columns(header.cells), rows: rows.flat() };
  },

  /** Writes the rows; the import itself, which names their number, comes into being after them. */
  async keepRows(districtId: DistrictId, id: string, rows: readonly Row[], expiresAt: number): Promise<number> {
    const chunks = await packedInTurns(rows);
    for (const [index, chunk] of chunks.entries()) {
      await table.commit([put({ ...chunkKey(districtId, id, index), form: ROWS.version, rows: chunk, expiresAt })]);
    }
    return chunks.length;
  },

  keepJudgement: async (data: Import, view: string, judgement: Judgement): Promise<void> =>
    table.commit([
      put({ ...judgementKey(data, view), form: JUDGEMENT.version, judgement, expiresAt: expiryOf(data.createdAt) }),
    ]),

  /** How the rows were judged last, to those of a view. */
  async judgement(data: Import, view: string): Promise<Judgement | undefined> {
    const item = await table.get(judgementKey(data, view));
    return item && readForm(JUDGEMENT, item['judgement'], item['form']);
  },

  /** Writes the trades of a commit, in slices from 1; the import itself, which names their number, is changed after them. */
  async keepTrades(data: Import, commitId: string, trades: readonly PreparedTrade[]): Promise<number> {
    const slices = chunked(trades, SLICE_TRADES);
    for (const [index, slice] of slices.entries()) {
      const key = sliceKey(data, 'TRADES', commitId, index + 1);
      await table.commit([put({ ...key, form: TRADES.version, trades: slice, expiresAt: expiryOf(data.createdAt) })]);
    }
    return slices.length;
  },

  async trades(data: Import, commitId: string, slice: number): Promise<PreparedTrade[]> {
    const item = await table.get(sliceKey(data, 'TRADES', commitId, slice));
    return readForm(TRADES, item?.['trades'], item?.['form']);
  },

  keepResult: async (data: Import, commitId: string, slice: number, result: SliceResult): Promise<void> =>
    table.commit([
      put({
        ...sliceKey(data, 'RESULT', commitId, slice),
        form: RESULT.version,
        ...result,
        expiresAt: expiryOf(data.createdAt),
      }),
    ]),

  /** What has become of the slices so far, in their order. */
  async results(data: Import, { id, sliceCount }: Commitment): Promise<SliceResult[]> {
    const keys = Array.from({ length: sliceCount }, (_, index) => sliceKey(data, 'RESULT', id, index + 1));
    const items = await table.getMany(keys);
    return items.flatMap((item) => (item ? [readForm(RESULT, item, item['form'])] : []));
  },

  /** How many trades of a commit are registered so far; a poll reads nothing else of them. */
  async progress(data: Import, { id, sliceCount }: Commitment): Promise<number> {
    const keys = Array.from({ length: sliceCount }, (_, index) => sliceKey(data, 'RESULT', id, index + 1));
    const items = await table.getMany(keys);
    return items.reduce((sum, item) => sum + ((item?.['registered'] as unknown[] | undefined)?.length ?? 0), 0);
  },

  /** The slices of a commit of which it is not kept what became of them, from 1. */
  async openSlices(data: Import, { id, sliceCount }: Commitment): Promise<number[]> {
    const slices = Array.from({ length: sliceCount }, (_, index) => index + 1);
    const items = await table.getMany(slices.map((slice) => sliceKey(data, 'RESULT', id, slice)));
    return slices.filter((_, index) => items[index] === undefined);
  },

  /** The writes of a change to an import, its entry in the audit's chain among them. */
  change(before: StoredImport | undefined, data: Import, cause: ImportCause): Write[] {
    const key = importKey(data.districtId, data.id);
    if (before && !before.auditHash) {
      // Uploaded before imports were audited: it has no chain to go on with, and goes with its rows.
      const item = { ...key, version: before.version + 1, data, expiresAt: expiryOf(data.createdAt) };
      const messages = outboxWrites(key.pk, item.version, cause.at, cause.messages ?? [], conflict);
      return [replace(item, before.version, conflict), ...messages];
    }
    return record.writes({ ...cause, pk: key.pk, before, data, listing: listingOf(data), otherwise: conflict }).writes;
  },

  keepPackages: async (districtId: DistrictId, tradeId: string, packages: Packages): Promise<void> =>
    table.commit([put({ ...packagesKey(districtId, tradeId), form: PACKAGES.version, ...packages })]),

  /** The packages of trades, of whatever district. */
  async packages(tradeIds: readonly string[]): Promise<Map<string, Packages>> {
    const items = await table.getMany(tradeIds.map((id) => packagesKey(districtOf(id), id)));
    return new Map(
      tradeIds.flatMap((id, index): [string, Packages][] => {
        const item = items[index];
        return item ? [[id, readForm(PACKAGES, item, item['form'])]] : [];
      }),
    );
  },
});

export type ImportStore = ReturnType<typeof importStore>;

/** An import's main item. */
export const importIn = (item: StoredItem): Import => record.headOf(item).data;

/** The message that starts the workflow of a commit. */
export const startOf = (data: Import, slices: readonly number[]): Start => ({
  type: 'start',
  workflow: 'trade-import',
  executionName: executionNameOf(data),
  input: { importId: data.id, slices },
});

/** Whether a sheet is too old to be committed: what is to be registered of it would be cleared away meanwhile. */
export const isOver = ({ createdAt }: Import, at: string): boolean => at >= keptUntil(createdAt);

/** Whether the sheet's rows are cleared away, and what was made of them. */
export const isCleared = ({ createdAt }: Import, at: string): boolean => isClearedAfter(keptUntil(createdAt), at);

/** Seconds since 1970 at which what belongs to a sheet that was uploaded at an instant goes. */
export const expiryOf = (createdAt: string): number => expiryAfter(keptUntil(createdAt));

/** Parts that each fit an item, of at most `most` members. */
function chunked<T>(members: readonly T[], most: number): T[][] {
  const chunks: T[][] = [];
  let room = 0;
  for (const member of members) {
    const bytes = Buffer.byteLength(JSON.stringify(member));
    if (bytes > room || chunks.at(-1)?.length === most) {
      chunks.push([]);
      room = CHUNK_BYTES;
    }
    chunks.at(-1)?.push(member);
    room -= bytes;
  }
  return chunks;
}
