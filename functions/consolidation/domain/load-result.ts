import { z } from 'zod';
import type { ContainerLoad, LoadPlan, Placement, Unplaced } from '../../packing/model.ts';
import { named } from '../../shared/kernel/named.ts';
import type { Lists } from '../../shared/reference/lists/index.ts';
import { groupFinder, itemId, type NumberedGroup } from './cargo.ts';
import { type FailureCode, MAX_CONTAINERS } from './consolidation.ts';
import { containerTypesOf } from './container-types.ts';
import { BALANCE_NAMES } from './names.ts';

/** One carton in its container: corner nearest the inner end, the left wall and the floor; edges as placed; mm. */
const PlacedCarton = z.object({
  tradeId: z.string(),
  lineNo: z.int(),
  cartonNo: z.int(),
  x: z.int(),
  y: z.int(),
  z: z.int(),
  lengthMm: z.int(),
  widthMm: z.int(),
  heightMm: z.int(),
  /** Order of loading from 1. */
  step: z.int(),
});

const PlannedContainer = z.object({
  no: z.int(),
  type: z.string(),
  /** Shares from 0 to 1. */
  volumeUtilisation: z.number(),
  payloadUtilisation: z.number(),
  massG: z.int(),
  /** Millimetres from the inner end, the left wall and the floor. */
  centreOfGravity: z.object({ x: z.number(), y: z.number(), z: z.number() }),
  lengthwiseOffset: z.number(),
  balance: named(BALANCE_NAMES),
  placements: z.array(PlacedCarton),
});

const UnplacedCartons = z.object({
  tradeId: z.string(),
  lineNo: z.int(),
  groupNo: z.int(),
  count: z.int(),
  code: z.enum(['FITS_NO_CONTAINER', 'TOO_HEAVY', 'NO_ROOM']),
  reason: z.string(),
});

/** A load plan in terms of trades, as it is stored and answered. Cost and bound in the index of the container types. */
export const LoadResult = z.object({
  containers: z.array(PlannedContainer),
  unplaced: z.array(UnplacedCartons),
  cost: z.number(),
  /** No plan for the whole cargo costs less. */
  lowerBound: z.number(),
  completions: z.int(),
});

export type UnplacedCartons = z.infer<typeof UnplacedCartons>;
export type PlacedCarton = z.infer<typeof PlacedCarton>;
export type PlannedContainer = z.infer<typeof PlannedContainer>;
export type LoadResult = z.infer<typeof LoadResult>;

/** The reason why a load cannot be carried out at all; undefined when it can. */
export function refusal({ containers }: LoadResult): FailureCode | undefined {
  if (containers.length === 0) return 'NOTHING_PLACED';
  return containers.length > MAX_CONTAINERS ? 'TOO_MANY_CONTAINERS' : undefined;
}

/** The bound comes from a linear program, whose solver is exact to less than a millionth. */
const BOUND_DECIMALS = 6;

/** A lower bound of the cost without the solver's last digits. */
export const roundedBound = (bound: number): number => Number(bound.toFixed(BOUND_DECIMALS));

/** Numbers containers from 1, the largest type first, and each line's cartons in the order of loading. */
export function toResult(
  { containers, unplaced, ...figures }: LoadPlan,
  groups: readonly NumberedGroup[],
  lists: Lists,
): LoadResult {
  const byItem = new Map(groups.map((group) => [group.itemId, group]));
  const placed = new Map<string, number>();
  const carton = ({ itemId: id, ...position }: Placement): PlacedCarton => {
    const { tradeId, lineNo, firstCartonNo } = known(byItem.get(id), id);
    const before = placed.get(id) ?? 0;
    placed.set(id, before + 1);
    return { tradeId, lineNo, cartonNo: firstCartonNo + before, ...position };
  };
  const container = ({ placements, ...load }: ContainerLoad, index: number): PlannedContainer => ({
    no: index + 1,
    ...load,
    placements: placements.toSorted((a, b) => a.step - b.step).map(carton),
  });
  const codes = containerTypesOf(lists).map(({ type }) => type);
  const largestFirst = containers.toSorted((a, b) => codes.indexOf(b.type) - codes.indexOf(a.type));
  return {
    containers: largestFirst.map(container),
    unplaced: unplacedCartons(unplaced, groups),
    ...figures,
    lowerBound: roundedBound(figures.lowerBound),
  };
}

/** The cartons that the planner left out, in terms of trades. */
export function unplacedCartons(unplaced: readonly Unplaced[], groups: readonly NumberedGroup[]): UnplacedCartons[] {
  const byItem = new Map(groups.map((group) => [group.itemId, group]));
  return unplaced.map(({ itemId: id, ...why }) => {
    const { tradeId, lineNo, groupNo } = known(byItem.get(id), id);
    return { tradeId, lineNo, groupNo, ...why };
  });
}

/** A stored result as the planner's plan, rebuilt from carton numbers, so that a check sees what users see. */
export function toPlan({ containers, unplaced, ...figures }: LoadResult, groups: readonly NumberedGroup[]): LoadPlan {
  const groupOf = groupFinder(groups);
  const placement = ({ tradeId, lineNo, cartonNo, ...position }: PlacedCarton): Placement => ({
    itemId: groupOf({ tradeId, lineNo, cartonNo }).itemId,
    ...position,
  });
  const container = ({ placements, ...load }: PlannedContainer): ContainerLoad => ({
    ...load,
    placements: placements.map(placement),
  });
  const left = ({ tradeId, lineNo, groupNo, ...rest }: UnplacedCartons): Unplaced => ({
    itemId: itemId({ tradeId, lineNo }, groupNo),
    ...rest,
  });
  return { containers: containers.map(container), unplaced: unplaced.map(left), ...figures };
}

function known(group: NumberedGroup | undefined, id: string): NumberedGroup {
  if (!group) throw new RangeError(`the load plan names cargo that was not given: ${id}`);
  return group;
}
