import type { ContainerType, LoadRequest } from '../model.ts';
import type { Cargo } from './cargo.ts';
import { type Interior, makeInterior } from './interior.ts';
import { type Carton, layOut, restingArea } from './layout.ts';
import { loadingOrder } from './order.ts';
import type { Pattern } from './pattern.ts';
import { Search } from './search.ts';
import type { SpendCompletion } from './search-budget.ts';
import { holdLoads } from './stacking.ts';
import { topUp } from './top-up.ts';

/**
 * The section of a part of the cargo grows by this share of the length until the part fits; each length is given so many
 * completions.
 */
const SECTION_STEP = 0.01;
const SECTION_TRIES = 8;

/** A container of which at least this share is empty is loaded again under a lower roof. */
const SPARE = 0.15;
/**
 * The lower roof, in shares of the inner height: it starts where the cargo would be `density` full and rises by `step`
 * until all is in, with so many completions each; with a section for each owner, by `perOwner` at most.
 */
const ROOF = { density: 0.92, step: 0.04, completions: 4, perOwner: 0.25 };
/** With more owners than this, a section for each takes too much of the length and too long to find. */
const MAX_OWNER_SECTIONS = 8;

/** Fills containers of one kind. */
export class Packer {
  readonly interior: Interior;
  readonly #cargo: Cargo;
  readonly #request: LoadRequest;
  readonly #search: Search;

  constructor(container: ContainerType, cargo: Cargo, request: LoadRequest, cap: number) {
    this.interior = makeInterior(container, cargo, request, cap);
    this.#search = new Search(this.interior);
    this.#cargo = cargo;
    this.#request = request;
  }

  /**
   * The pattern of greatest profit found within the budget.
   *
   * @param stock cartons by type
   * @param profit by type; absent means the volume
   * @param roof nothing stands higher, in grid units
   */
  fill(
    stock: Int32Array,
    spendCompletion: SpendCompletion,
    profit?: Float64Array,
    roof = this.interior.height,
  ): Pattern {
    const worth = profit ? this.#profitOf(profit) : this.interior.blocks.volume;
    const { types } = this.#cargo;
    const stops = this.#stopsOf(stock);
    // The cargo of the last stop is innermost.
    const parts = stops.map((stop) => stock.map((n, i) => (types[i]!.stop === stop ? n : 0)));
    if (parts.length > 1) return this.#fillInParts(parts, worth, spendCompletion, roof);
    this.#search.run(stock, worth, spendCompletion, {
      from: 0,
      to: this.interior.length,
      roof,
      massG: 0,
      volume: 0,
      classBits: 0,
    });
    return this.patternOf(layOut(this.#search.best));
  }

  /**
   * Fills a section of the length for each part of the cargo, the first innermost, so that no carton is before or on one
   * of a part nearer to the door.
   */
  #fillInParts(
    parts: readonly Int32Array[],
    worth: Float64Array,
    spendCompletion: SpendCompletion,
    roof: number,
  ): Pattern {
    const { length, width, unitMm } = this.interior;
    const { types } = this.#cargo;
    const cartons: Carton[] = [];
    let from = 0;
    let massG = 0;
    let loaded = 0;
    let classBits = 0;
    for (const own of parts) {
      const volume = own.reduce((sum, n, i) => sum + n * types[i]!.volume, 0) / unitMm ** 3;
      let to = Math.min(length, from + Math.ceil(volume / (width * roof)));
      for (;;) {
        let tries = SECTION_TRIES;
        this.#search.run(own, worth, () => spendCompletion() && tries-- > 0, {
          from,
          to,
          roof,
          massG,
          volume: loaded,
          classBits,
        });
        const { best } = this.#search;
        if (to < length && best.stock.some((n) => n > 0)) {
          to = Math.min(length, to + Math.ceil(length * SECTION_STEP));
          continue;
        }
        cartons.push(...layOut(best));
        ({ massG, loaded, classBits } = best);
        break;
      }
      from = to;
    }
    return this.patternOf(cartons);
  }

  /** The pattern of these cartons, without those that would overload others or that no loading order reaches. */
  patternOf(cartons: Carton[]): Pattern {
    const { types } = this.#cargo;
    const ordered = loadingOrder(holdLoads(cartons, this.#cargo, shareOf(this.#request)));
    const counts = new Int32Array(types.length);
    let volume = 0;
    let massG = 0;
    for (const { type } of ordered) {
      counts[type] = counts[type]! + 1;
      volume += types[type]!.volume;
      massG += types[type]!.massG;
    }
    return { container: this.interior.container, cartons: ordered, counts, volume, massG };
  }

  /**
   * The pattern with more cartons of the remaining stock, placed where part of their base rests on others. Only where
   * partial support is asked for and all cargo has one stop; otherwise, or without gain, the pattern itself.
   */
  topUp(pattern: Pattern, left: Int32Array): Pattern {
    const share = shareOf(this.#request);
    const { types } = this.#cargo;
    const stops = new Set(types.filter((_, i) => pattern.counts[i]! + left[i]! > 0).map(({ stop }) => stop));
    if (share === 0 || share === 1 || stops.size > 1 || left.every((n) => n === 0)) return pattern;
    const more = topUp({ pattern, stock: left, interior: this.interior, supportShare: share });
    const fuller = this.patternOf(more);
    return fuller.volume > pattern.volume ? fuller : pattern;
  }

  /**
   * The same cartons spread low over the length, where the container has room to spare: cartons heaped up at its ends
   * could not be secured (decision 14). Each owner has a section of the length where that takes little more height. The
   * pattern itself is returned where its cartons find no lower places.
   *
   * @param owned the pattern's cartons by owner, then by type
   */
  lowered(pattern: Pattern, owned: readonly Int32Array[]): Pattern {
    const { length, width, height, unitMm } = this.interior;
    const share = pattern.volume / (length * width * height * unitMm ** 3);
    if (share > 1 - SPARE) return pattern;
    const top = pattern.cartons.reduce((most, { z, height: own }) => Math.max(most, z + own), 0) / unitMm;
    const least = share / ROOF.density;
    const underRoof = (
      most: number,
      fill: (spendCompletion: SpendCompletion, roof: number) => Pattern,
    ): Pattern | undefined => {
      for (let part = least; part * height < most; part += ROOF.step) {
        let completions = ROOF.completions;
        const lower = fill(() => completions-- > 0, Math.floor(part * height));
        if (lower.counts.every((n, i) => n === pattern.counts[i])) return lower;
      }
      return undefined;
    };
    const { volume } = this.interior.blocks;
    const together =
      owned.length > 1 && owned.length <= MAX_OWNER_SECTIONS && this.#stopsOf(pattern.counts).length === 1
        ? underRoof(Math.min(top, (least + ROOF.perOwner) * height), (spendCompletion, roof) =>
            this.#fillInParts(owned, volume, spendCompletion, roof),
          )
        : undefined;
    return (
      together ??
      underRoof(top, (spendCompletion, roof) => this.fill(pattern.counts, spendCompletion, undefined, roof)) ??
      pattern
    );
  }

  /**
   * The pattern without the cartons that the stock does not have: uncovered ones go first, others with all that rests on
   * them.
   */
  trim(pattern: Pattern, stock: Int32Array): Pattern {
    const surplus = pattern.counts.map((n, i) => Math.max(0, n - stock[i]!));
    const kept: Carton[] = [];
    for (const carton of pattern.cartons.toReversed()) {
      if (surplus[carton.type]! > 0 && kept.every((above) => restingArea(above, carton) === 0)) {
        surplus[carton.type] = surplus[carton.type]! - 1;
      } else kept.push(carton);
    }
    // Surplus under other cartons takes these with it.
    const going = new Set<Carton>();
    for (const carton of kept.toReversed()) {
      const under = [...going].some((lower) => restingArea(carton, lower) > 0);
      if (under) going.add(carton);
      else if (surplus[carton.type]! > 0) {
        surplus[carton.type] = surplus[carton.type]! - 1;
        going.add(carton);
      }
    }
    return this.patternOf(kept.filter((carton) => !going.has(carton)));
  }

  /** The stops that the stock is for, the last first. */
  #stopsOf(stock: Int32Array): number[] {
    const { types } = this.#cargo;
    return [...new Set(types.filter((_, i) => stock[i]! > 0).map(({ stop }) => stop))].sort((a, b) => b - a);
  }

  /** The profit of each block, from that of each carton type. */
  #profitOf(profit: Float64Array): Float64Array {
    const { count, contentStart, contentType, contentCount } = this.interior.blocks;
    const worth = new Float64Array(count);
    for (let b = 0; b < count; b++) {
      for (let c = contentStart[b]!; c < contentStart[b + 1]!; c++) {
        worth[b] = worth[b]! + contentCount[c]! * profit[contentType[c]!]!;
      }
    }
    return worth;
  }
}

/** The share of a carton's base that must rest on the floor or on cartons, from 0 to 1. */
function shareOf({ requireSupport, supportShare = 1 }: LoadRequest): number {
  return requireSupport ? supportShare : 0;
}
