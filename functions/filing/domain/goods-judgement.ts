import type { Finding } from '../../shared/kernel/finding.ts';
import type { GoodsForm } from './goods.ts';
import { brand } from './goods-rules/brand.ts';
import { controls } from './goods-rules/controls.ts';
import { lookAlikeLetters } from './goods-rules/look-alike-letters.ts';
import { parties } from './goods-rules/parties.ts';
import type { GoodsContext, GoodsRule } from './goods-rules/rule.ts';
import { scope } from './goods-rules/scope.ts';

const RULES: readonly GoodsRule[] = [parties, controls, brand, lookAlikeLetters, scope];

/** What every rule finds in goods; what blocks is refused, what is to be reviewed stays with the record. */
export const goodsFindings = (form: GoodsForm, context: GoodsContext): Finding[] =>
  RULES.flatMap((rule) => rule(form, context));
