import { normaliseCode } from './text.ts';

/** Words before the number that are part of none: no passport is numbered PASSPORT, and none in Chinese. */
const WORD = /^(?:\p{Script=Han}+|PASSPORT|PASSEPORT|PASAPORTE|CERTIFICATE|NUMBER|NUMERO)/u;

/** What stands between such words and the number. */
const SIGNS = /^[\s.:#/<-]+/;

/** `No.` may begin a number itself, as `NO1234567` does: it is none where a sign, or more letters, stand behind it. */
const NO = /^(?:NO|NR|NUM)(?:[\s./-]*[.:#][\s.:#/-]*|[\s/-]+(?=[A-Z]))/;

/** The code of the kind of document, as passports print it, and N. for number: no number has a colon in it. */
const KIND = /^[PN]\s*:[\s.:#/-]*/;

/** Where nobody can tell whether the letters are of the number, which people type with such signs in it too. */
const DOUBTFUL = /^(?:(NO|NR|NUM)[\s/-]+(?=\d)|(P)\s*[/<]|(N)\s*[./])/;

/**
 * The number of a passport or other certificate, without the words and signs that people write before it: `No.Q890758`,
 * `№Q890758`, `PASSPORT Q890758`, `P: Q890758` and `护照号码：Q890758` are `Q890758`. Letters that begin a number stay:
 * `P890758` and `NO890758` are what they are. Half-width and in capitals; done again it does nothing.
 */
export function certificateNumberOf(typed: string): string {
  const text = normaliseCode(typed.replaceAll('№', 'No.').replaceAll(/n\.?\s*[º°]/gi, 'No.'));
  const bare = [text.replace(SIGNS, ''), afterWord(text), text.replace(NO, ''), text.replace(KIND, '')].find(
    (each) => each !== text,
  );
  return bare === undefined || bare === '' ? text : certificateNumberOf(bare);
}

/** Behind a word, `NO` is a word too. */
function afterWord(text: string): string {
  const rest = text.replace(WORD, '');
  return rest === text ? text : rest.replace(SIGNS, '').replace(/^(?:NO|NR|NUM)[\s.:#/<-]+/, '');
}

/** The letters at the beginning of a number of which nobody can tell whether they are a part of it. */
export function doubtfulPrefixOf(number: string): string | undefined {
  const found = DOUBTFUL.exec(number);
  return found?.[1] ?? found?.[2] ?? found?.[3];
}
