import type { CargoItem, ContainerType, LoadPlan, LoadRequest, Placement } from '../model.ts';
import { type Box, type Report, type Violation, type ViolationCode, X, Y, Z } from './box.ts';
import { checkFigures } from './verify-figures.ts';
import { checkOrder } from './verify-order.ts';

export type { Violation, ViolationCode } from './box.ts';

/** Rounding error that sums of fractions may have, grams. */
const GRAM = 0.01;

/**
 * Checks a plan against its request from the placements alone; it knows nothing of how plans are made. An empty list
 * means that the plan may be loaded as it stands.
 */
export function verifyLoad(request: LoadRequest, plan: LoadPlan): Violation[] {
  const items = new Map(request.items.map((item) => [item.id, item]));
  const types = new Map(request.containers.map((c) => [c.type, c]));
  const violations: Violation[] = [];
  checkCounts(request, plan, violations);
  checkContainers(request, plan, types, violations);
  for (const [index, load] of plan.containers.entries()) {
    const report = (code: ViolationCode, message: string, ...itemIds: string[]): void => {
      violations.push({ code, container: index, itemIds, message: `第 ${index + 1} 箱：${message}` });
    };
    const container = types.get(load.type);
    if (!container) continue;
    const boxes: Box[] = [];
    for (const placement of load.placements) {
      const item = items.get(placement.itemId);
      if (item) boxes.push(boxOf(item, placement));
      else report('UNKNOWN_ITEM', `货物 ${placement.itemId} 不在货单内`, placement.itemId);
    }
    for (const box of boxes) checkBox(box, container, request.clearanceMm ?? 0, report);
    checkOverlaps(boxes, report);
    if (request.requireSupport) checkSupport(boxes, request.supportShare ?? 1, report);
    checkLoads(boxes, report);
    checkSegregation(boxes, request.conflicts ?? [], report);
    checkOrder(boxes, report);
    checkFigures(boxes, load, container, report);
  }
  return violations;
}

/** A carton of an item at a place. */
export function boxOf(item: CargoItem, placement: Placement): Box {
  const { x, y, z, lengthMm, widthMm, heightMm } = placement;
  return { item, placement, low: [x, y, z], high: [x + lengthMm, y + widthMm, z + heightMm] };
}

function checkCounts(request: LoadRequest, plan: LoadPlan, violations: Violation[]): void {
  const placed = new Map<string, number>();
  const add = (id: string, count: number): void => void placed.set(id, (placed.get(id) ?? 0) + count);
  for (const { placements } of plan.containers) for (const { itemId } of placements) add(itemId, 1);
  for (const { itemId, count } of plan.unplaced) add(itemId, count);
  for (const { id, count } of request.items) {
    if ((placed.get(id) ?? 0) === count) continue;
    const message = `货物 ${id} 应为 ${count} 箱，方案中已装与未装合计 ${placed.get(id) ?? 0} 箱`;
    violations.push({ code: 'WRONG_COUNT', itemIds: [id], message });
  }
}

function checkContainers(
  request: LoadRequest,
  plan: LoadPlan,
  types: ReadonlyMap<string, ContainerType>,
  violations: Violation[],
): void {
  for (const [container, { type }] of plan.containers.entries()) {
    if (types.has(type)) continue;
    violations.push({ code: 'UNKNOWN_CONTAINER', container, itemIds: [], message: `箱型 ${type} 不在可用箱型内` });
  }
  for (const { type, count } of request.containers) {
    const used = plan.containers.filter((load) => load.type === type).length;
    if (count === undefined || used <= count) continue;
    const message = `箱型 ${type} 只有 ${count} 个，方案用了 ${used} 个`;
    violations.push({ code: 'TOO_MANY_CONTAINERS', itemIds: [], message });
  }
  const cost = plan.containers.reduce((sum, { type }) => sum + (types.get(type)?.cost ?? 0), 0);
  if (Math.abs(cost - plan.cost) > 1e-6) {
    violations.push({ code: 'WRONG_FIGURE', itemIds: [], message: `方案费用应为 ${cost}，所报为 ${plan.cost}` });
  }
}

function checkBox(box: Box, container: ContainerType, clearanceMm: number, report: Report): void {
  const { item, placement, low, high } = box;
  const { lengthMm, widthMm, heightMm } = placement;
  if (![...low, ...high].every(Number.isInteger)) {
    report('NOT_WHOLE_MILLIMETRES', `货物 ${item.id} 的坐标或尺寸不是整毫米`, item.id);
  }
  const { orientations } = item;
  const stands = [
    { allowed: orientations.length, upright: item.lengthMm, floor: [item.widthMm, item.heightMm] },
    { allowed: orientations.width, upright: item.widthMm, floor: [item.lengthMm, item.heightMm] },
    { allowed: orientations.height, upright: item.heightMm, floor: [item.lengthMm, item.widthMm] },
  ].some(
    ({ allowed, upright, floor: [a, b] }) =>
      allowed && upright === heightMm && ((a === lengthMm && b === widthMm) || (a === widthMm && b === lengthMm)),
  );
  if (!stands) {
    const size = `${lengthMm}×${widthMm}×${heightMm}`;
    report('WRONG_ORIENTATION', `货物 ${item.id} 以 ${size} 毫米放置，不是允许的朝向`, item.id);
  }
  const inner = [container.lengthMm - clearanceMm, container.widthMm, container.heightMm - clearanceMm];
  if (low.some((c) => c < 0) || high.some((c, axis) => c > inner[axis]!)) {
    report('OUTSIDE_CONTAINER', `货物 ${item.id} 超出箱内可用空间 ${inner.join('×')} 毫米`, item.id);
  }
  if (heightMm > (container.doorHeightMm ?? container.heightMm)) {
    report(
      'HIGHER_THAN_DOOR',
      `货物 ${item.id} 立高 ${heightMm} 毫米，高于门高 ${container.doorHeightMm} 毫米`,
      item.id,
    );
  }
}

/** Length of the common part of two boxes along an axis; 0 or less when they have none. */
function common(a: Box, b: Box, axis: 0 | 1 | 2): number {
  return Math.min(a.high[axis], b.high[axis]) - Math.max(a.low[axis], b.low[axis]);
}

/** Sweeps along the length; only boxes open at the same place are compared. */
function checkOverlaps(boxes: readonly Box[], report: Report): void {
  let open: Box[] = [];
  for (const box of boxes.toSorted((a, b) => a.low[X] - b.low[X])) {
    open = open.filter((other) => other.high[X] > box.low[X]);
    for (const other of open) {
      if (common(box, other, X) <= 0 || common(box, other, Y) <= 0 || common(box, other, Z) <= 0) continue;
      report('OVERLAP', `货物 ${box.item.id} 与 ${other.item.id} 相互重叠`, box.item.id, other.item.id);
    }
    open.push(box);
  }
}

/** The boxes on whose tops this one rests, with the areas. */
function restsOn(box: Box, byTop: ReadonlyMap<number, Box[]>): { under: Box; area: number }[] {
  return (byTop.get(box.low[Z]) ?? [])
    .filter((under) => common(box, under, X) > 0 && common(box, under, Y) > 0)
    .map((under) => ({ under, area: common(box, under, X) * common(box, under, Y) }));
}

function checkSupport(boxes: readonly Box[], required: number, report: Report): void {
  const byTop = Map.groupBy(boxes, (box) => box.high[Z]);
  for (const box of boxes) {
    if (box.low[Z] === 0) continue;
    const base = (box.high[X] - box.low[X]) * (box.high[Y] - box.low[Y]);
    const area = restsOn(box, byTop).reduce((sum, rest) => sum + rest.area, 0);
    if (area >= required * base - 1e-6) continue;
    const percent = (share: number): string => `${Math.floor(100 * share)}%`;
    const need = required === 1 ? '应为 100%' : `应不少于 ${percent(required)}`;
    report('UNSUPPORTED', `货物 ${box.item.id} 底面只有 ${percent(area / base)} 得到支承，${need}`, box.item.id);
  }
}

/** Passes each carton's mass, with what it carries, to those under it in proportion to the areas of rest. */
function checkLoads(boxes: readonly Box[], report: Report): void {
  if (boxes.every(({ item }) => item.stackable !== false && item.maxLoadG === undefined)) return;
  const byTop = Map.groupBy(boxes, (box) => box.high[Z]);
  const carried = new Map<Box, number>();
  for (const box of boxes.toSorted((a, b) => b.low[Z] - a.low[Z])) {
    const rests = restsOn(box, byTop);
    const total = rests.reduce((sum, { area }) => sum + area, 0);
    const load = box.item.massG + (carried.get(box) ?? 0);
    for (const { under, area } of rests) carried.set(under, (carried.get(under) ?? 0) + (load * area) / total);
    for (const { under } of rests) {
      if (under.item.stackable !== false) continue;
      report(
        'OVERLOADED_CARTON',
        `货物 ${under.item.id} 上不得堆放，却压有 ${box.item.id}`,
        under.item.id,
        box.item.id,
      );
    }
  }
  for (const [{ item }, loadG] of carried) {
    if (item.maxLoadG === undefined || loadG <= item.maxLoadG + GRAM) continue;
    const loads = `承压 ${(loadG / 1000).toFixed(3)} 千克，超过上限 ${item.maxLoadG / 1000} 千克`;
    report('OVERLOADED_CARTON', `货物 ${item.id} ${loads}`, item.id);
  }
}

function checkSegregation(boxes: readonly Box[], conflicts: readonly [string, string][], report: Report): void {
  for (const [a, b] of conflicts) {
    const first = boxes.find(({ item }) => item.segregation === a);
    const second = boxes.findLast(({ item }) => item.segregation === b);
    if (!first || !second || first === second) continue;
    const message = `货物 ${first.item.id}（${a}）与 ${second.item.id}（${b}）不得同箱`;
    report('SEGREGATION', message, first.item.id, second.item.id);
  }
}
