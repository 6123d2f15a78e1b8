import { numberDigest, phoneTailDigest } from '../../shared/digest.ts';
import { certificateNumberOf } from '../../shared/kernel/certificate-number.ts';
import { searchForm } from '../../shared/kernel/comparison.ts';
import type { DistrictId } from '../../shared/kernel/identifier.ts';
import { normalised } from '../../shared/kernel/marks.ts';
import { canonicalPhone, lastDigits } from '../../shared/kernel/phone.ts';
import { stallText } from '../../shared/kernel/stall.ts';
import { stallForm } from '../../shared/kernel/stall-form.ts';
import type { Key } from '../../shared/table/keys.ts';
import type { Words } from '../../shared/table/list.ts';
import { wordItem } from '../../shared/table/listing.ts';
import { ahead, clear, type Write } from '../../shared/table/write.ts';
import type { Entity } from '../domain/entity.ts';
import { identifierOf, phoneOf } from '../domain/identity.ts';
import type { Submission } from '../domain/submission.ts';
import { ENTITIES } from './terms.ts';

/** What lists and rules look at of an entity's form. */
export interface EntityBrief {
  readonly kind: Submission['kind'];
  readonly name: string;
  readonly nameEn?: string | undefined;
  /** By which its number is found without being kept: `identifierMark`. */
  readonly identifier: string;
  /** The HS chapters of a merchant. */
  readonly hsChapters?: readonly string[] | undefined;
  /** The number that it bore before it was taken over. */
  readonly formerNumber?: string | undefined;
  /** A merchant's stall, in the form in which it is looked for. */
  readonly stall?: string | undefined;
  /** What stands for the last digits of its phone: `phoneTailDigest`. */
  readonly phoneTail?: string | undefined;
}

export const entityBrief = ({
  districtId,
  submission,
  former,
}: Pick<Entity, 'districtId' | 'submission' | 'former'>): EntityBrief => {
  const { kind, entity } = submission;
  return {
    kind,
    name: entity.name,
    ...('nameEn' in entity && entity.nameEn !== undefined ? { nameEn: entity.nameEn } : {}),
    identifier: identifierMark(identifierOf(submission)),
    ...(former && { formerNumber: former.number }),
    ...(kind === 'merchant' ? { hsChapters: entity.hsChapters, stall: stallForm(stallText(entity.stall)) } : {}),
    phoneTail: phoneTailDigest(districtId, lastDigits(canonicalPhone(phoneOf(submission)))),
  };
};

/**
 * The marks under which what a query says may stand, if it is an identifier: as it is typed, and without words before it.
 */
export const marksOf = (q: string): string[] => [...new Set([q, certificateNumberOf(q)].map(identifierMark))];

/** Stands for a whole identifier, however it was typed, where lists are searched: enough of its digest to tell it. */
export const identifierMark = (identifier: string): string => numberDigest(searchForm(identifier)).slice(0, 16);

/**
 * 查询词: the words under which entities are found, each an item in one list of the district, so that a search reads what
 * begins as it does and nothing else. A text is found from every Chinese character, and from the beginning of every other
 * word, on; a phone, a stall and an identifier by what stands for them.
 */
const [TEXT, IDENTIFIER, STALL, PHONE] = ['T#', 'I#', 'S#', 'P#'];

/** [designed] Characters of a word, and words of an entity: longer texts are found by their beginnings. */
const [WORD_LENGTH, MAX_WORDS] = [60, 60];

/** How a character goes with its neighbours: by itself, in a word of letters, in a number, or in none. */
function classOf(character: string): 'OWN' | 'LETTER' | 'DIGIT' | 'MARK' | 'NONE' {
  if (/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u.test(character)) return 'OWN';
  if (/\p{L}/u.test(character)) return 'LETTER';
  if (/\p{N}/u.test(character)) return 'DIGIT';
  return /\p{M}/u.test(character) ? 'MARK' : 'NONE';
}

/** What a text says from the beginning of each of its words on. */
function wordsIn(text: string): string[] {
  const characters = Array.from(normalised(text, 'NFKC'));
  const words: string[] = [];
  let before = 'NONE';
  for (const [index, character] of characters.entries()) {
    const now = classOf(character);
    if (now === 'MARK') continue;
    if (now === 'OWN' || (now !== 'NONE' && now !== before)) words.push(searchForm(characters.slice(index).join('')));
    before = now;
  }
  // The last character alone finds too much to be of use.
  return words.filter((word, index) => index === 0 || Array.from(word).length > 1);
}

/** A number of the register is told by its serial too, without the zeros before it. */
const wordsOfNumber = (filingNumber: string): string[] => {
  const whole = searchForm(filingNumber);
  return [whole, serialOf(whole.slice(-6))];
};

const serialOf = (digits: string): string => digits.replace(/^0+(?=\d)/, '');

type Found = Pick<EntityBrief, 'name' | 'nameEn' | 'identifier' | 'formerNumber' | 'stall' | 'phoneTail'>;

/** The words of an entity, in the order in which a search looks for them. */
export function wordsOf(
  { name, nameEn = '', identifier, formerNumber = '', stall = '', phoneTail }: Found,
  filingNumber: string,
): string[] {
  const texts = [...wordsIn(name), ...wordsOfNumber(filingNumber), ...wordsIn(formerNumber), ...wordsIn(nameEn)];
  const words = [
    `${IDENTIFIER}${identifier}`,
    ...(phoneTail === undefined ? [] : [`${PHONE}${phoneTail}`]),
    ...(stall === '' ? [] : [`${STALL}${stall}`]),
    ...texts.filter((text) => text !== '').map((text) => TEXT + Array.from(text).slice(0, WORD_LENGTH).join('')),
  ];
  return [...new Set(words)].slice(0, MAX_WORDS);
}

/**
 * The beginnings under which what a person typed may stand: as text, as an identifier, as a stall, and to the offices as the
 * last four digits of a phone.
 */
export function beginningsOf(q: string, districtId: DistrictId, mayAskForPhones: boolean): string[] {
  const [text, stall] = [Array.from(searchForm(q)).slice(0, WORD_LENGTH).join(''), stallForm(q)];
  return [
    ...(text === '' ? [] : [TEXT + text]),
    ...(/^0\d{1,5}$/.test(text) ? [TEXT + serialOf(text)] : []),
    ...marksOf(q).map((mark) => IDENTIFIER + mark),
    // A stall has a number; a word alone is a name's.
    ...(/\d/.test(stall) ? [STALL + stall] : []),
    ...(mayAskForPhones && /^\d{4}$/.test(text) ? [PHONE + phoneTailDigest(districtId, text)] : []),
  ];
}

export const underWords = (beginnings: readonly string[]): Words[] => beginnings.map((beginning) => ({ beginning }));

/** The one word by which an entity is shown in what a search finds; undefined where it is not found by it. */
export const shownBy = (words: readonly string[], beginnings: readonly string[]): string | undefined =>
  beginnings.flatMap((beginning) => words.filter((word) => word.startsWith(beginning)).toSorted()[0] ?? [])[0];

/**
 * The writes by which an entity's words become others. New ones are there before the entity says so: whoever finds it by one
 * looks at the entity itself. Those that it no longer has go in the transaction of its change, which the entity's version
 * holds: none is taken away that a later version has.
 */
export function wordWrites(
  pk: Key['pk'],
  districtId: DistrictId,
  before: readonly string[],
  after: readonly string[],
): Write[] {
  const item = (word: string) => wordItem({ districtId, collection: ENTITIES }, word, pk);
  return [
    ...before.filter((word) => !after.includes(word)).map((word) => clear(item(word))),
    ...after.filter((word) => !before.includes(word)).map((word) => ahead(item(word))),
  ];
}
