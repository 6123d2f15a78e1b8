import { codePoint, lookAlikes } from './comparison.ts';
import { excerpt } from './fields.ts';
import { danger, type Finding, review, type Said, says } from './finding.ts';

/** A text of a form: where it stands, what the form calls it, what was typed. */
export type Typed = readonly [pointer: string, label: string, text: string | undefined];

/** Letters by which one name or number may pass for another; somebody has to look at the original. */
export const lookAlikeReviews = (texts: readonly Typed[]): Finding[] =>
  doubts(texts).map(([pointer, said]) => review(LOOK_ALIKE_LETTERS, pointer, said));

/** The same where nobody reviews: the text is typed anew. */
export const lookAlikeDangers = (texts: readonly Typed[]): Finding[] =>
  doubts(texts).map(([pointer, said]) => danger(LOOK_ALIKE_LETTERS, pointer, said));

const LOOK_ALIKE_LETTERS = 'LOOK_ALIKE_LETTERS';

const doubts = (texts: readonly Typed[]): [pointer: string, said: Said][] =>
  texts.flatMap(([pointer, label, text = '']): [string, Said][] => {
    const letters = lookAlikes(text);
    if (letters.length === 0) return [];
    const named = letters.map((letter) => `“${letter}”（${codePoint(letter)}）`).join('、');
    return [
      [
        pointer,
        says(
          `${label}“${excerpt(text)}”中的${named}不是拉丁字母或汉字，只是看起来相同`,
          '请对照原件核对，有误的重新输入',
        ),
      ],
    ];
  });
