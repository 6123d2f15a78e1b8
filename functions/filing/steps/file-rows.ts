import { z } from 'zod';
import { awsRuntime, type Runtime } from '../../shared/runtime.ts';
import { step } from '../../shared/step/step.ts';
import { type Batch, kindOf, type RowOutcome, rowIdOf } from '../domain/bulk/batch.ts';
import type { Brought, PlacedFile } from '../domain/bulk/bundle.ts';
import type { Fault, SheetRow } from '../domain/bulk/row.ts';
import { entityIdOf } from '../domain/filing.ts';
import { isPartySheet } from '../domain/sheet-kind-names.ts';
import { judgeRow } from '../services/bulk.ts';
import { bring } from '../services/bundles.ts';
import { type PartyFinder, partyFinder } from '../services/named-party.ts';
import { isFiled } from '../services/row-filer.ts';
import { batches, outcomesWrite } from '../store/batches.ts';
import { filingStore } from '../store/index.ts';

/**
 * 逐行备案: files the rows of one slice as the counter files a form of their kind, each in its own transaction, and keeps what
 * became of each. A row that is a record already, because the step broke off behind it, is left as it is.
 */
export const build = (runtime: Runtime) => {
  const store = { ...filingStore(runtime.table), ...batches(runtime.table) };
  const desk = { store, table: runtime.table, newUlid: runtime.newUlid };

  return step('FileRows', z.object({ batchId: z.string(), slice: z.int() }), async ({ batchId, slice }) => {
    const batch = (await store.batch(batchId))?.data;
    if (!batch) throw new Error(`there is no ${batchId}`);
    const outcomes: RowOutcome[] = [];
    const find = partyFinder(store, batch, runtime.now().toISOString());
    const { files, faults } = await store.placed(batchId, slice);
    for (const row of await store.slice(batchId, slice)) {
      const own = files.filter((file) => file.row === row.no);
      outcomes.push(await outcomeOf(batch, row, find, own, faults.get(row.no) ?? []));
    }
    await runtime.table.commit([outcomesWrite(batch, slice, outcomes)]);
    return { slice };
  });

  async function outcomeOf(
    batch: Batch,
    row: SheetRow,
    find: PartyFinder,
    files: readonly PlacedFile[],
    faults: readonly Fault[],
  ): Promise<RowOutcome> {
    if (!batch.committedBy) throw new Error(`${batch.id} was not committed`);
    const [kind, id] = [kindOf(batch), rowIdOf(batch, row.no)];
    const done = { no: row.no, ...(isPartySheet(kind) && { filingId: id }), ...recordOf(batch, id) };
    if (await isFiled(store, kind, id)) return done;
    const at = runtime.now().toISOString();
    const lists = await runtime.reference.at(at);
    let judged = await judgeRow(desk, batch, row, at, lists, find, { faults });
    if ('writes' in judged && files.length > 0) {
      // A file at a time, so that one is in memory. What is not filed cites none, and its uploads are cleared away.
      const documents: Brought[] = [];
      for (const file of files) documents.push(await bring(desk, batch, file, at, lists.documentTypes));
      judged = await judgeRow(desk, batch, row, at, lists, find, { documents });
    }
    if ('faults' in judged) return { no: row.no, faults: [...judged.faults] };
    await runtime.table.commit(await judged.writes());
    return done;
  }
};

/** What a row is without a review: goods, an agreement, the entity of a party that was taken over. */
function recordOf(batch: Batch, id: string): Pick<RowOutcome, 'recordId'> {
  if (!isPartySheet(kindOf(batch))) return { recordId: id };
  return batch.purpose === 'TAKE_OVER' ? { recordId: entityIdOf(id) } : {};
}

export const handler = build(awsRuntime());
