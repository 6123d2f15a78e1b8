import { parseMoney } from '../../../shared/kernel/money.ts';
import type { Lists, RowOf } from '../../../shared/reference/lists/index.ts';

/** What an export declaration in mode 1039 may hold, and how its simplified form is made; `maxUsd` in cents. */
export interface DeclarationRules
  extends Pick<RowOf<'declarationRules'>, 'legalBasis' | 'maxLines' | 'keptKinds' | 'exceptions'> {
  readonly maxUsd: number;
}

/** The rules in force. */
export function declarationRulesOf({ declarationRules }: Pick<Lists, 'declarationRules'>): DeclarationRules {
  const maxUsd = parseMoney(declarationRules.maxUsd, 'USD');
  if (!maxUsd) throw new Error(`${declarationRules.maxUsd} is no amount in US dollars`);
  return { ...declarationRules, maxUsd: maxUsd.minor };
}
