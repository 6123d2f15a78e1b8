import { fitInto } from '../../../packing/group/anneal.ts';
import { problemOf } from '../../../packing/group/problem.ts';
import { randomFrom } from '../../../packing/solve/random.ts';
import type { SourceLine } from '../kinds.ts';
import { sum } from '../sums.ts';
import type { DeclarationRules } from './declaration-rules.ts';
import { countLines } from './simplified-declaration.ts';

/** Trade lines that go onto the same declaration. */
export interface Parcel {
  readonly lines: readonly SourceLine[];
  readonly usdMinor: number;
}

export const parcelOf = (lines: readonly SourceLine[]): Parcel => ({
  lines,
  usdMinor: sum(lines, (line) => line.amountUsdMinor),
});

export const joined = (a: Parcel, b: Parcel): Parcel => ({
  lines: [...a.lines, ...b.lines],
  usdMinor: a.usdMinor + b.usdMinor,
});

/** Whether a parcel makes one declaration. */
export const within = ({ lines, usdMinor }: Parcel, rules: DeclarationRules): boolean =>
  usdMinor <= rules.maxUsd && (lines.length <= rules.maxLines || countLines(lines, rules) <= rules.maxLines);

/**
 * Parcels joined into as few declarations as can be found: first-fit decreasing, and where that takes more than the bound,
 * a search for a place in fewer. Each parcel makes a declaration by itself.
 */
export function fewest(parcels: readonly Parcel[], bound: number, rules: DeclarationRules): Parcel[] {
  const filled = firstFit(parcels, rules);
  for (let count = bound; count < filled.length; count += 1) {
    const searched = searchFor(parcels, count, rules);
    if (searched) return searched;
  }
  return filled;
}

function firstFit(parcels: readonly Parcel[], rules: DeclarationRules): Parcel[] {
  const filled: Parcel[] = [];
  // Sorting is stable: parcels of equal value keep the order of the trades.
  for (const parcel of parcels.toSorted((a, b) => b.usdMinor - a.usdMinor)) {
    const index = filled.findIndex((open) => within(joined(open, parcel), rules));
    const open = filled[index];
    if (open) filled[index] = joined(open, parcel);
    else filled.push(parcel);
  }
  return filled;
}

/** Parcels that a search is tried for; more are of so many values that first-fit leaves next to nothing to save. */
const MAX_SEARCHED = 120;

/** Looks for so many declarations by value alone; undefined where it finds none, or one would have too many lines. */
function searchFor(parcels: readonly Parcel[], count: number, rules: DeclarationRules): Parcel[] | undefined {
  if (parcels.length > MAX_SEARCHED) return undefined;
  const vehicle = { type: 'DECLARATION', volumeMm3: 1, massG: 1, cost: 1 };
  const lots = parcels.map(({ usdMinor }, at) => ({
    id: String(at),
    volumeMm3: 0,
    massG: 0,
    usdMinor,
    classes: [],
  }));
  const { problem } = problemOf({ lots, vehicles: [vehicle], maxUsdMinor: rules.maxUsd, conflicts: [], seconds: 0 });
  const vessels = Array.from({ length: count }, () => problem.vessels[0]!);
  const found = fitInto(problem, vessels, 1, randomFrom(1), () => true);
  const filled = found?.map((members) => members.map((at) => parcels[at]!).reduce(joined));
  return filled?.every((parcel) => within(parcel, rules)) ? filled : undefined;
}
