import type { Finding } from '../../../../shared/kernel/finding.ts';
import type { Lists } from '../../../../shared/reference/lists/index.ts';
import type { GoodsForm } from '../../goods.ts';
import type { Party } from '../rule.ts';

/** What goods are judged against. */
export interface GoodsContext {
  /** `YYYY-MM-DD` in China. */
  readonly today: string;
  /** What is in force today. */
  readonly lists: Lists;
  /** Undefined where there is none in this district. */
  readonly merchant: Party | undefined;
  readonly producer: Party | undefined;
}

export type GoodsRule = (form: GoodsForm, context: GoodsContext) => Finding[];
