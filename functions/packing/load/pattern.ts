import type { ContainerType } from '../model.ts';
import type { Carton } from './layout.ts';

/** One way to load one container: a column of the master program. Volume in mm³, mass in grams. */
export interface Pattern {
  container: ContainerType;
  /** In loading order. */
  cartons: Carton[];
  /** Cartons by type. */
  counts: Int32Array;
  volume: number;
  massG: number;
}
