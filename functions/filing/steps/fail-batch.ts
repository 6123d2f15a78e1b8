import { awsRuntime, type Runtime } from '../../shared/runtime.ts';
import { failStep } from '../../shared/step/fail-step.ts';
import { systemActor } from '../../shared/table/audit.ts';
import { executionNameOf } from '../domain/bulk/batch.ts';
import { batches, batchWrites } from '../store/batches.ts';

/** 批次中断: says of a batch that its execution broke off, so that it can be committed again. */
export const build = (runtime: Runtime) =>
  failStep('FailBatch', runtime, {
    id: 'batchId',
    load: batches(runtime.table).batch,
    execution: ({ data }) => (data.status === 'RUNNING' ? executionNameOf(data) : undefined),
    fail: (stored, error, at) =>
      batchWrites(
        stored,
        { ...stored.data, status: 'FAILED', error },
        { actor: systemActor('workflow', 'filing-batch'), at, action: 'FAIL', reasons: [error] },
      ),
  });

export const handler = build(awsRuntime());
