/** A kind of container on offer. Inner lengths in millimetres, payload in grams, cost in any one unit. */
export interface ContainerType {
  type: string;
  lengthMm: number;
  widthMm: number;
  heightMm: number;
  payloadG: number;
  cost: number;
  /** How many are available; absent means as many as needed. */
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
  /** Which of the three given edges may stand upright. Quarter turns on the floor are always allowed. */
  orientations: { length: boolean; width: boolean; height: boolean };
  /** `false`: nothing may rest on it. */
  stackable?: boolean;
  /** Greatest mass that may rest on one carton, directly and through what lies between. */
  maxLoadG?: number;
  /** Owner of the cartons, e.g. a merchant: they come into few containers and lie together, where that costs no container. */
  group?: string;
  /** Segregation class; `LoadRequest.conflicts` says which classes must not share a container. */
  segregation?: string;
  /** Place in the order of delivery, 1 = unloaded first. Absent means 1. */
  stop?: number;
}

/** `seconds` of the given clock, or, for the same plan on every machine, a number of greedy completions. */
export type Budget = { seconds: number } | { completions: number };

export interface LoadRequest {
  containers: ContainerType[];
  items: CargoItem[];
  /** Every carton's base rests on the floor or on other cartons, wholly or for at least `supportShare`. */
  requireSupport: boolean;
  /** From 0 to 1; absent means wholly. Without `requireSupport` it says nothing. */
  supportShare?: number;
  budget: Budget;
  seed: number;
  /** Which of the searches that differ in their choices, from 0; absent means 0. */
  variant?: number;
  /** Kept free under the roof and before the door. */
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

export type UnplacedCode = 'FITS_NO_CONTAINER' | 'TOO_HEAVY' | 'NO_ROOM';

export interface Unplaced {
  itemId: string;
  count: number;
  code: UnplacedCode;
  /** Chinese, for the user. */
  reason: string;
}

/** Makes a plan for a request, in whatever way. */
export type Planner = (request: LoadRequest) => Promise<LoadPlan>;

export interface LoadPlan {
  containers: ContainerLoad[];
  unplaced: Unplaced[];
  cost: number;
  /** No plan for the whole cargo costs less. */
  lowerBound: number;
  /** Greedy completions spent. */
  completions: number;
}
