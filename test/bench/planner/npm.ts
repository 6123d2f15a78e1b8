import { type Item3D, pack3D, RotationType } from 'binpackingjs/3d';
import type { LoadPlan, LoadRequest, Placement } from '../../../functions/packing/model.ts';

/** The part of its answer that is read; its own types do not resolve as those of a module. */
interface Packed {
  packedBins: {
    items: { name: string; position: [number, number, number]; dimension: [number, number, number] }[];
  }[];
  unfitItems: { name: string }[];
}

const { WHD, DHW, HWD, DWH, HDW, WDH } = RotationType;

/**
 * What binpackingjs, the most used three-dimensional packer on npm, makes of a request; support is not asked for. Its
 * width, height and depth are here length, height and width, so the middle letter of a rotation is the upright edge.
 */
export function planByNpm({ containers, items }: LoadRequest): LoadPlan {
  const [container] = containers;
  const { lengthMm, widthMm, heightMm } = container!;
  const result: Packed = pack3D({
    bins: [{ name: container!.type, width: lengthMm, height: heightMm, depth: widthMm, maxWeight: 1e12 }],
    items: items.flatMap(({ count, orientations, ...item }) => {
      const allowedRotations = [
        ...(orientations.height ? [WHD, DHW] : []),
        ...(orientations.length ? [HWD, DWH] : []),
        ...(orientations.width ? [HDW, WDH] : []),
      ];
      const one: Item3D = {
        name: item.id,
        width: item.lengthMm,
        height: item.heightMm,
        depth: item.widthMm,
        weight: 1,
        allowedRotations,
      };
      return Array.from({ length: count }, () => one);
    }),
  });
  const placements = (result.packedBins[0]?.items ?? []).map((packed, i): Placement => {
    const [x, z, y] = packed.position;
    const [length, height, width] = packed.dimension;
    return { itemId: packed.name, x, y, z, lengthMm: length, widthMm: width, heightMm: height, step: i + 1 };
  });
  const volume = placements.reduce((sum, p) => sum + p.lengthMm * p.widthMm * p.heightMm, 0);
  const left = Map.groupBy(result.unfitItems, ({ name }) => name);
  return {
    containers: [
      {
        type: container!.type,
        placements,
        volumeUtilisation: volume / (lengthMm * widthMm * heightMm),
        payloadUtilisation: 0,
        massG: 0,
        centreOfGravity: { x: 0, y: 0, z: 0 },
        lengthwiseOffset: 0,
        balance: 'BEYOND_LIMIT',
      },
    ],
    unplaced: [...left].map(([itemId, { length }]) => ({ itemId, count: length, code: 'NO_ROOM', reason: '' })),
    cost: container!.cost,
    lowerBound: 0,
    completions: 0,
  };
}
