import { figuresOf } from '../../../packing/load/figures.ts';
import type { CargoItem, ContainerType, LoadRequest } from '../../../packing/model.ts';
import {
  cartonGroups,
  groupFinder,
  type LoadLists,
  type LoadOptions,
  loadRequest,
  type NumberedGroup,
} from '../cargo.ts';
import { type CartonRef, lineKey } from '../carton-ref.ts';
import type { PlacedCarton, PlannedContainer } from '../load-result.ts';
import { type TradeSnapshot } from '../trade.ts';

/** All cartons that are to be loaded after a late change, as last measured, and the planner's request for them. */
export class CargoToLoad {
  readonly request: LoadRequest;
  readonly groups: readonly NumberedGroup[];
  /**
   * The group of a carton.
   *
   * @throws RangeError where the trades have no such carton
   */
  readonly groupOf: (carton: CartonRef) => NumberedGroup;
  readonly #lines: ReadonlySet<string>;

  /** @param types the container types on offer, and those of the containers that are planned already */
  constructor(
    trades: readonly TradeSnapshot[],
    types: readonly string[] | undefined,
    options: LoadOptions,
    lists: LoadLists,
  ) {
    this.request = loadRequest(trades, types, options, lists);
    this.groups = cartonGroups(trades);
    this.groupOf = groupFinder(this.groups);
    this.#lines = new Set(this.groups.map(lineKey));
  }

  /** Whether a carton is still to be loaded: its trade was not withdrawn. */
  includes(carton: CartonRef): boolean {
    return this.#lines.has(lineKey(carton));
  }

  /** Every carton, by its number. */
  cartons(): CartonRef[] {
    return this.groups.flatMap(({ tradeId, lineNo, firstCartonNo, group }) =>
      Array.from({ length: group.count }, (_, at) => ({ tradeId, lineNo, cartonNo: firstCartonNo + at })),
    );
  }

  /** Some of the cartons as items of the planner. */
  itemsOf(cartons: readonly CartonRef[]): CargoItem[] {
    const byItem = Map.groupBy(cartons, (carton) => this.groupOf(carton).itemId);
    return this.request.items.flatMap((item) => {
      const own = byItem.get(item.id);
      return own ? [{ ...item, count: own.length }] : [];
    });
  }

  /** @throws RangeError for a type that is neither on offer nor planned */
  typeOf(code: string): ContainerType {
    const type = this.request.containers.find((one) => one.type === code);
    if (!type) throw new RangeError(`no container type ${code}`);
    return type;
  }

  /** A container loaded so, with its figures; it has number 0 until the plan is complete. */
  container(code: string, placements: readonly PlacedCarton[]): PlannedContainer {
    const figures = figuresOf(placements, (carton) => this.groupOf(carton).group.grossG, this.typeOf(code));
    return { no: 0, type: code, ...figures, placements: [...placements] };
  }
}
