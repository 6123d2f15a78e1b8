import { orientationsOf } from '../../../packing/load/cargo.ts';
import { verifyLoad } from '../../../packing/verify/verify-load.ts';
import { type CartonRef, cartonKey } from '../carton-ref.ts';
import { type LoadResult, type PlacedCarton, type PlannedContainer, toPlan } from '../load-result.ts';
import type { Measure } from '../measured.ts';
import type { CargoToLoad } from './cargo-to-load.ts';

/** A late change of a plan. Withdrawn trades are not part of it: they are no longer among the trades. */
export interface Change {
  readonly measures: readonly Measure[];
  /** Containers of the plan, by number, that become another type. */
  readonly swaps: readonly { readonly no: number; readonly type: string }[];
}

/** A container of the present plan, and what becomes of it. */
export interface MatchedContainer {
  /** Type after the change. */
  readonly type: string;
  /** Its cartons that are still to be loaded, in their present places. */
  readonly cartons: readonly PlacedCarton[];
  /** The container as it may stay, every remaining carton in its place; undefined where it is loaded anew. */
  readonly kept: PlannedContainer | undefined;
}

/** Matches each container of the present plan to the cargo that is to be loaded now. */
export const matchContainers = (
  present: LoadResult,
  cargo: CargoToLoad,
  { measures, swaps }: Change,
): MatchedContainer[] =>
  present.containers.map((container) => {
    const cartons = container.placements.filter((carton) => cargo.includes(carton));
    const type = swaps.find(({ no }) => no === container.no)?.type ?? container.type;
    const kept = type === container.type ? keptInPlace(container, cartons, cargo, measures) : undefined;
    return { type, cartons, kept };
  });

/** The cartons that stand in no container of the present plan. */
export function cartonsWithoutPlace(matched: readonly MatchedContainer[], cargo: CargoToLoad): CartonRef[] {
  const placed = new Set(matched.flatMap(({ cartons }) => cartons.map(cartonKey)));
  return cargo.cartons().filter((carton) => !placed.has(cartonKey(carton)));
}

/** The container with its remaining cartons in their places, where all of them still stand safely; else undefined. */
function keptInPlace(
  container: PlannedContainer,
  cartons: readonly PlacedCarton[],
  cargo: CargoToLoad,
  measures: readonly Measure[],
): PlannedContainer | undefined {
  const wasMeasured = (carton: CartonRef): boolean => measures.some((measure) => isOf(measure, carton));
  if (cartons.length === container.placements.length && !cartons.some(wasMeasured)) return container;
  const standing = cartons.flatMap((carton) => (wasMeasured(carton) ? (withinPlace(carton, cargo) ?? []) : [carton]));
  if (standing.length === 0 || standing.length < cartons.length) return undefined;
  const kept = cargo.container(
    container.type,
    standing.map((carton, at) => ({ ...carton, step: at + 1 })),
  );
  if (kept.balance === 'BEYOND_LIMIT') return undefined;
  const { cost } = cargo.typeOf(container.type);
  const alone = { containers: [{ ...kept, no: 1 }], unplaced: [], cost, lowerBound: 0, completions: 0 };
  const request = { ...cargo.request, items: cargo.itemsOf(cartons) };
  return verifyLoad(request, toPlan(alone, cargo.groups)).length > 0 ? undefined : kept;
}

const isOf = ({ tradeId, lineNo, fromCartonNo, toCartonNo }: Measure, carton: CartonRef): boolean =>
  tradeId === carton.tradeId &&
  lineNo === carton.lineNo &&
  fromCartonNo <= carton.cartonNo &&
  carton.cartonNo <= toCartonNo;

/**
 * A carton that was measured anew, in the place that it had: of the orientations that go into the place, the highest, and
 * of these the longest. Undefined where none does.
 */
function withinPlace(carton: PlacedCarton, cargo: CargoToLoad): PlacedCarton | undefined {
  const { itemId } = cargo.groupOf(carton);
  const item = cargo.request.items.find(({ id }) => id === itemId);
  const [orientation] = (item ? orientationsOf(item) : [])
    .filter(
      ({ length, width, height }) => length <= carton.lengthMm && width <= carton.widthMm && height <= carton.heightMm,
    )
    .sort((a, b) => b.height - a.height || b.length - a.length);
  if (!orientation) return undefined;
  const { length: lengthMm, width: widthMm, height: heightMm } = orientation;
  return { ...carton, lengthMm, widthMm, heightMm };
}
