import type { CargoItem, Placement } from '../model.ts';

/** Stable codes of faults; each names one rule. */
export type ViolationCode =
  | 'UNKNOWN_CONTAINER'
  | 'TOO_MANY_CONTAINERS'
  | 'UNKNOWN_ITEM'
  | 'WRONG_COUNT'
  | 'NOT_WHOLE_MILLIMETRES'
  | 'WRONG_ORIENTATION'
  | 'OUTSIDE_CONTAINER'
  | 'HIGHER_THAN_DOOR'
  | 'OVERLAP'
  | 'UNSUPPORTED'
  | 'OVERLOADED_CARTON'
  | 'OVER_PAYLOAD'
  | 'OVER_FILLED'
  | 'SEGREGATION'
  | 'IMPOSSIBLE_STEP'
  | 'BLOCKED_STOP'
  | 'WRONG_FIGURE';

/** A fault of a plan. `container` is its index in the plan, absent for the plan as a whole. */
export interface Violation {
  code: ViolationCode;
  container?: number;
  itemIds: string[];
  /** Chinese, for the user. */
  message: string;
}

/** One carton as it stands; corners in millimetres along length, width and height. */
export interface Box {
  item: CargoItem;
  placement: Placement;
  low: [number, number, number];
  high: [number, number, number];
}

/** Axes, as places in `Box.low` and `Box.high`. */
export const X = 0;
export const Y = 1;
export const Z = 2;

/** Reports a fault of the container being checked; the message is Chinese. */
export type Report = (code: ViolationCode, message: string, ...itemIds: string[]) => void;
