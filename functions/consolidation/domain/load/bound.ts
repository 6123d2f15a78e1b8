import type { Cargo } from './cargo.ts';
import { minimise } from './integer-program.ts';
import type { ContainerType } from './model.ts';

/** The cheapest mix of containers whose inner volume and payload cover the cargo; the cost of all when none does. */
export function cheapestMix(containers: readonly ContainerType[], cargo: Cargo): number {
  const volume = cargo.types.reduce((sum, t) => sum + t.volume * t.count, 0);
  const massG = cargo.types.reduce((sum, t) => sum + t.massG * t.count, 0);
  if (volume === 0) return 0;
  const result = minimise({
    columns: containers.map((c) => ({
      cost: c.cost,
      upper: c.count ?? Number.POSITIVE_INFINITY,
      entries: [
        [0, (c.lengthMm * c.widthMm * c.heightMm) / volume],
        ...(massG > 0 ? [[1, c.payloadG / massG] as [number, number]] : []),
      ],
    })),
    atLeast: massG > 0 ? [1, 1] : [1],
    integer: true,
    seconds: 1,
  });
  if (result) return result.bound;
  return containers.reduce((sum, c) => sum + c.cost * (c.count ?? 1), 0);
}
