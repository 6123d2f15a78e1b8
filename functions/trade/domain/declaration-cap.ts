import { parseMoney } from '../../shared/kernel/money.ts';
import type { Lists } from '../../shared/reference/lists/index.ts';

/** What one declaration may carry. */
export interface DeclarationCap {
  /** US cents, itself included. */
  readonly max: number;
  /** US cents, from which on a total is near the cap. */
  readonly near: number;
  readonly legalBasis: string;
}

/** The cap in force. */
export const declarationCap = ({ declarationRules, tradeRules }: Lists): DeclarationCap => ({
  max: cents(declarationRules.maxUsd),
  near: cents(tradeRules.nearDeclarationLimitUsd),
  legalBasis: declarationRules.legalBasis,
});

function cents(usd: string): number {
  const money = parseMoney(usd, 'USD');
  if (!money) throw new Error(`${usd} is no amount in US dollars`);
  return money.minor;
}
