import { useMemo } from 'react';
import { useRead } from '../api/read.ts';
import type { Room } from './scene/room.ts';

export interface ContainerType extends Room {
  /** ISO 6346 size-type, e.g. `45G1`. */
  readonly type: string;
  /** What the trade calls it, e.g. `40HQ`. */
  readonly marketName: string;
  readonly volumeM3: number;
  /** Share of it that may be filled. */
  readonly maxFill: number;
  readonly payloadKg: number;
}

/** The container types that are in force, from small to large. */
export function useContainerTypes(): readonly ContainerType[] {
  const rows = useRead('GET /v1/reference/{list}', { path: { list: 'container-types' } }).data?.body.items;
  return useMemo(
    () =>
      (rows ?? [])
        .map((row) => {
          const [lengthMm, widthMm, heightMm] = [
            Number(row['lengthMm']),
            Number(row['widthMm']),
            Number(row['heightMm']),
          ];
          return {
            type: String(row['type']),
            marketName: String(row['marketName']),
            lengthMm,
            widthMm,
            heightMm,
            volumeM3: (lengthMm * widthMm * heightMm) / 1e9,
            maxFill: Number(row['maxFill'] ?? 1),
            payloadKg: Number(row['payloadKg']),
          };
        })
        .sort((one, other) => one.volumeM3 - other.volumeM3),
    [rows],
  );
}
