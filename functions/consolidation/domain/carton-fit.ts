import type { ContainerType } from '../../packing/model.ts';
import type { Lists } from '../../shared/reference/lists/index.ts';
import { marketName } from './container-types.ts';
import type { CartonGroup } from './trade.ts';

/** Whether a carton goes into a container by itself; one with this side up may only be turned on the floor. */
export function fitsInto(carton: CartonGroup, container: ContainerType): boolean {
  if (carton.grossG > container.payloadG) return false;
  const height = Math.min(container.heightMm, container.doorHeightMm ?? container.heightMm);
  const edges = [carton.lengthMm, carton.widthMm, carton.heightMm];
  const upright = carton.thisSideUp ? [2] : [0, 1, 2];
  return upright.some((axis) => {
    const floor = edges.filter((_, other) => other !== axis).sort((a, b) => b - a);
    return (
      (edges[axis] ?? 0) <= height && (floor[0] ?? 0) <= container.lengthMm && (floor[1] ?? 0) <= container.widthMm
    );
  });
}

export const describeCarton = (carton: CartonGroup): string =>
  `${carton.lengthMm}×${carton.widthMm}×${carton.heightMm} 毫米、${carton.grossG / 1000} 千克` +
  (carton.thisSideUp ? '（不可倒置）' : '');

export const describeLimits = (
  { type, lengthMm, widthMm, heightMm, doorHeightMm, payloadG }: ContainerType,
  lists: Lists,
): string =>
  `${type} ${marketName(type, lists)}：${lengthMm}×${widthMm}×${heightMm} 毫米、门高 ${doorHeightMm} 毫米、限重 ${payloadG / 1000} 千克`;
