import { lookAlikeReviews } from '../../../../shared/kernel/look-alike.ts';
import type { GoodsRule } from './rule.ts';

/** Goods or a brand written with letters of another script pass for others. */
export const lookAlikeLetters: GoodsRule = ({ nameZh, nameEn, brand }) =>
  lookAlikeReviews([
    ['/nameZh', '中文品名', nameZh],
    ['/nameEn', '英文品名', nameEn],
    ['/brand/name', '品牌名称', brand.name],
  ]);
