import type { ContainerLoad, ContainerType, Placement } from '../model.ts';

/**
 * Greatest offset of the centre of gravity from the middle, as a share of the length: as a rule, and in any case (CTU Code).
 */
export const MAX_OFFSET = { goal: 0.05, limit: 0.1 };
/** Greatest share of the mass that may lie in half the length (CTU Code). */
export const MAX_HALF_SHARE = 0.6;

/** The figures of one loaded container, which follow from its placements. */
export type LoadFigures = Omit<ContainerLoad, 'type' | 'placements'>;

type Box = Pick<Placement, 'x' | 'y' | 'z' | 'lengthMm' | 'widthMm' | 'heightMm'>;

/**
 * Computes the figures of a load. Cargo of which no carton has a mass counts by its volume in the centre of gravity.
 *
 * @param massOf grams of one carton
 */
export function figuresOf<T extends Box>(
  cartons: readonly T[],
  massOf: (carton: T) => number,
  container: ContainerType,
): LoadFigures {
  const massG = cartons.reduce((sum, carton) => sum + massOf(carton), 0);
  const volume = cartons.reduce((sum, carton) => sum + volumeOf(carton), 0);
  const centre = { x: 0, y: 0, z: 0 };
  for (const carton of cartons) {
    const share = massG > 0 ? massOf(carton) / massG : volumeOf(carton) / volume;
    centre.x += share * (carton.x + carton.lengthMm / 2);
    centre.y += share * (carton.y + carton.widthMm / 2);
    centre.z += share * (carton.z + carton.heightMm / 2);
  }
  const lengthwiseOffset = centre.x / container.lengthMm - 0.5;
  return {
    volumeUtilisation: volume / volumeOf(container),
    payloadUtilisation: massG / container.payloadG,
    massG,
    centreOfGravity: centre,
    lengthwiseOffset,
    balance: balanceOf(lengthwiseOffset, heavierHalf(cartons, massOf, container.lengthMm)),
  };
}

/**
 * How a load lies along the length.
 *
 * @param offset of the centre of gravity from the middle, as a share of the length
 * @param half share of the mass in the half of the length that has more of it
 */
function balanceOf(offset: number, half: number): ContainerLoad['balance'] {
  const distance = Math.abs(offset);
  if (distance > MAX_OFFSET.limit || half > MAX_HALF_SHARE) return 'BEYOND_LIMIT';
  return distance <= MAX_OFFSET.goal ? 'WITHIN_GOAL' : 'WITHIN_LIMIT';
}

/** Share of the mass in the heavier half of the length; 0 when nothing has mass. */
function heavierHalf<T extends Box>(cartons: readonly T[], massOf: (carton: T) => number, lengthMm: number): number {
  let massG = 0;
  let innerG = 0;
  for (const carton of cartons) {
    massG += massOf(carton);
    innerG += massOf(carton) * Math.min(1, Math.max(0, (lengthMm / 2 - carton.x) / carton.lengthMm));
  }
  return massG === 0 ? 0 : Math.max(innerG, massG - innerG) / massG;
}

function volumeOf({ lengthMm, widthMm, heightMm }: Pick<Box, 'lengthMm' | 'widthMm' | 'heightMm'>): number {
  return lengthMm * widthMm * heightMm;
}
