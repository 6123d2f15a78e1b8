import { z } from 'zod';
import { aggregate, type Stored } from '../../shared/table/aggregate.ts';
import { everyItem } from '../../shared/table/every-item.ts';
import { form } from '../../shared/table/form.ts';
import type { StoredItem, Table } from '../../shared/table/table.ts';
import { create, put, type Write } from '../../shared/table/write.ts';
import { Batch, RowOutcome } from '../domain/bulk/batch.ts';
import type { Fault, SheetRow } from '../domain/bulk/row.ts';
import { changed, type Deed, partitionOf } from './records.ts';

const record = aggregate({ head: form('filingbatch', Batch) });

/** Batches: beside each, its rows in slices and, of each slice that was filed, what became of its rows. */

const [ROWS, OUTCOMES] = ['ROWS#', 'OUTCOMES#'];

const sortOf = (prefix: string, slice: number): string => `${prefix}${String(slice).padStart(4, '0')}`;

const Rows = z.object({
  rows: z.array(z.object({ no: z.int(), cells: z.array(z.string()), repeated: z.array(z.custom<Fault>()).optional() })),
});
const Outcomes = z.object({ outcomes: z.array(RowOutcome) });

export function batches(table: Table) {
  const beside = (id: string, prefix: string): Promise<StoredItem[]> =>
    everyItem(table, {
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
      ExpressionAttributeValues: { ':pk': partitionOf('filingbatch', id), ':prefix': prefix },
      ConsistentRead: true,
    });
  return {
    batch: (id: string) => record.load(table, partitionOf('filingbatch', id)),

    rows: async (id: string): Promise<SheetRow[]> => (await beside(id, ROWS)).flatMap((item) => Rows.parse(item).rows),

    async slice(id: string, slice: number): Promise<SheetRow[]> {
      const item = await table.get({ pk: partitionOf('filingbatch', id), sk: sortOf(ROWS, slice) });
      if (!item) throw new Error(`${id} has no slice ${slice}`);
      return Rows.parse(item).rows;
    },

    outcomes: async (id: string): Promise<RowOutcome[]> =>
      (await beside(id, OUTCOMES)).flatMap((item) => Outcomes.parse(item).outcomes),
  };
}

/** The writes of a change to a batch. */
export const batchWrites = (before: Stored<Batch> | undefined, data: Batch, deed: Deed): Write[] =>
  record.writes({
    ...deed,
    pk: partitionOf('filingbatch', data.id),
    before,
    data,
    listing: { districtId: data.districtId, collection: 'FILING_BATCHES' },
    otherwise: changed,
  }).writes;

const expiry = ({ keptUntil }: Batch): { expiresAt: number } => ({
  expiresAt: Math.floor(Date.parse(keptUntil) / 1000),
});

/** The writes that keep a new batch's rows until they are cleared away. */
export const rowsWrites = (batch: Batch, slices: readonly (readonly SheetRow[])[]): Write[] =>
  slices.map((rows, index) =>
    create({ pk: partitionOf('filingbatch', batch.id), sk: sortOf(ROWS, index + 1), rows, ...expiry(batch) }, changed),
  );

/** The write that keeps what became of a slice's rows. */
export const outcomesWrite = (batch: Batch, slice: number, outcomes: readonly RowOutcome[]): Write =>
  put({ pk: partitionOf('filingbatch', batch.id), sk: sortOf(OUTCOMES, slice), outcomes, ...expiry(batch) });
