import type { Awaits } from '../../shared/outbox/awaited.ts';
import { executionNameOf as batchExecutionName } from '../domain/bulk/batch.ts';
import { batchIn, startOf } from '../store/batches.ts';
import { filingIn } from '../store/filings.ts';
import { start } from './intake.ts';

const WAITING: ReadonlySet<string> = new Set(['SUBMITTED', 'SCREENING', 'PENDING_REVIEW', 'RETURNED']);

/** Records of filing that wait for a workflow. */
export const awaits: readonly Awaits[] = [
  {
    kind: 'FILING',
    of(item) {
      const { data, task } = filingIn(item);
      if (!WAITING.has(data.status)) return undefined;
      const message = start(data);
      return {
        state: data.status,
        start: message,
        executions: message.executionName,
        ...(data.status === 'PENDING_REVIEW' && { taskToken: task?.taskToken ?? data.taskToken }),
        isForDay: data.status === 'RETURNED',
      };
    },
  },
  {
    kind: 'FILINGBATCH',
    of(item) {
      const batch = batchIn(item);
      return batch.status === 'RUNNING'
        ? { state: batch.status, start: startOf(batch), executions: batchExecutionName(batch) }
        : undefined;
    },
  },
];
