/** A kind of container and what one of it takes; volume in mm³, mass in grams, cost in any one unit. */
export interface Vehicle {
  readonly type: string;
  readonly volumeMm3: number;
  readonly massG: number;
  readonly cost: number;
}

/** Goods that stay together in one container and on one declaration; volume in mm³, mass in grams, value in cents. */
export interface Lot {
  readonly id: string;
  readonly volumeMm3: number;
  readonly massG: number;
  readonly usdMinor: number;
  /** Segregation classes of the goods; without any they may share a container with all others. */
  readonly classes: readonly string[];
}

/** A grouping problem. */
export interface GroupingRequest {
  readonly lots: readonly Lot[];
  readonly vehicles: readonly Vehicle[];
  /** Greatest value of one group, in cents: a group goes onto one declaration. */
  readonly maxUsdMinor: number;
  /** Pairs of classes that must not share a container; a class paired with itself admits one lot of it a container. */
  readonly conflicts: readonly (readonly [string, string])[];
  /** Seconds of the given clock. */
  readonly seconds: number;
}

/** Lots that share a container. */
export interface Group {
  readonly type: string;
  readonly lotIds: readonly string[];
  readonly cost: number;
}

/** The reason why a lot is in no group: the first measure that no container takes, or conflicting goods within the lot. */
export type UngroupedCode = 'VOLUME' | 'MASS' | 'VALUE' | 'CONFLICT';

/** A grouping of lots, with a bound of its cost. */
export interface Grouping {
  readonly groups: readonly Group[];
  readonly ungrouped: readonly { readonly lotId: string; readonly code: UngroupedCode }[];
  readonly cost: number;
  /** No grouping of the grouped lots costs less. */
  readonly lowerBound: number;
}
