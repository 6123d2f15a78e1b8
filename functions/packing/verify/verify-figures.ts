import type { ContainerLoad, ContainerType } from '../model.ts';
import { type Box, type Report, X, Y, Z } from './box.ts';

/** Rounding error that sums of fractions may have, grams. */
const GRAM = 0.01;
/**
 * Limits of the CTU Code: offset of the centre of gravity from the middle, as a share of the length; share of the mass in
 * half the length.
 */
const MAX_OFFSET = 0.1;
const MAX_HALF_SHARE = 0.6;

/**
 * Computes every figure of a load anew and reports what differs, a mass beyond the payload, a volume beyond what may be
 * filled, and a load that is said to be balanced but is not.
 */
export function checkFigures(
  boxes: readonly Box[],
  load: ContainerLoad,
  container: ContainerType,
  report: Report,
): void {
  let massG = 0;
  let volume = 0;
  const moment = [0, 0, 0];
  for (const { item, low, high } of boxes) {
    massG += item.massG;
    volume += (high[X] - low[X]) * (high[Y] - low[Y]) * (high[Z] - low[Z]);
    for (const axis of [X, Y, Z] as const) moment[axis]! += (item.massG * (low[axis] + high[axis])) / 2;
  }
  if (massG > container.payloadG) {
    report('OVER_PAYLOAD', `货重 ${massG / 1000} 千克，超过载重 ${container.payloadG / 1000} 千克`);
  }
  const capacity = container.lengthMm * container.widthMm * container.heightMm;
  if (container.maxFill !== undefined && volume > container.maxFill * capacity) {
    report(
      'OVER_FILLED',
      `货物体积占箱内容积 ${((100 * volume) / capacity).toFixed(2)}%，超过 ${100 * container.maxFill}%`,
    );
  }
  const { x, y, z } = load.centreOfGravity;
  const centre = massG > 0 ? moment.map((m) => m / massG) : [x, y, z];
  const offset = centre[X]! / container.lengthMm - 0.5;
  const figures: [string, number, number, number][] = [
    ['体积利用率', load.volumeUtilisation, volume / capacity, 1e-9],
    ['载重利用率', load.payloadUtilisation, massG / container.payloadG, 1e-9],
    ['货重', load.massG, massG, GRAM],
    ['重心 x', x, centre[X]!, 1e-3],
    ['重心 y', y, centre[Y]!, 1e-3],
    ['重心 z', z, centre[Z]!, 1e-3],
    ['重心纵向偏移', load.lengthwiseOffset, offset, 1e-6],
  ];
  for (const [name, given, actual, tolerance] of figures) {
    if (Math.abs(given - actual) <= tolerance) continue;
    report('WRONG_FIGURE', `${name}应为 ${actual}，所报为 ${given}`);
  }
  if (load.balance === 'BEYOND_LIMIT') return;
  const middle = container.lengthMm / 2;
  const inner = boxes.reduce((sum, { item, low, high }) => {
    const before = Math.min(Math.max(middle - low[X], 0), high[X] - low[X]);
    return sum + (item.massG * before) / (high[X] - low[X]);
  }, 0);
  const heavier = massG > 0 ? Math.max(inner, massG - inner) / massG : 0;
  if (Math.abs(offset) <= MAX_OFFSET + 1e-9 && heavier <= MAX_HALF_SHARE + 1e-9) return;
  const lies = `重心偏离中点 ${(100 * offset).toFixed(1)}%，较重一半占货重 ${(100 * heavier).toFixed(1)}%`;
  report('WRONG_FIGURE', `${lies}，超出限值（10%、60%）却报为合格`);
}
