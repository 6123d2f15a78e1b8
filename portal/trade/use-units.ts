import { useRead } from '../api/read.ts';
import type { Unit } from './lines.ts';

/** The customs units of measure. */
export function useUnits(): readonly Unit[] {
  const read = useRead('GET /v1/reference/{list}', { path: { list: 'units' }, query: { limit: 1000 } });
  return (read.data?.body.items ?? []).map((row) => ({ code: String(row['code']), name: String(row['name']) }));
}
