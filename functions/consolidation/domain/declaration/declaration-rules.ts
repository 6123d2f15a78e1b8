import { z } from 'zod';
import reference from '../../../../seeds/reference/declaration-rules.json' with { type: 'json' };
import { amount } from '../../../shared/kernel/fields.ts';
import { parseMoney } from '../../../shared/kernel/money.ts';

/** Limits of an export declaration in mode 1039, and the rules of its simplified form, in force from a day on. */
const DeclarationRules = z.strictObject({
  /** `YYYY-MM-DD`. */
  effectiveFrom: z.iso.date(),
  legalBasis: z.string(),
  /** Greatest value of one declaration, inclusive. */
  maxUsd: amount('单票上限').transform((text) => parseMoney(text, 'USD')?.minor ?? 0),
  maxLines: z.int().positive(),
  /** Number of kinds, the highest by value, that are declared line by line. */
  keptKinds: z.int().positive(),
  /** Goods that customs excludes from merging, by the beginning of their HS code. */
  exceptions: z.array(z.strictObject({ hsPrefix: z.string().regex(/^\d{2,10}$/), legalBasis: z.string() })),
});

/** `maxUsd` in cents. */
export type DeclarationRules = z.output<typeof DeclarationRules>;

const versions = z
  .array(DeclarationRules)
  .parse(reference.items)
  .sort((a, b) => (a.effectiveFrom < b.effectiveFrom ? 1 : -1));

/**
 * The rules in force on a day (`YYYY-MM-DD`).
 *
 * @throws RangeError for a day before the first version
 */
export function rulesOn(day: string): DeclarationRules {
  const version = versions.find((candidate) => candidate.effectiveFrom <= day);
  if (!version) throw new RangeError(`no declaration rules were in force on ${day}`);
  return version;
}
