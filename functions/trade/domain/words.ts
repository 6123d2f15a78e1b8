import type { FiledGoods } from './filed.ts';

/** All that a filing says of goods in words, small letters. */
export const wording = ({ nameZh, nameEn = '', specification }: FiledGoods): string =>
  `${nameZh} ${nameEn} ${specification}`.toLowerCase();
