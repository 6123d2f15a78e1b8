import type { ContainerType, LoadRequest } from '../model.ts';
import type { Cargo } from './cargo.ts';
import { type Interior, makeInterior } from './interior.ts';
import { type Carton, layOut, restingArea } from './layout.ts';
import { loadingOrder } from './order.ts';
import { type Meter, Search } from './search.ts';
import { holdLoads } from './stacking.ts';
import { topUp } from './top-up.ts';

/** One way to load one container: cartons in loading order and how many of each type they are. */
export interface Pattern {
  container: ContainerType;
  cartons: Carton[];
  counts: Int32Array;
  volume: number;
  massG: number;
}

/** A part's section grows by this share of the length until its cargo fits, after this many completions each. */
const SECTION_STEP = 0.01;
const SECTION_TRIES = 8;

/** A container with more room to spare than this is loaded lower; the roof rises by a share of the height until all is in. */
const SPARE = 0.15;
const ROOF = { dense: 0.92, step: 0.04, tries: 4, apart: 0.25 };
/** With more owners the walls between them take too much of the length, and too long to find. */
const MOST_APART = 8;

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

  /** The pattern of greatest profit found in the stock; `profit` by type, volume when absent; nothing above the roof. */
  fill(stock: Int32Array, goOn: Meter, profit?: Float64Array, roof = this.interior.height): Pattern {
    const worth = profit ? this.#profitOf(profit) : this.interior.blocks.volume;
    const { types } = this.#cargo;
    const stops = this.#stopsOf(stock);
    // The last stop's cargo is innermost.
    const parts = stops.map((stop) => stock.map((n, i) => (types[i]!.stop === stop ? n : 0)));
    if (parts.length > 1) return this.#fillInParts(parts, worth, goOn, roof);
    this.#search.run(stock, worth, goOn, {
      from: 0,
      to: this.interior.length,
      roof,
      massG: 0,
      volume: 0,
      classBits: 0,
    });
    return this.patternOf(layOut(this.#search.best));
  }

  /** Each part in walls of its own across the container, the first innermost: no cargo is before or on a later part's. */
  #fillInParts(parts: readonly Int32Array[], worth: Float64Array, goOn: Meter, roof: number): Pattern {
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
        this.#search.run(own, worth, () => goOn() && tries-- > 0, {
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

  /** The pattern of these cartons, without those that loads or the loading order forbid. */
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

  /** The pattern with cartons of the stock left where part of their base rests, if that is allowed and any gain. */
  topUp(pattern: Pattern, left: Int32Array): Pattern {
    const share = shareOf(this.#request);
    const { types } = this.#cargo;
    const stops = new Set(types.filter((_, i) => pattern.counts[i]! + left[i]! > 0).map(({ stop }) => stop));
    if (share === 0 || share === 1 || stops.size > 1 || left.every((n) => n === 0)) return pattern;
    const more = topUp(pattern, left, this.interior, share);
    const fuller = this.patternOf(more);
    return fuller.volume > pattern.volume ? fuller : pattern;
  }

  /**
   * The pattern's cartons laid low over the length, where the container has room to spare: heaped up at its ends they
   * could not be secured. Each owner's come together where that takes little more height; the pattern itself stays
   * where its cartons find no place lower.
   *
   * @param owned the pattern's counts by owner
   */
  settle(pattern: Pattern, owned: readonly Int32Array[]): Pattern {
    const { length, width, height, unitMm } = this.interior;
    const share = pattern.volume / (length * width * height * unitMm ** 3);
    if (share > 1 - SPARE) return pattern;
    const top = pattern.cartons.reduce((most, { z, height: own }) => Math.max(most, z + own), 0) / unitMm;
    const least = share / ROOF.dense;
    const under = (most: number, fill: (goOn: Meter, roof: number) => Pattern): Pattern | undefined => {
      for (let part = least; part * height < most; part += ROOF.step) {
        let tries = ROOF.tries;
        const lower = fill(() => tries-- > 0, Math.floor(part * height));
        if (lower.counts.every((n, i) => n === pattern.counts[i])) return lower;
      }
      return undefined;
    };
    const { volume } = this.interior.blocks;
    const together =
      owned.length > 1 && owned.length <= MOST_APART && this.#stopsOf(pattern.counts).length === 1
        ? under(Math.min(top, (least + ROOF.apart) * height), (goOn, roof) =>
            this.#fillInParts(owned, volume, goOn, roof),
          )
        : undefined;
    return together ?? under(top, (goOn, roof) => this.fill(pattern.counts, goOn, undefined, roof)) ?? pattern;
  }

  /** The pattern without what the stock does not have: surplus cartons go from the top, with what then has no hold. */
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

  /** The stops of the stock, the last first. */
  #stopsOf(stock: Int32Array): number[] {
    const { types } = this.#cargo;
    return [...new Set(types.filter((_, i) => stock[i]! > 0).map(({ stop }) => stop))].sort((a, b) => b - a);
  }

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

/** The share of a base that must rest on something. */
function shareOf({ requireSupport, supportShare = 1 }: LoadRequest): number {
  return requireSupport ? supportShare : 0;
}
