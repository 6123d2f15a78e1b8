import { heavierHalf, judge } from '../../packing/load/balance.ts';
import { stancesOf } from '../../packing/load/cargo.ts';
import type { ContainerType, LoadPlan, LoadRequest, Planner } from '../../packing/model.ts';
import { verifyLoad } from '../../packing/verify/verify-load.ts';
import type { Lists } from '../../shared/reference/lists/index.ts';
import { cartonGroups, type LoadOptions, loadRequest, type NumberedGroup } from './cargo.ts';
import {
  type LoadResult,
  type PlacedCarton,
  type PlannedContainer,
  toPlan,
  type UnplacedCartons,
} from './load-result.ts';
import type { Measure } from './measured.ts';
import { planCargo } from './plan-cargo.ts';
import { segregatedBound } from './segregated-bound.ts';
import { sum } from './sums.ts';
import type { TradeSnapshot } from './trade.ts';

/** What a plan is changed for; trades that were withdrawn are simply not among the trades any more. */
export interface Change {
  readonly measures: readonly Measure[];
  readonly swaps: readonly { readonly no: number; readonly type: string }[];
}

/** A carton, by the number that stands on it. */
type Carton = Pick<PlacedCarton, 'tradeId' | 'lineNo' | 'cartonNo'>;

/**
 * Plans the trades anew from a plan that stands, with least change: a container that nothing happened to stays as it is;
 * one that lost cartons, or whose cartons were measured anew, keeps what it has in its places where all of it still stands
 * safely; the others are loaded anew with their own cartons. What finds no place there goes into the container with most room,
 * else into a further one. Where that costs more than the plan did, or nearly all would be loaded anew, all is planned anew.
 *
 * @param trades what is to be loaded now, with cartons as last measured
 * @param planner the containers that are loaded anew share the budget of the options, a plan of all has it again
 */
export async function replan(
  present: LoadResult,
  trades: readonly TradeSnapshot[],
  types: readonly string[] | undefined,
  options: LoadOptions,
  change: Change,
  planner: Planner,
  lists: Lists,
): Promise<LoadResult> {
  const changed = await new Replanning(present, trades, types, options, planner, lists).run(change);
  const isGood = changed !== undefined && changed.unplaced.length === 0 && changed.cost <= present.cost;
  // Whoever swaps a container has said which one there is.
  if (isGood || (changed && change.swaps.length > 0)) return changed;
  const fresh = await planCargo(trades, types, options, planner, lists);
  return changed && !isCheaper(fresh, changed) ? changed : fresh;
}

/** Containers that are loaded anew one by one; with more of them little is left of the plan, and time is better spent once. */
const MOST_RELOADED = 6;

/** Fewer cartons left behind, then less cost. */
function isCheaper(a: LoadResult, b: LoadResult): boolean {
  const left = ({ unplaced }: LoadResult): number => sum(unplaced, ({ count }) => count);
  return left(a) - left(b) < 0 || (left(a) === left(b) && a.cost < b.cost);
}

class Replanning {
  readonly #present: LoadResult;
  readonly #request: LoadRequest;
  readonly #groups: readonly NumberedGroup[];
  readonly #byLine: ReadonlyMap<string, NumberedGroup[]>;
  readonly #planner: Planner;
  #completions = 0;
  #unplaced: UnplacedCartons[] = [];

  constructor(
    present: LoadResult,
    trades: readonly TradeSnapshot[],
    types: readonly string[] | undefined,
    options: LoadOptions,
    planner: Planner,
    lists: Lists,
  ) {
    this.#present = present;
    // A container that stands may be of a type that a new one may not.
    this.#request = loadRequest(trades, types, options, lists);
    this.#groups = cartonGroups(trades);
    this.#byLine = Map.groupBy(this.#groups, ({ tradeId, lineNo }) => `${tradeId}/${lineNo}`);
    this.#planner = planner;
  }

  /** Undefined where so much is to be loaded anew that there is no plan to keep to. */
  async run({ measures, swaps }: Change): Promise<LoadResult | undefined> {
    const isMeasured = ({ tradeId, lineNo, cartonNo }: Carton): boolean =>
      measures.some(
        (one) =>
          one.tradeId === tradeId &&
          one.lineNo === lineNo &&
          one.fromCartonNo <= cartonNo &&
          cartonNo <= one.toCartonNo,
      );
    const states = this.#present.containers.map((container) => {
      const cartons = container.placements.filter((one) => this.#byLine.has(`${one.tradeId}/${one.lineNo}`));
      const type = swaps.find(({ no }) => no === container.no)?.type ?? container.type;
      const kept = type === container.type ? this.#inPlace(container, cartons, isMeasured) : undefined;
      return { type, cartons, kept };
    });
    const again = states.filter(({ kept, cartons }) => !kept && cartons.length > 0).length;
    if (again > MOST_RELOADED && swaps.length === 0) return undefined;
    const share = 1 / (again + 2);
    const containers: PlannedContainer[] = [];
    const homeless: Carton[] = this.#neverPlaced(states.flatMap(({ cartons }) => cartons));
    for (const { type, cartons, kept } of states) {
      if (cartons.length === 0) continue;
      if (kept) {
        containers.push(kept);
        continue;
      }
      const { container, rest } = await this.#fill(this.#typeOf(type), cartons, share);
      if (container) containers.push(container);
      homeless.push(...rest);
    }
    const placed = homeless.length === 0 ? containers : await this.#house(containers, homeless, share);
    return this.#result(placed);
  }

  /** The container with what is left in it, where all of that stands safely in its place; undefined where it does not. */
  #inPlace(
    container: PlannedContainer,
    cartons: readonly PlacedCarton[],
    isMeasured: (carton: Carton) => boolean,
  ): PlannedContainer | undefined {
    if (cartons.length === container.placements.length && !cartons.some(isMeasured)) return container;
    const standing = cartons.flatMap((carton) => (isMeasured(carton) ? (this.#within(carton) ?? []) : [carton]));
    if (standing.length === 0 || standing.length < cartons.length) return undefined;
    const lighter = this.#figures(
      container.type,
      standing.map((one, at) => ({ ...one, step: at + 1 })),
    );
    const { cost } = this.#typeOf(container.type);
    const alone: LoadResult = { ...this.#present, containers: [{ ...lighter, no: 1 }], unplaced: [], cost };
    const request = { ...this.#request, items: this.#itemsOf(cartons) };
    return lighter.balance === 'BEYOND_LIMIT' || verifyLoad(request, toPlan(alone, this.#groups)).length > 0
      ? undefined
      : lighter;
  }

  /** A carton measured anew in the place that it had, where it still goes in: as high as it was if it can. */
  #within(carton: PlacedCarton): PlacedCarton | undefined {
    const { itemId } = this.#groupOf(carton);
    const item = this.#request.items.find(({ id }) => id === itemId);
    const [stance] = (item ? stancesOf(item) : [])
      .filter(
        ({ length, width, height }) =>
          length <= carton.lengthMm && width <= carton.widthMm && height <= carton.heightMm,
      )
      .sort((a, b) => b.height - a.height || b.length - a.length);
    return stance && { ...carton, lengthMm: stance.length, widthMm: stance.width, heightMm: stance.height };
  }

  /** Cartons that the present plan left out. */
  #neverPlaced(placed: readonly Carton[]): Carton[] {
    const known = new Set(placed.map(nameOf));
    return this.#groups
      .flatMap(({ tradeId, lineNo, firstCartonNo, group }) =>
        Array.from({ length: group.count }, (_, at) => ({ tradeId, lineNo, cartonNo: firstCartonNo + at })),
      )
      .filter((carton) => !known.has(nameOf(carton)));
  }

  /** Into the emptiest container that then takes all of them, loaded anew; else into further containers. */
  async #house(
    containers: readonly PlannedContainer[],
    homeless: readonly Carton[],
    share: number,
  ): Promise<PlannedContainer[]> {
    const volume = sum(homeless, (one) => this.#volumeOf(one));
    const roomy = containers
      .map((container, at) => ({ container, at, type: this.#typeOf(container.type) }))
      .filter(({ container, type }) => volumeOf(type) * (1 - container.volumeUtilisation) >= volume)
      .sort((a, b) => a.container.volumeUtilisation - b.container.volumeUtilisation);
    const [first] = roomy;
    if (first) {
      const { container, rest } = await this.#fill(first.type, [...first.container.placements, ...homeless], share);
      if (container && rest.length === 0) return containers.with(first.at, container);
    }
    const plan = await this.#plan(this.#request.containers, homeless, share);
    const numbers = this.#numbersOf(homeless);
    const further = plan.containers.map(({ type, placements }) =>
      this.#figures(
        type,
        placements.map(({ itemId, ...place }) => ({ ...numbers.draw(itemId), ...place })),
      ),
    );
    this.#unplaced = plan.unplaced.map(({ itemId, ...why }) => {
      const { tradeId, lineNo, groupNo } = this.#groups.find((group) => group.itemId === itemId)!;
      return { tradeId, lineNo, groupNo, ...why };
    });
    return [...containers, ...further];
  }

  /** One container of a type, loaded anew with as many of the cartons as go in. */
  async #fill(type: ContainerType, cartons: readonly Carton[], share: number) {
    const {
      containers: [load],
    } = await this.#plan([{ ...type, count: 1 }], cartons, share);
    const numbers = this.#numbersOf(cartons);
    const container =
      load &&
      this.#figures(
        type.type,
        load.placements
          .toSorted((a, b) => a.step - b.step)
          .map(({ itemId, ...place }) => ({ ...numbers.draw(itemId), ...place })),
      );
    return { container, rest: numbers.left() };
  }

  async #plan(containers: ContainerType[], cartons: readonly Carton[], share: number): Promise<LoadPlan> {
    const { budget } = this.#request;
    const part = 'seconds' in budget ? { seconds: budget.seconds * share } : budget;
    const plan = await this.#planner({ ...this.#request, containers, items: this.#itemsOf(cartons), budget: part });
    this.#completions += plan.completions;
    return plan;
  }

  #itemsOf(cartons: readonly Carton[]) {
    const counts = Map.groupBy(cartons, (carton) => this.#groupOf(carton).itemId);
    return this.#request.items.flatMap((item) => {
      const own = counts.get(item.id);
      return own ? [{ ...item, count: own.length }] : [];
    });
  }

  /** Hands out the cartons of each kind in the order of their numbers. */
  #numbersOf(cartons: readonly Carton[]) {
    const sorted = cartons.toSorted((a, b) => a.cartonNo - b.cartonNo);
    const hands = Map.groupBy(sorted, (carton) => this.#groupOf(carton).itemId);
    return {
      draw: (itemId: string): Carton => {
        const { tradeId, lineNo, cartonNo } = hands.get(itemId)!.shift()!;
        return { tradeId, lineNo, cartonNo };
      },
      left: (): Carton[] => [...hands.values()].flat(),
    };
  }

  #figures(code: string, placements: readonly PlacedCarton[]): PlannedContainer {
    const type = this.#typeOf(code);
    const massG = sum(placements, (one) => this.#groupOf(one).group.grossG);
    const centre = (axis: 'x' | 'y' | 'z', edge: 'lengthMm' | 'widthMm' | 'heightMm'): number =>
      sum(placements, (one) => this.#groupOf(one).group.grossG * (one[axis] + one[edge] / 2)) / massG;
    const centreOfGravity = { x: centre('x', 'lengthMm'), y: centre('y', 'widthMm'), z: centre('z', 'heightMm') };
    const lengthwiseOffset = centreOfGravity.x / type.lengthMm - 0.5;
    const half = heavierHalf(
      placements.map((one) => ({ x: one.x, length: one.lengthMm, massG: this.#groupOf(one).group.grossG })),
      (one) => one.massG,
      type.lengthMm,
    );
    return {
      no: 0,
      type: code,
      volumeUtilisation: sum(placements, volumeOf) / volumeOf(type),
      payloadUtilisation: massG / type.payloadG,
      massG,
      centreOfGravity,
      lengthwiseOffset,
      balance: judge(lengthwiseOffset, half),
      placements: [...placements],
    };
  }

  #result(containers: readonly PlannedContainer[]): LoadResult {
    return {
      containers: containers.map((container, at) => ({ ...container, no: at + 1 })),
      unplaced: this.#unplaced,
      cost: sum(containers, ({ type }) => this.#typeOf(type).cost),
      lowerBound: Math.round(segregatedBound(this.#request) * 1e6) / 1e6,
      completions: this.#completions,
    };
  }

  #groupOf({ tradeId, lineNo, cartonNo }: Carton): NumberedGroup {
    const group = this.#byLine.get(`${tradeId}/${lineNo}`)?.findLast((one) => one.firstCartonNo <= cartonNo);
    if (!group) throw new RangeError(`no carton ${cartonNo} in ${tradeId}/${lineNo}`);
    return group;
  }

  #volumeOf(carton: Carton): number {
    return volumeOf(this.#groupOf(carton).group);
  }

  #typeOf(code: string): ContainerType {
    const type = this.#request.containers.find((one) => one.type === code);
    if (!type) throw new RangeError(`no container type ${code}`);
    return type;
  }
}

const nameOf = ({ tradeId, lineNo, cartonNo }: Carton): string => `${tradeId}/${lineNo}/${cartonNo}`;

const volumeOf = (box: { lengthMm: number; widthMm: number; heightMm: number }): number =>
  box.lengthMm * box.widthMm * box.heightMm;
