import type { Awaits } from '../../shared/outbox/awaited.ts';
import { executionNameOf } from '../store/import-records.ts';
import { importIn, importStore, startOf } from '../store/imports.ts';

/** Imports whose trades are to be registered. */
export const awaits: readonly Awaits[] = [
  {
    kind: 'IMPORT',
    async of(item, table) {
      const data = importIn(item);
      if (data.status !== 'COMMITTING' || !data.commitment) return undefined;
      const slices = await importStore(table).openSlices(data, data.commitment);
      return { state: data.status, start: startOf(data, slices), executions: executionNameOf(data) };
    },
  },
];
