import type { Awaits } from '../../shared/outbox/awaited.ts';
import { record } from '../store/index.ts';
import { startOf } from './planning.ts';

/** Consolidations that wait for their plan. */
export const awaits: readonly Awaits[] = [
  {
    kind: 'CONSOLIDATION',
    of(item) {
      const { data } = record.headOf(item);
      if (data.status !== 'PLANNING') return undefined;
      const start = startOf(data);
      return { state: data.status, start, executions: start.executionName };
    },
  },
];
