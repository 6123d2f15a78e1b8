import type { ContainerLoad, ContainerType, LoadPlan, Planner } from '../../../packing/model.ts';
import type { CartonRef } from '../carton-ref.ts';
import { type PlannedContainer, type UnplacedCartons, unplacedCartons } from '../load-result.ts';
import type { CargoToLoad } from './cargo-to-load.ts';

/** Loads given cartons, by their numbers, with the planner. */
export class Filler {
  /** Greedy completions that the planner has spent. */
  completions = 0;
  readonly #cargo: CargoToLoad;
  readonly #planner: Planner;
  readonly #share: number;

  /** @param share of the seconds of the request, from 0 to 1, for each call of the planner */
  constructor(cargo: CargoToLoad, planner: Planner, share: number) {
    this.#cargo = cargo;
    this.#planner = planner;
    this.#share = share;
  }

  /**
   * Loads one container of a type with as many of the cartons as go in.
   *
   * @returns the container, undefined where nothing goes in, and the cartons left
   */
  async fillOne(
    type: ContainerType,
    cartons: readonly CartonRef[],
  ): Promise<{ container: PlannedContainer | undefined; left: CartonRef[] }> {
    const {
      containers: [load],
    } = await this.#plan([{ ...type, count: 1 }], cartons);
    const numbers = new CartonNumbers(cartons, this.#cargo);
    return { container: load && this.#numbered(load, numbers), left: numbers.left() };
  }

  /** Loads the cartons into as many containers as they need, of the types on offer. */
  async fillFurther(
    cartons: readonly CartonRef[],
  ): Promise<{ containers: PlannedContainer[]; unplaced: UnplacedCartons[] }> {
    const { containers, unplaced } = await this.#plan(this.#cargo.request.containers, cartons);
    const numbers = new CartonNumbers(cartons, this.#cargo);
    return {
      containers: containers.map((load) => this.#numbered(load, numbers)),
      unplaced: unplacedCartons(unplaced, this.#cargo.groups),
    };
  }

  async #plan(containers: ContainerType[], cartons: readonly CartonRef[]): Promise<LoadPlan> {
    const { request } = this.#cargo;
    const budget = 'seconds' in request.budget ? { seconds: request.budget.seconds * this.#share } : request.budget;
    const plan = await this.#planner({ ...request, containers, items: this.#cargo.itemsOf(cartons), budget });
    this.completions += plan.completions;
    return plan;
  }

  /** A loaded container with the numbers of its cartons instead of their items. */
  #numbered({ type, placements }: ContainerLoad, numbers: CartonNumbers): PlannedContainer {
    return this.#cargo.container(
      type,
      placements
        .toSorted((a, b) => a.step - b.step)
        .map(({ itemId, ...place }) => ({ ...numbers.next(itemId), ...place })),
    );
  }
}

/** Gives out the numbers of given cartons: those of one item in ascending order. */
class CartonNumbers {
  readonly #queues: ReadonlyMap<string, CartonRef[]>;

  constructor(cartons: readonly CartonRef[], cargo: CargoToLoad) {
    const sorted = cartons.toSorted((a, b) => a.cartonNo - b.cartonNo);
    this.#queues = Map.groupBy(sorted, (carton) => cargo.groupOf(carton).itemId);
  }

  /** @throws RangeError when the planner has placed more cartons of the item than it was given */
  next(itemId: string): CartonRef {
    const carton = this.#queues.get(itemId)?.shift();
    if (!carton) throw new RangeError(`the load plan holds too many cartons of ${itemId}`);
    const { tradeId, lineNo, cartonNo } = carton;
    return { tradeId, lineNo, cartonNo };
  }

  /** The cartons whose numbers were not given out. */
  left(): CartonRef[] {
    return [...this.#queues.values()].flat();
  }
}
