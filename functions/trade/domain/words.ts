import { wordsForm } from '../../shared/kernel/comparison.ts';
import type { FiledGoods } from './filed.ts';

/** All that a filing says of goods in words, as words are looked for in it. */
export const wording = ({ nameZh, nameEn = '', specification }: FiledGoods): string =>
  wordsForm(`${nameZh} ${nameEn} ${specification}`);
