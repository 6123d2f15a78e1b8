import { comparisonForm } from './comparison.ts';

/**
 * The form in which a stall is looked for, as it stands on the wall or as people say it: `A区1层018号`, `A-1-18` and
 * `a区/1层/18` are the same. Its words for areas, floors and numbers do not count, nor do zeros before a number. Wider than
 * the form by which a stall is one merchant's: what it finds too much is a choice.
 */
export const stallForm = (typed: string): string =>
  (comparisonForm(typed.replaceAll(/[-\p{Pd}/.·\s]+/gu, '号')).match(PART) ?? [])
    .map((part) => part.replace(/^0+(?=\d)/, ''))
    .filter((part) => part !== '')
    .join('/');

/** A number, Latin letters, or a word that is none of those for a part of a market. */
const PART = /\d+|[A-Z]+|[^\dA-Z区座栋幢号铺层楼街排室门]+/gu;
