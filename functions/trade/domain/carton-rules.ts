import type { CartonRule } from './cartons.ts';
import { cartonCount } from './rules/carton-count.ts';
import { inventedWeights } from './rules/invented-weights.ts';
import { valuePerKilogram } from './rules/value-per-kilogram.ts';
import { weights } from './rules/weights.ts';

const RULES: readonly CartonRule[] = [weights, cartonCount, valuePerKilogram, inventedWeights];

/** What holds of cartons whenever they are measured. */
export const cartonRules: CartonRule = (lines, lists) => RULES.flatMap((rule) => rule(lines, lists));
