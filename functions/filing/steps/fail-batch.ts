import { z } from 'zod';
import { awsRuntime, type Runtime } from '../../shared/runtime.ts';
import { step } from '../../shared/step/step.ts';
import { executionNameOf } from '../domain/bulk/batch.ts';
import { batches, batchWrites } from '../store/batches.ts';

const Input = z.object({ batchId: z.string(), execution: z.string(), error: z.string() });

/** 批次中断: says of a batch that its execution broke off, so that it can be committed again. Another execution's is left alone. */
export const build = (runtime: Runtime) =>
  step('FailBatch', Input, async ({ batchId, execution, error }) => {
    const store = batches(runtime.table);
    const stored = await store.batch(batchId);
    if (!stored) throw new Error(`there is no ${batchId}`);
    const { data } = stored;
    if (data.status !== 'RUNNING' || executionNameOf(data) !== execution) return { batchId };
    const deed = { actor: { sub: 'workflow:filing-batch', role: 'system' }, action: 'FAIL', reasons: [error] } as const;
    const at = runtime.now().toISOString();
    await runtime.table.commit(batchWrites(stored, { ...data, status: 'FAILED', error }, { ...deed, at }));
    return { batchId };
  });

export const handler = build(awsRuntime());
