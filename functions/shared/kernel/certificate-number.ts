import { normaliseCode } from './text.ts';

/** Words before the number that are part of none: no passport is numbered PASSPORT, and none in Chinese. */
const WORD =
  /^(?:\p{Script=Han}+|PASSPORT|PASSEPORT|PASAPORTE|PASSAPORTE|REISEPASS(?:NUMMER)?|ПАСПОРТ|TRAVEL\s?DOCUMENT|PASS(?![A-Z\d])|CERTIFICATE|NUMBER|NUMERO)/u;

/**
 * An abbreviation of it may begin a number, as in `PP123456`: it is a word where a sign, or a word for number, stands behind
 * it.
 */
const SHORT_WORD = /^PPT?(?:\s*[:#]|[\s./-]*(?=(?:NO|NR|NUM)(?:[\s./-]*[.:#]|[\s/-])|NUMBER))[\s.:#/-]*/;

/** What stands between such words and the number. */
const SIGNS = /^[\s.:#/<-]+/;

/** `No.` may begin a number itself, as `NO1234567` does: it is none where a sign, or more letters, stand behind it. */
const NO = /^(?:NO|NR|NUM)(?:[\s./-]*[.:#][\s.:#/-]*|[\s/-]+(?=[A-Z]))/;

/** The code of the kind of document, as passports print it, and N. for number: no number has a colon in it. */
const KIND = /^[PN]\s*:[\s.:#/-]*/;

/** Where nobody can tell whether the letters are of the number, which people type with such signs in it too. */
const DOUBTFUL =
  /^(?:(NO|NR|NUM)[\s/-]+(?=\d)|(P)\s*[/<]|(N)\s*[./]|(PPT?)\s+(?=[A-Z])|(PPT?(?:NO|NR|NUM))(?=[A-Z\d]))/;

/**
 * Behind a word for the kind of document, `NO` with a digit after it may be a word or the number's; behind 号码 it is the
 * number's.
 */
const DOUBTFUL_NO = /^[\s.:#/<-]*(NO|NR|NUM)(?=\d)/;

/** Whatever is set off behind a number by a blank, as a country is; one letter may be the number's last. */
const BEHIND = /\d\s+([A-Z]{2,})$/;

/**
 * The number of a passport or other certificate, without the words and signs that people write before it: `No.Q890758`,
 * `№Q890758`, `PASSPORT Q890758`, `P: Q890758` and `护照号码：Q890758` are `Q890758`. Letters that begin a number stay:
 * `P890758` and `NO890758` are what they are. Half-width and in capitals; done again it does nothing.
 */
export function certificateNumberOf(typed: string): string {
  const text = normaliseCode(typed.replaceAll('№', 'No.').replaceAll(/n\.?\s*[º°]/gi, 'No.'));
  const bare = [
    text.replace(SIGNS, ''),
    afterWord(text),
    text.replace(SHORT_WORD, ''),
    text.replace(NO, ''),
    text.replace(KIND, ''),
  ].find((each) => each !== text);
  return bare === undefined || bare === '' ? text : certificateNumberOf(bare);
}

/** Behind a word, `NO` is a word too, unless nobody can tell. */
function afterWord(text: string): string {
  const rest = text.replace(WORD, '');
  return rest === text || doubtfulNoOf(text) !== undefined
    ? text
    : rest.replace(SIGNS, '').replace(/^(?:NO|NR|NUM)[\s.:#/<-]+/, '');
}

/** The letters at the beginning of a number of which nobody can tell whether they are a part of it. */
export function doubtfulPrefixOf(number: string): string | undefined {
  return (
    DOUBTFUL.exec(number)
      ?.slice(1)
      .find((letters) => letters !== undefined) ?? doubtfulNoOf(number)
  );
}

function doubtfulNoOf(text: string): string | undefined {
  const word = WORD.exec(text)?.[0];
  if (word === undefined || /(?:[号號码碼]|NUMBER|NUMERO|NUMMER)$/u.test(word)) return undefined;
  return DOUBTFUL_NO.exec(text.slice(word.length))?.[1];
}

/** Letters set off behind a number, which are none of it: the `UAE` of `A1234567 UAE`. */
export const lettersBehind = (number: string): string | undefined => BEHIND.exec(number)?.[1];
