import type { Grouping } from './statistics.ts';

/** Chinese names of the sides by which trades are summed. */
export const GROUPING_NAMES: Readonly<Record<Grouping, string>> = {
  district: '区县',
  market: '市场',
  chapter: '商品章',
  destination: '最终目的国',
};
