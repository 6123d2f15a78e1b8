/** Words that point to something, unless they stand in one of the exceptions. */
export interface WordList<Item extends { readonly words: readonly string[] } = { readonly words: readonly string[] }> {
  readonly except: readonly string[];
  readonly items: readonly Item[];
}

/** The first word of the list in the text; Latin words match whole, Chinese ones anywhere. */
export const wordIn = (list: WordList, text: string): string | undefined => itemsIn(list, text)[0]?.word;

/** The items of the list that have a word in the text (small letters), each with its first. */
export function itemsIn<Item extends { readonly words: readonly string[] }>(
  list: WordList<Item>,
  text: string,
): { item: Item; word: string }[] {
  const plain = list.except.reduce((rest, phrase) => rest.replaceAll(phrase, ' '), text);
  const stands = (word: string): boolean =>
    /^[ -~]+$/.test(word) ? new RegExp(`\\b${word}\\b`).test(plain) : plain.includes(word);
  return list.items.flatMap((item) => {
    const word = item.words.find(stands);
    return word === undefined ? [] : [{ item, word }];
  });
}
