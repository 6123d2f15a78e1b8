import type { Finding } from '../../../../shared/kernel/finding.ts';
import type { GoodsForm } from '../../goods.ts';
import { brand } from './brand.ts';
import { controls } from './controls.ts';
import { knownUnits } from './known-units.ts';
import { lookAlikeLetters } from './look-alike-letters.ts';
import { parties } from './parties.ts';
import type { GoodsContext, GoodsRule } from './rule.ts';
import { scope } from './scope.ts';
import { tariffCode } from './tariff-code.ts';

const RULES: readonly GoodsRule[] = [knownUnits, tariffCode, parties, controls, brand, lookAlikeLetters, scope];

/** What every rule finds in goods; what blocks is refused, what is to be reviewed stays with the record. */
export const goodsFindings = (form: GoodsForm, context: GoodsContext): Finding[] =>
  RULES.flatMap((rule) => rule(form, context));
