import { useRead } from '../api/read.ts';
import type { ConsolidationTold } from './told.ts';

const soon = ({ status }: ConsolidationTold): number | undefined => (status === 'PLANNING' ? 1_000 : undefined);

/** A consolidation, looked at again soon while it is being planned. */
export const useConsolidation = (id: string) =>
  useRead('GET /v1/consolidations/{id}', { path: { id } }, { every: soon });
