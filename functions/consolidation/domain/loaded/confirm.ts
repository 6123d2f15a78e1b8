import type { Consolidation } from '../consolidation.ts';
import { isSealed, type LoadedList } from './list.ts';

/** A consolidation for which a packing list has come. */
export type Loaded = Consolidation & { readonly loaded: NonNullable<Consolidation['loaded']> };

export const hasLoaded = (data: Consolidation): data is Loaded => data.loaded !== undefined;

/** The consolidation after its packing list: what was planned of it, or is being planned, is superseded. */
export function confirmLoaded(data: Consolidation, list: LoadedList, at: string): Loaded {
  const { amendment: _dropped, seals: _planned, failure: _past, loaded: before, ...rest } = data;
  const supersededRevision = data.revision;
  return {
    ...rest,
    status: isSealed(list) ? 'SEALED' : 'CONFIRMED',
    confirmedAt: before === undefined ? at : (data.confirmedAt ?? at),
    loaded: {
      version: (before?.version ?? 0) + 1,
      at,
      ...(supersededRevision !== undefined && { supersededRevision }),
      containers: list.containers.map(({ no, containerNumber, type, sealNumber }) => ({
        no,
        containerNumber,
        type,
        ...(sealNumber !== undefined && { sealNumber }),
      })),
    },
  };
}
