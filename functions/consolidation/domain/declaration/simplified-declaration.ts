import { z } from 'zod';
import { CURRENCIES } from '../../../shared/kernel/money.ts';
import { explain } from '../explanation.ts';
import { byValue, type Kind, kindsOf, type SourceLine } from '../kinds.ts';
import { first, sum } from '../sums.ts';
import type { DeclarationRules } from './declaration-rules.ts';

/**
 * 简化申报 (海关总署公告2019年第221号): the five kinds of highest value are declared line by line, all others merged by
 * HS chapter under the code of the highest-value kind of the chapter. The announcement is silent on ties, on kinds in
 * several currencies and on merged lines whose legal units differ: what happens then is designed for this project.
 */

/** A line of a declaration. Quantity in 1/100,000 of the unit, amounts in minor units, masses in grams. */
export const DeclarationLine = z.object({
  hsCode: z.string(),
  name: z.string(),
  currency: z.enum(CURRENCIES),
  amountMinor: z.int(),
  amountUsdMinor: z.int(),
  quantity: z.int(),
  /** Legal unit of the HS code; 035 千克 where the merged kinds have different ones. */
  unit: z.string(),
  netG: z.int(),
  grossG: z.int(),
  /** The trade lines declared here, highest value first: the way back to goods, merchant and stall. */
  mergedFrom: z.array(z.object({ tradeId: z.string(), lineNo: z.int() })),
  /** Chinese; present where lines were merged or may not be. */
  explanation: z.string().optional(),
  /** `REVIEW_MIXED_UNITS`: in kilograms of net weight because the legal units differ; a person checks it. */
  flags: z.array(z.enum(['REVIEW_MIXED_UNITS'])),
});

export type DeclarationLine = z.infer<typeof DeclarationLine>;

const KILOGRAM = '035';

/** Grams as 1/100,000 kilograms. */
const KILOGRAMS_PER_GRAM = 100;

/**
 * The declaration lines of trade lines: the kept kinds by value, the merged chapters by value, then what is never
 * merged. The order of the input does not matter; every trade line is in exactly one `mergedFrom`; values and weights
 * are conserved.
 */
export function simplify(lines: readonly SourceLine[], rules: DeclarationRules): DeclarationLine[] {
  const { kept, merged, barred } = arrange(kindsOf(lines, rules), rules);
  return [...kept.map((kind) => [kind]), ...merged, ...barred.map((kind) => [kind])].map((kinds) =>
    declare(kinds, rules),
  );
}

/** Number of lines that `simplify` would answer. */
export function countLines(lines: readonly SourceLine[], rules: DeclarationRules): number {
  const { kept, merged, barred } = arrange(kindsOf(lines, rules), rules);
  return kept.length + merged.length + barred.length;
}

/** Divides the kinds into those declared line by line, merged by chapter, and barred from merging; highest value first. */
function arrange(kinds: readonly Kind[], rules: DeclarationRules) {
  const mergeable = kinds.filter((kind) => kind.barrier === undefined);
  // A declared line has one currency, so a chapter merges within each currency.
  const chapters = Map.groupBy(
    mergeable.slice(rules.keptKinds),
    (kind) => `${kind.hsCode.slice(0, 2)} ${kind.currency}`,
  );
  return {
    kept: mergeable.slice(0, rules.keptKinds),
    merged: [...chapters.values()].sort((a, b) => valueOf(b) - valueOf(a) || byValue(first(a), first(b))),
    barred: kinds.filter((kind) => kind.barrier !== undefined),
  };
}

/** One declaration line of one or more kinds, highest value first; the first one leads. */
function declare(kinds: readonly Kind[], rules: DeclarationRules): DeclarationLine {
  const lead = first(kinds);
  const lines = kinds.flatMap((kind) => kind.lines);
  const netG = sum(lines, (line) => line.netG);
  const unit = first(lines).legalUnit;
  const mixed = lines.some((line) => line.legalUnit !== unit);
  const explanation = explain(kinds, mixed, rules);
  return {
    hsCode: lead.hsCode,
    name: lead.name,
    currency: lead.currency,
    amountMinor: sum(lines, (line) => line.amountMinor),
    amountUsdMinor: valueOf(kinds),
    quantity: mixed ? netG * KILOGRAMS_PER_GRAM : sum(lines, (line) => line.legalQuantity),
    unit: mixed ? KILOGRAM : unit,
    netG,
    grossG: sum(lines, (line) => line.grossG),
    mergedFrom: lines.map(({ tradeId, lineNo }) => ({ tradeId, lineNo })),
    ...(explanation === undefined ? {} : { explanation }),
    flags: mixed ? ['REVIEW_MIXED_UNITS'] : [],
  };
}

const valueOf = (kinds: readonly Kind[]): number => sum(kinds, (kind) => kind.amountUsdMinor);
