import { z } from 'zod';
import { awsRuntime, type Runtime } from '../../shared/runtime.ts';
import { step } from '../../shared/step/step.ts';
import { type Batch, filingIdOf, type RowOutcome } from '../domain/bulk/batch.ts';
import type { SheetRow } from '../domain/bulk/row.ts';
import { judgeRow } from '../services/bulk.ts';
import { formCitationWrites, submitted } from '../services/intake.ts';
import { batches, outcomesWrite } from '../store/batches.ts';
import { filingStore } from '../store/index.ts';

/**
 * 逐行备案: files the rows of one slice as `POST /v1/filings` files a form, each in its own transaction, and keeps what
 * became of each. A row that is a filing already, because the step broke off behind it, is left as it is.
 */
export const build = (runtime: Runtime) => {
  const store = { ...filingStore(runtime.table), ...batches(runtime.table) };

  return step('FileRows', z.object({ batchId: z.string(), slice: z.int() }), async ({ batchId, slice }) => {
    const batch = (await store.batch(batchId))?.data;
    if (!batch) throw new Error(`there is no ${batchId}`);
    const outcomes: RowOutcome[] = [];
    for (const row of await store.slice(batchId, slice)) outcomes.push(await outcomeOf(batch, row));
    await runtime.table.commit([outcomesWrite(batch, slice, outcomes)]);
    return { slice };
  });

  async function outcomeOf(batch: Batch, row: SheetRow): Promise<RowOutcome> {
    const { id, committedBy } = batch;
    if (!committedBy) throw new Error(`${id} was not committed`);
    const filingId = filingIdOf(id, row.no);
    if (await store.filing(filingId)) return { no: row.no, filingId };
    const at = runtime.now().toISOString();
    const judged = await judgeRow(store, batch, row, at);
    if ('faults' in judged) return { no: row.no, faults: [...judged.faults] };
    const { writes } = submitted(filingId, judged.submission, committedBy, at);
    await runtime.table.commit([...writes, ...(await formCitationWrites(store, judged.submission, at))]);
    return { no: row.no, filingId };
  }
};

export const handler = build(awsRuntime());
