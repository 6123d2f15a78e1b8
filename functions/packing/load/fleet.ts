import { randomFrom } from '../solve/random.ts';
import { allot, ownersOf, stockOfFirst } from './allot.ts';
import type { Effort } from './effort.ts';
import { chooseColumns, priceColumns } from './master.ts';
import type { Packer, Pattern } from './packer.ts';

/** A set of loaded containers and the cargo they leave. */
interface Fleet {
  patterns: Pattern[];
  left: Int32Array;
  cost: number;
  leftVolume: number;
  /** Sum of squared fills: of two fleets of one cost, that with the emptier last container is nearer a saving. */
  unevenness: number;
}

/** Shares of the budget up to which each stage runs; the neighbourhood search has the rest. */
const STAGES = { filling: 0.3, pricing: 0.65, owners: 0.9 };
const FIRST_COMPLETIONS = 6;
const MOST_COMPLETIONS = 4000;
/** Orders of owners that are loaded, once no cheaper plan is sought. */
const MOST_ORDERS = 40;

/** Loads the stock into containers of little cost; stops early at a cost that no plan can better. */
export class FleetSearch {
  readonly #packers: readonly Packer[];
  readonly #stock: Int32Array;
  readonly #effort: Effort;
  readonly #lowerBound: number;
  readonly #random: () => number;
  readonly #owners: readonly string[];
  readonly #pool: Pattern[] = [];
  readonly #seen = new Set<string>();
  #best: Fleet;

  constructor(packers: readonly Packer[], stock: Int32Array, effort: Effort, lowerBound: number, seed: number) {
    this.#packers = packers;
    this.#stock = stock;
    this.#effort = effort;
    this.#lowerBound = lowerBound;
    this.#random = randomFrom(seed);
    this.#owners = ownersOf(packers[0]!.interior.cargo);
    this.#best = this.#fillInTurn(stock, this.#packers, 0, 0);
  }

  run(): Pattern[] {
    if (this.#best.patterns.length === 0) return [];
    for (let each = FIRST_COMPLETIONS, round = 0; this.#may(STAGES.filling); round++) {
      this.#offer(this.#fillInTurn(this.#stock, this.#packers, each, 0.15 * (round % 4)));
      if (round % 2 === 1) each = Math.min(MOST_COMPLETIONS, each * 2);
    }
    this.#generateColumns();
    this.#searchNeighbours();
    this.#bringTogether();
    return this.#best.patterns;
  }

  #may(share: number): boolean {
    const proven = this.#best.leftVolume === 0 && this.#best.cost <= this.#lowerBound + 1e-9;
    return !proven && this.#effort.spent() < share;
  }

  /**
   * Fills one container after another, each with `each` completions beyond the first.
   *
   * @param lean from 0: by how much large cartons are worth more than their volume, so that they go in early
   * @param offer what of the stock left may go into the next container, when so many are filled
   */
  #fillInTurn(
    stock: Int32Array,
    packers: readonly Packer[],
    each: number,
    lean: number,
    taken: readonly Pattern[] = [],
    offer: (left: Int32Array, filled: number) => Int32Array = (left) => left,
  ): Fleet {
    const left = stock.slice();
    const patterns: Pattern[] = [];
    while (left.some((n) => n > 0)) {
      const used = (packer: Packer): number =>
        [...taken, ...patterns].filter((p) => p.container === packer.interior.container).length;
      const profit = this.#worth(left, lean);
      const offered = offer(left, patterns.length);
      const options = packers
        .filter((p) => used(p) < (p.interior.container.count ?? Number.POSITIVE_INFINITY))
        .map((packer) => packer.fill(offered, this.#few(each), profit))
        .filter(({ cartons }) => cartons.length > 0);
      if (options.length === 0) break;
      for (const pattern of options) this.#remember(pattern);
      const whole = options.filter(({ counts }) => counts.every((n, i) => n === left[i]));
      const pattern =
        whole.length > 0
          ? whole.reduce((a, b) => (b.container.cost < a.container.cost ? b : a))
          : options.reduce((a, b) =>
              worthOf(b, profit) / b.container.cost > worthOf(a, profit) / a.container.cost ? b : a,
            );
      for (const [i, n] of pattern.counts.entries()) left[i] = left[i]! - n;
      patterns.push(pattern);
    }
    return this.#sum(patterns, left);
  }

  /** Volume and mass of a carton as shares of the container, weighed by how scarce each is for the stock. */
  #worth(stock: Int32Array, lean: number): Float64Array {
    const { cargo, container } = this.#packers[0]!.interior;
    const capacity = container.lengthMm * container.widthMm * container.heightMm;
    let volume = 0;
    let massG = 0;
    for (const [i, n] of stock.entries()) {
      volume += (n * cargo.types[i]!.volume) / capacity;
      massG += (n * cargo.types[i]!.massG) / container.payloadG;
    }
    const scarcity = massG / Math.max(volume, 1e-12);
    // Where volume alone is scarce, mass must not distort the filling.
    const byMass = scarcity > 0.7 ? scarcity : 0;
    return Float64Array.from(
      cargo.types,
      (t) => (t.volume / capacity + (byMass * t.massG) / container.payloadG) * (t.volume / capacity) ** lean,
    );
  }

  /** Column generation: duals of the master price cartons, the packers look for containers worth more than they cost. */
  #generateColumns(): void {
    const packers = this.#packers;
    let each = FIRST_COMPLETIONS;
    for (let round = 1; this.#may(STAGES.pricing); round++) {
      const prices = priceColumns(this.#pool, this.#stock, packers);
      if (!prices) return;
      let improved = false;
      for (const [k, packer] of packers.entries()) {
        const { cargo, container } = packer.interior;
        const capacity = container.lengthMm * container.widthMm * container.heightMm;
        const profit = Float64Array.from(
          prices.carton,
          (price, i) => price + (1e-5 * container.cost * cargo.types[i]!.volume) / capacity,
        );
        const pattern = packer.fill(this.#stock, this.#few(each), profit);
        const value = pattern.counts.reduce((sum, n, i) => sum + n * prices.carton[i]!, 0);
        if (this.#remember(pattern) && value > container.cost + prices.container[k]! + 1e-6) improved = true;
        if (!this.#may(STAGES.pricing)) break;
      }
      if (round % 10 === 0) this.#combine();
      if (improved) continue;
      this.#combine();
      if (each >= MOST_COMPLETIONS) return;
      each *= 2;
    }
    this.#combine();
  }

  /** Takes the best whole combination of the known patterns, and fills what it leaves. */
  #combine(): void {
    if (!this.#may(1)) return;
    const chosen = chooseColumns(this.#pool, this.#stock, this.#packers, this.#effort.timed);
    if (!chosen) return;
    const left = this.#stock.slice();
    const patterns: Pattern[] = [];
    for (const pattern of chosen.toSorted((a, b) => b.volume - a.volume)) {
      const packer = this.#packers.find((p) => p.interior.container === pattern.container)!;
      const trimmed = pattern.counts.every((n, i) => n <= left[i]!) ? pattern : packer.trim(pattern, left);
      if (trimmed.cartons.length === 0) continue;
      for (const [i, n] of trimmed.counts.entries()) left[i] = left[i]! - n;
      patterns.push(trimmed);
    }
    const rest = this.#fillInTurn(left, this.#packers, FIRST_COMPLETIONS, 0, patterns);
    this.#offer(this.#sum([...patterns, ...rest.patterns], rest.left));
  }

  /** Unloads a few containers, the weakest among them, and loads their cargo anew. */
  #searchNeighbours(): void {
    let each = 10;
    const share = this.#owners.length > 1 ? STAGES.owners : 1;
    for (let round = 1; this.#may(share); round++) {
      const byFill = this.#best.patterns.toSorted((a, b) => a.volume - b.volume);
      const size = Math.min(byFill.length, 2 + Math.floor(this.#random() * 3));
      // By place: one pattern may be used several times.
      const open = new Set([0]);
      while (open.size < size) open.add(Math.floor(this.#random() ** 2 * byFill.length));
      const kept = byFill.filter((_, place) => !open.has(place));
      const stock = this.#best.left.slice();
      for (const place of open) for (const [i, n] of byFill[place]!.counts.entries()) stock[i] = stock[i]! + n;
      const again = this.#fillInTurn(stock, this.#packers, each, 0.5 * this.#random() ** 2, kept);
      this.#offer(this.#sum([...kept, ...again.patterns], again.left));
      if (round % 8 === 0) each = Math.min(MOST_COMPLETIONS, Math.ceil(each * 1.5));
      if (round % 25 === 0) this.#combine();
    }
  }

  /** Loads one owner after the other, and keeps what costs no more and has fewer owners in several containers. */
  #bringTogether(): void {
    const { patterns } = this.#best;
    if (this.#owners.length < 2 || patterns.length < 2) return;
    const { cargo } = this.#packers[0]!.interior;
    const meetingsOf = (those: readonly Pattern[]): number =>
      allot(
        those.map(({ counts }) => counts),
        cargo,
      ).meetings;
    let fewest = meetingsOf(patterns);
    let order = this.#owners;
    for (let round = 0; round < MOST_ORDERS && fewest > order.length && this.#effort.spent() < 1; round++) {
      const changed = this.#moved(order);
      const more = 1 + 0.1 * this.#random();
      const fleet = this.#fillInTurn(this.#stock, this.#packers, FIRST_COMPLETIONS, 0, [], (left, filled) =>
        stockOfFirst(changed, left, cargo, more / Math.max(1, patterns.length - filled)),
      );
      if (fleet.leftVolume > this.#best.leftVolume || fleet.cost > this.#best.cost) continue;
      const meetings = meetingsOf(fleet.patterns);
      if (meetings > fewest) continue;
      order = changed;
      if (meetings === fewest) continue;
      fewest = meetings;
      this.#best = fleet;
    }
  }

  /** The order with one of it moved elsewhere. */
  #moved<T>(order: readonly T[]): T[] {
    const place = (): number => Math.min(order.length - 1, Math.floor(this.#random() * order.length));
    const from = place();
    return order.toSpliced(from, 1).toSpliced(place(), 0, order[from]!);
  }

  #offer(fleet: Fleet): void {
    const best = this.#best;
    const better = fleet.leftVolume - best.leftVolume || fleet.cost - best.cost || best.unevenness - fleet.unevenness;
    if (better < 0) this.#best = fleet;
  }

  /** Adds a pattern to the pool; false when its contents are known already. */
  #remember(pattern: Pattern): boolean {
    const key = `${pattern.container.type}:${pattern.counts.join()}`;
    if (pattern.cartons.length === 0 || this.#seen.has(key)) return false;
    this.#seen.add(key);
    this.#pool.push(pattern);
    return true;
  }

  #few(completions: number): () => boolean {
    let left = completions;
    return () => this.#effort.allow(1) && left-- > 0;
  }

  #sum(patterns: Pattern[], left: Int32Array): Fleet {
    const { types } = this.#packers[0]!.interior.cargo;
    return {
      patterns,
      left,
      cost: patterns.reduce((sum, p) => sum + p.container.cost, 0),
      leftVolume: left.reduce((sum, n, i) => sum + n * types[i]!.volume, 0),
      unevenness: patterns.reduce((sum, p) => sum + p.volume ** 2, 0),
    };
  }
}

function worthOf({ counts }: Pattern, profit: Float64Array): number {
  return counts.reduce((sum, n, i) => sum + n * profit[i]!, 0);
}
