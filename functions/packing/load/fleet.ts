import { randomFrom } from '../solve/random.ts';
import { assignOwners, ownersOf, stockOfFirst } from './assign-owners.ts';
import { chooseColumns, priceColumns } from './master.ts';
import type { Packer } from './packer.ts';
import type { Pattern } from './pattern.ts';
import type { SearchBudget, SpendCompletion } from './search-budget.ts';

/** A solution: loaded containers, and the cargo that they leave. */
interface Fleet {
  patterns: Pattern[];
  /** Cartons left by type, and their volume in mm³. */
  left: Int32Array;
  leftVolume: number;
  cost: number;
  /**
   * Sum of squared volumes: of two solutions of one cost, the one with the emptier last container is nearer to saving it.
   */
  unevenness: number;
}

/** One run of filling containers one after another. */
interface FillingInTurn {
  /** Cartons by type. */
  stock: Int32Array;
  /** Greedy completions for each container and kind, beyond the first. */
  completions: number;
  /** Exponent of a carton's volume in its profit beyond the first, from 0: the larger, the earlier large cartons go in. */
  sizeBias?: number;
  /** Containers in use already; they count where a kind is limited. */
  taken?: readonly Pattern[];
  /** The part of the remaining stock that may go into the next container when so many are filled; absent means all. */
  offer?: (left: Int32Array, filled: number) => Int32Array;
}

/**
 * Shares of the budget up to which greedy filling, column generation and, where there are several owners, the
 * neighbourhood search run. Bringing owners together has the rest.
 */
const STAGES = { filling: 0.3, pricing: 0.65, neighbours: 0.9 };
/** Greedy completions for one container beyond its first: at the start of a stage, and at most. */
const FIRST_COMPLETIONS = 6;
const MAX_COMPLETIONS = 4000;
/** Orders of owners that are loaded once no cheaper solution is sought. */
const MAX_ORDERS = 40;

/**
 * Loads the stock into a set of containers of little cost: greedy filling, then column generation, then large
 * neighbourhood search, at last bringing each owner's cartons into few containers. The first three end early when the
 * cost reaches the lower bound.
 */
export class FleetSearch {
  readonly #packers: readonly Packer[];
  readonly #stock: Int32Array;
  readonly #budget: SearchBudget;
  readonly #lowerBound: number;
  readonly #random: () => number;
  readonly #owners: readonly string[];
  readonly #pool: Pattern[] = [];
  readonly #seen = new Set<string>();
  #best: Fleet;

  /**
   * @param packers one for each kind of container on offer, at least one
   * @param stock cartons by type
   * @param lowerBound no solution for the whole stock costs less
   */
  constructor(packers: readonly Packer[], stock: Int32Array, budget: SearchBudget, lowerBound: number, seed: number) {
    this.#packers = packers;
    this.#stock = stock;
    this.#budget = budget;
    this.#lowerBound = lowerBound;
    this.#random = randomFrom(seed);
    this.#owners = ownersOf(packers[0]!.interior.cargo);
    this.#best = this.#fillInTurn({ stock, completions: 0 });
  }

  /** The containers of the best solution found, each as the pattern it is loaded with. */
  run(): Pattern[] {
    if (this.#best.patterns.length === 0) return [];
    for (let completions = FIRST_COMPLETIONS, round = 0; this.#mayContinue(STAGES.filling); round++) {
      this.#keepIfBetter(this.#fillInTurn({ stock: this.#stock, completions, sizeBias: 0.15 * (round % 4) }));
      if (round % 2 === 1) completions = Math.min(MAX_COMPLETIONS, completions * 2);
    }
    this.#generateColumns();
    this.#searchNeighbours();
    this.#bringTogether();
    return this.#best.patterns;
  }

  /** False when the share of the budget is spent, or the best solution is proven to cost least. */
  #mayContinue(share: number): boolean {
    const proven = this.#best.leftVolume === 0 && this.#best.cost <= this.#lowerBound + 1e-9;
    return !proven && this.#budget.spent() < share;
  }

  /** Fills one container after another; of the kinds on offer, each time the one of most profit for its cost. */
  #fillInTurn({ stock, completions, sizeBias = 0, taken = [], offer = (left) => left }: FillingInTurn): Fleet {
    const left = stock.slice();
    const patterns: Pattern[] = [];
    while (left.some((n) => n > 0)) {
      const used = (packer: Packer): number =>
        [...taken, ...patterns].filter((p) => p.container === packer.interior.container).length;
      const profit = this.#profitOf(left, sizeBias);
      const offered = offer(left, patterns.length);
      const options = this.#packers
        .filter((p) => used(p) < (p.interior.container.count ?? Number.POSITIVE_INFINITY))
        .map((packer) => packer.fill(offered, this.#atMost(completions), profit))
        .filter(({ cartons }) => cartons.length > 0);
      if (options.length === 0) break;
      for (const pattern of options) this.#remember(pattern);
      const whole = options.filter(({ counts }) => counts.every((n, i) => n === left[i]));
      const pattern =
        whole.length > 0
          ? whole.reduce((a, b) => (b.container.cost < a.container.cost ? b : a))
          : options.reduce((a, b) =>
              profitIn(b, profit) / b.container.cost > profitIn(a, profit) / a.container.cost ? b : a,
            );
      for (const [i, n] of pattern.counts.entries()) left[i] = left[i]! - n;
      patterns.push(pattern);
    }
    return this.#solution(patterns, left);
  }

  /**
   * The profit of a carton by type: its volume and mass as shares of the first container, weighed by how scarce each is
   * for the stock.
   */
  #profitOf(stock: Int32Array, sizeBias: number): Float64Array {
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
      (t) => (t.volume / capacity + (byMass * t.massG) / container.payloadG) * (t.volume / capacity) ** sizeBias,
    );
  }

  /**
   * Column generation: duals of the master price the cartons, and the packers look for patterns worth more than their
   * container costs.
   */
  #generateColumns(): void {
    const packers = this.#packers;
    let completions = FIRST_COMPLETIONS;
    for (let round = 1; this.#mayContinue(STAGES.pricing); round++) {
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
        const pattern = packer.fill(this.#stock, this.#atMost(completions), profit);
        const value = pattern.counts.reduce((sum, n, i) => sum + n * prices.carton[i]!, 0);
        if (this.#remember(pattern) && value > container.cost + prices.container[k]! + 1e-6) improved = true;
        if (!this.#mayContinue(STAGES.pricing)) break;
      }
      if (round % 10 === 0) this.#combine();
      if (improved) continue;
      this.#combine();
      if (completions >= MAX_COMPLETIONS) return;
      completions *= 2;
    }
    this.#combine();
  }

  /** Takes the cheapest whole-number combination of the known patterns, and fills further containers with what it leaves. */
  #combine(): void {
    if (!this.#mayContinue(1)) return;
    const chosen = chooseColumns(this.#pool, this.#stock, this.#packers, this.#budget.timed);
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
    const rest = this.#fillInTurn({ stock: left, completions: FIRST_COMPLETIONS, taken: patterns });
    this.#keepIfBetter(this.#solution([...patterns, ...rest.patterns], rest.left));
  }

  /** Large neighbourhood search: unloads two to four containers, the emptiest among them, and loads their cargo anew. */
  #searchNeighbours(): void {
    let completions = 10;
    const share = this.#owners.length > 1 ? STAGES.neighbours : 1;
    for (let round = 1; this.#mayContinue(share); round++) {
      const byFill = this.#best.patterns.toSorted((a, b) => a.volume - b.volume);
      const size = Math.min(byFill.length, 2 + Math.floor(this.#random() * 3));
      // By place: one pattern may be used several times.
      const open = new Set([0]);
      while (open.size < size) open.add(Math.floor(this.#random() ** 2 * byFill.length));
      const kept = byFill.filter((_, place) => !open.has(place));
      const stock = this.#best.left.slice();
      for (const place of open) for (const [i, n] of byFill[place]!.counts.entries()) stock[i] = stock[i]! + n;
      const sizeBias = 0.5 * this.#random() ** 2;
      const again = this.#fillInTurn({ stock, completions, sizeBias, taken: kept });
      this.#keepIfBetter(this.#solution([...kept, ...again.patterns], again.left));
      if (round % 8 === 0) completions = Math.min(MAX_COMPLETIONS, Math.ceil(completions * 1.5));
      if (round % 25 === 0) this.#combine();
    }
  }

  /**
   * Loads one owner after the other, in changing orders, and keeps a solution that costs no more, leaves no more behind
   * and has fewer pairs of owner and container.
   */
  #bringTogether(): void {
    const { patterns } = this.#best;
    if (this.#owners.length < 2 || patterns.length < 2) return;
    const { cargo } = this.#packers[0]!.interior;
    const pairsOf = (those: readonly Pattern[]): number =>
      assignOwners(
        those.map(({ counts }) => counts),
        cargo,
      ).ownerContainerPairs;
    let fewest = pairsOf(patterns);
    let order = this.#owners;
    for (let round = 0; round < MAX_ORDERS && fewest > order.length && this.#budget.spent() < 1; round++) {
      const changed = this.#moved(order);
      const more = 1 + 0.1 * this.#random();
      const fleet = this.#fillInTurn({
        stock: this.#stock,
        completions: FIRST_COMPLETIONS,
        offer: (left, filled) => stockOfFirst(changed, left, cargo, more / Math.max(1, patterns.length - filled)),
      });
      if (fleet.leftVolume > this.#best.leftVolume || fleet.cost > this.#best.cost) continue;
      const pairs = pairsOf(fleet.patterns);
      if (pairs > fewest) continue;
      order = changed;
      if (pairs === fewest) continue;
      fewest = pairs;
      this.#best = fleet;
    }
  }

  /** The order with one of its members moved to another place, both at random. */
  #moved<T>(order: readonly T[]): T[] {
    const place = (): number => Math.min(order.length - 1, Math.floor(this.#random() * order.length));
    const from = place();
    return order.toSpliced(from, 1).toSpliced(place(), 0, order[from]!);
  }

  /** Less left behind counts before less cost, and that before more uneven fills. */
  #keepIfBetter(fleet: Fleet): void {
    const best = this.#best;
    const better = fleet.leftVolume - best.leftVolume || fleet.cost - best.cost || best.unevenness - fleet.unevenness;
    if (better < 0) this.#best = fleet;
  }

  /** Adds a pattern to the pool; false when it is empty, or the pool has one of the same kind of container and contents. */
  #remember(pattern: Pattern): boolean {
    const key = `${pattern.container.type}:${pattern.counts.join()}`;
    if (pattern.cartons.length === 0 || this.#seen.has(key)) return false;
    this.#seen.add(key);
    this.#pool.push(pattern);
    return true;
  }

  /** Allows so many completions, as long as the budget does. */
  #atMost(completions: number): SpendCompletion {
    let left = completions;
    return () => this.#budget.spendCompletion() && left-- > 0;
  }

  #solution(patterns: Pattern[], left: Int32Array): Fleet {
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

/** The profit of all cartons of a pattern; `profit` is by carton type. */
function profitIn({ counts }: Pattern, profit: Float64Array): number {
  return counts.reduce((sum, n, i) => sum + n * profit[i]!, 0);
}
