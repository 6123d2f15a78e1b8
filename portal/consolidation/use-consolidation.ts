import { useState } from 'react';
import { useRead } from '../api/read.ts';

const SOON_MILLISECONDS = 1_000;

/** A consolidation, looked at again soon while it is being planned. */
export function useConsolidation(id: string) {
  const [every, setEvery] = useState<number>();
  const read = useRead('GET /v1/consolidations/{id}', { path: { id } }, { every });
  const next = read.data?.body.status === 'PLANNING' ? SOON_MILLISECONDS : undefined;
  if (next !== every) setEvery(next);
  return read;
}
