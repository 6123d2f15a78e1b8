import declarationRules from '../../../seeds/reference/declaration-rules.json' with { type: 'json' };
import tradeRules from '../../../seeds/reference/trade-rules.json' with { type: 'json' };
import { parseMoney } from '../../shared/kernel/money.ts';

/** What one declaration may carry. */
export interface DeclarationCap {
  /** US cents, itself included. */
  readonly max: number;
  /** US cents, from which on a total is near the cap. */
  readonly near: number;
  readonly legalBasis: string;
}

const NEAR = cents(tradeRules.nearDeclarationLimitUsd);

/**
 * The cap in force on a day (`YYYY-MM-DD`).
 *
 * @throws RangeError for a day before the first
 */
export function capOn(day: string): DeclarationCap {
  const inForce = declarationRules.items
    .filter(({ effectiveFrom }) => effectiveFrom <= day)
    .sort((a, b) => (a.effectiveFrom < b.effectiveFrom ? 1 : -1))[0];
  if (!inForce) throw new RangeError(`no cap on declarations was in force on ${day}`);
  return { max: cents(inForce.maxUsd), near: NEAR, legalBasis: inForce.legalBasis };
}

function cents(usd: string): number {
  const money = parseMoney(usd, 'USD');
  if (!money) throw new Error(`${usd} is no amount in US dollars`);
  return money.minor;
}
