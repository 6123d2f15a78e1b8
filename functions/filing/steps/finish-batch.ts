import { z } from 'zod';
import { awsRuntime, type Runtime } from '../../shared/runtime.ts';
import { step } from '../../shared/step/step.ts';
import { systemActor } from '../../shared/table/audit.ts';
import type { Batch } from '../domain/bulk/batch.ts';
import { batches, batchWrites } from '../store/batches.ts';

/** 批次办结: counts what became of the rows and closes the batch. */
export const build = (runtime: Runtime) =>
  step('FinishBatch', z.object({ batchId: z.string() }), async ({ batchId }) => {
    const store = batches(runtime.table);
    const stored = await store.batch(batchId);
    if (!stored) throw new Error(`there is no ${batchId}`);
    const { status, filed, failed } = stored.data;
    if (status === 'DONE') return { filed, failed };
    const outcomes = await store.outcomes(batchId);
    const batch: Batch = {
      ...stored.data,
      status: 'DONE',
      filed: outcomes.filter(({ faults }) => faults === undefined).length,
      failed: outcomes.filter(({ faults }) => faults !== undefined).length,
    };
    const at = runtime.now().toISOString();
    const actor = systemActor('workflow', 'filing-batch');
    await runtime.table.commit(batchWrites(stored, batch, { actor, at, action: 'FINISH' }));
    return { filed: batch.filed, failed: batch.failed };
  });

export const handler = build(awsRuntime());
