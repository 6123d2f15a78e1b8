/** A kind of container on offer. Inner lengths in millimetres, payload in grams, cost in any one unit. */
export interface ContainerType {
  type: string;
  lengthMm: number;
  widthMm: number;
  heightMm: number;
  payloadG: number;
  cost: number;
  /** Number of containers available; absent means as many as needed. */
  count?: number;
  /** Greatest share of the inner volume that cargo may fill; absent means all of it. */
  maxFill?: number;
  /** Height of the door opening; a carton stands at most this high. Absent means the inner height. */
  doorHeightMm?: number;
}

/** Equal cartons of one line of cargo. Lengths in millimetres, masses in grams, per carton. */
export interface CargoItem {
  id: string;
  lengthMm: number;
  widthMm: number;
  heightMm: number;
  massG: number;
  count: number;
  /** Whether each of the three given edges may stand upright. Quarter turns on the floor are always allowed. */
  orientations: { length: boolean; width: boolean; height: boolean };
  /** `false` means that nothing may rest on the carton; absent means `true`. */
  stackable?: boolean;
  /** Greatest mass that may rest on one carton, directly and through cartons between; grams. Absent means no limit. */
  maxLoadG?: number;
  /**
   * Owner of the cartons, e.g. a merchant: they come into few containers and lie together, where that costs no container.
   */
  group?: string;
  /** Segregation class; `LoadRequest.conflicts` says which classes must not share a container. */
  segregation?: string;
  /** Place in the order of delivery, 1 = unloaded first. Absent means 1. */
  stop?: number;
}

/** `seconds` of the given clock, or, for the same plan on every machine, a number of greedy completions. */
export type Budget = { seconds: number } | { completions: number };

/** A load-planning problem, with the budget of the search. */
export interface LoadRequest {
  containers: ContainerType[];
  items: CargoItem[];
  /** Every carton's base rests on the floor or on other cartons, wholly or for at least `supportShare`. */
  requireSupport: boolean;
  /** A share from 0 to 1; absent means 1. Without `requireSupport` it has no effect. */
  supportShare?: number;
  budget: Budget;
  seed: number;
  /** Number of the variant of the search, from 0, with weights of its own; absent means 0, the measured weights. */
  variant?: number;
  /** Kept free under the roof and before the door; absent means 0. */
  clearanceMm?: number;
  /** Pairs of segregation classes that must not share a container. */
  conflicts?: [string, string][];
}

/** One carton: its corner nearest the inner end, the left wall and the floor, and its edges as placed. */
export interface Placement {
  itemId: string;
  x: number;
  y: number;
  z: number;
  lengthMm: number;
  widthMm: number;
  heightMm: number;
  /** Loading order from 1: nothing is placed behind or under what already stands. */
  step: number;
}

/** One loaded container. */
export interface ContainerLoad {
  type: string;
  placements: Placement[];
  /** Shares from 0 to 1. */
  volumeUtilisation: number;
  payloadUtilisation: number;
  massG: number;
  /** Millimetres from the inner end, the left wall and the floor. */
  centreOfGravity: { x: number; y: number; z: number };
  /** Offset of the centre of gravity from the middle of the length, as a share of the length, signed to the door. */
  lengthwiseOffset: number;
  /** Offset within 5 % and within 10 %, in both cases with no more than 60 % of the mass in half the length. */
  balance: 'WITHIN_GOAL' | 'WITHIN_LIMIT' | 'BEYOND_LIMIT';
}

/**
 * The reason why cartons are not in the plan: too large for every container, too heavy for every one, or no room in those on
 * offer.
 */
export type UnplacedCode = 'FITS_NO_CONTAINER' | 'TOO_HEAVY' | 'NO_ROOM';

/** Cartons of an item that are not in the plan. */
export interface Unplaced {
  itemId: string;
  count: number;
  code: UnplacedCode;
  /** Chinese, for the user. */
  reason: string;
}

/** Makes a plan for a request, in one thread or several. */
export type Planner = (request: LoadRequest) => Promise<LoadPlan>;

/** A load plan. */
export interface LoadPlan {
  containers: ContainerLoad[];
  unplaced: Unplaced[];
  cost: number;
  /** No plan for the whole cargo costs less. */
  lowerBound: number;
  /** Greedy completions spent. */
  completions: number;
}
