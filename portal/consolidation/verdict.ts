import type { Loaded } from '../../functions/consolidation/domain/moves.ts';
import { figuresOf, type LoadFigures } from '../../functions/packing/load/figures.ts';
import type { CargoItem, ContainerType, LoadRequest } from '../../functions/packing/model.ts';
import { verifyLoad } from '../../functions/packing/verify/verify-load.ts';
import type { CargoTold, Placement } from './told.ts';

type Group = CargoTold['cartons'][number];

export interface Verdict {
  /** What stands against the load, each a Chinese sentence; empty where it may be loaded as it stands. */
  readonly against: readonly string[];
  readonly figures: LoadFigures;
}

const GRAMS = 1000;

/** The cargo of a consolidation, to judge the load of its containers by: with the server's own verifier. */
export class Cargo {
  readonly #told: CargoTold;
  readonly #lines: ReadonlyMap<string, readonly Group[]>;
  readonly #items: ReadonlyMap<string, CargoItem>;

  constructor(told: CargoTold) {
    this.#told = told;
    this.#lines = Map.groupBy(told.cartons, ({ tradeId, lineNo }) => `${tradeId}/${lineNo}`);
    this.#items = new Map(told.cartons.map((group) => [group.id, itemOf(group)]));
  }

  /** The cartons equal to one, with what they are; undefined where the cargo has no such carton. */
  groupOf({ tradeId, lineNo, cartonNo }: Pick<Placement, 'tradeId' | 'lineNo' | 'cartonNo'>): Group | undefined {
    return this.#lines.get(`${tradeId}/${lineNo}`)?.findLast(({ firstCartonNo }) => firstCartonNo <= cartonNo);
  }

  /** @param nameOf what people call a group of equal cartons */
  judge({ no, type, placements }: Loaded, nameOf: (group: Group) => string): Verdict | undefined {
    const container = this.#typeOf(type);
    if (!container) return undefined;
    const placed = placements.map((placement) => ({
      ...placement,
      itemId: this.groupOf(placement)?.id ?? '',
    }));
    const counts = Map.groupBy(placed, ({ itemId }) => itemId);
    const items = [...counts].flatMap(([id, { length: count }]) => {
      const item = this.#items.get(id);
      return item ? [{ ...item, count }] : [];
    });
    const { conflicts, requireSupport, supportShare, clearanceMm } = this.#told;
    const request: LoadRequest = {
      containers: [container],
      items,
      conflicts: conflicts.map(([one, other]) => [one, other]),
      requireSupport,
      ...(supportShare !== undefined && { supportShare }),
      ...(clearanceMm !== undefined && { clearanceMm }),
      budget: { completions: 0 },
      seed: 0,
    };
    const figures = figuresOf(placed, ({ itemId }) => this.#items.get(itemId)?.massG ?? 0, container);
    const violations = verifyLoad(request, {
      containers: [{ type, placements: placed, ...figures }],
      unplaced: [],
      cost: container.cost,
      lowerBound: 0,
      completions: 0,
    });
    const against = violations.map(({ message, itemIds }) =>
      // The longest first: `…/1/1` is also the beginning of `…/1/10`.
      this.#told.cartons
        .filter(({ id }) => itemIds.includes(id))
        .sort((one, other) => other.id.length - one.id.length)
        .reduce((said, group) => said.replaceAll(group.id, nameOf(group)), message)
        .replace('第 1 箱：', `第 ${no} 箱：`),
    );
    return { against: [...new Set(against)], figures };
  }

  #typeOf(code: string): ContainerType | undefined {
    const found = this.#told.containerTypes.find(({ type }) => type === code);
    if (!found) return undefined;
    const { type, lengthMm, widthMm, heightMm, payloadKg, doorHeightMm, maxFill } = found;
    return {
      type,
      lengthMm,
      widthMm,
      heightMm,
      payloadG: Math.round(payloadKg * GRAMS),
      cost: 1,
      ...(doorHeightMm !== undefined && { doorHeightMm }),
      ...(maxFill !== undefined && { maxFill }),
    };
  }
}

const itemOf = ({
  id,
  lengthMm,
  widthMm,
  heightMm,
  grossWeightKg,
  count,
  thisSideUp,
  stackable,
  maxLoadKg,
  segregation,
}: Group): CargoItem => ({
  id,
  lengthMm,
  widthMm,
  heightMm,
  massG: Math.round(grossWeightKg * GRAMS),
  count,
  orientations: { length: !thisSideUp, width: !thisSideUp, height: true },
  stackable,
  segregation,
  ...(maxLoadKg !== undefined && { maxLoadG: Math.round(maxLoadKg * GRAMS) }),
});
