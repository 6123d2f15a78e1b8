import type { CartonRule } from '../cartons.ts';
import { cartonCount } from './carton-count.ts';
import { inventedWeights } from './invented-weights.ts';
import { valuePerKilogram } from './value-per-kilogram.ts';
import { weights } from './weights.ts';

const RULES: readonly CartonRule[] = [weights, cartonCount, valuePerKilogram, inventedWeights];

/** What holds of cartons whenever they are measured. */
export const cartonRules: CartonRule = (lines) => RULES.flatMap((rule) => rule(lines));
