/** What one kind of container takes as a group's vehicle; volume in mm³, mass in grams, cost in any one unit. */
export interface Vehicle {
  readonly type: string;
  readonly volumeMm3: number;
  readonly massG: number;
  readonly cost: number;
}

/** Goods that stay together: they go into one container and onto one declaration. */
export interface Lot {
  readonly id: string;
  readonly volumeMm3: number;
  readonly massG: number;
  readonly usdMinor: number;
  /** Segregation classes of the goods; none means that they may stand with any. */
  readonly classes: readonly string[];
}

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

/** Why a lot stands in no group: the first measure that no container takes, or goods in it that must stand apart. */
export type UngroupedCode = 'VOLUME' | 'MASS' | 'VALUE' | 'CONFLICT';

export interface Grouping {
  readonly groups: readonly Group[];
  readonly ungrouped: readonly { readonly lotId: string; readonly code: UngroupedCode }[];
  readonly cost: number;
  /** No grouping of the grouped lots costs less. */
  readonly lowerBound: number;
}
