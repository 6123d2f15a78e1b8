import type { FiledGoods } from '../filed.ts';

/** Words that point to something, unless they stand in one of the exceptions. */
export interface WordList {
  readonly except: readonly string[];
  readonly items: readonly { readonly words: readonly string[] }[];
}

/** All that a filing says of goods in words, small letters. */
export const wording = ({ nameZh, nameEn = '', specification }: FiledGoods): string =>
  `${nameZh} ${nameEn} ${specification}`.toLowerCase();

/** The first word of the list in the text; Latin words match whole, Chinese ones anywhere. */
export function wordIn(list: WordList, text: string): string | undefined {
  const plain = list.except.reduce((rest, phrase) => rest.replaceAll(phrase, ' '), text);
  return list.items
    .flatMap(({ words }) => words)
    .find((word) => (/^[ -~]+$/.test(word) ? new RegExp(`\\b${word}\\b`).test(plain) : plain.includes(word)));
}
