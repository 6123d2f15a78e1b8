import { normalised } from '../../../../functions/shared/kernel/marks.ts';

/**
 * NIST SP 800-63B-4, 3.1.1.2: at least 15 characters where nothing else is asked for, 8 beside a second factor; at least 64
 * must be let in; no rule on which characters; held against those that everybody uses.
 */
const MIN_ALONE = 15;
const MIN_BESIDE_SECOND_FACTOR = 8;
const MAX_CHARACTERS = 128;

/** One form for what different keyboards send (NIST SP 800-63B-4, 3.1.1.2: NFKC). */
export const normalPassPhrase = (typed: string): string => normalised(typed, 'NFKC');

/** How many characters a pass phrase has at least. */
export const minCharacters = (hasSecondFactor: boolean): number =>
  hasSecondFactor ? MIN_BESIDE_SECOND_FACTOR : MIN_ALONE;

/**
 * What is wrong with a pass phrase that somebody chooses, in Chinese; undefined where nothing is.
 *
 * @param passPhrase in its normal form
 */
export function faultOf(
  passPhrase: string,
  { loginName, hasSecondFactor }: { readonly loginName: string; readonly hasSecondFactor: boolean },
): string | undefined {
  const length = Array.from(passPhrase).length;
  const least = minCharacters(hasSecondFactor);
  if (length < least) {
    return `口令至少 ${least} 个字符，现在是 ${length} 个。可用几个不相干的词连成一句，中文、空格都可以`;
  }
  if (length > MAX_CHARACTERS) return `口令最多 ${MAX_CHARACTERS} 个字符，现在是 ${length} 个`;
  if (isCommon(passPhrase.toLowerCase(), loginName)) {
    return '这个口令太常见，容易被猜中。请不要用连续或重复的字符、常见口令或登录名';
  }
  return undefined;
}

/** One of the list, one repeated, a walk along the keyboard, or the name that it belongs to. */
function isCommon(passPhrase: string, loginName: string): boolean {
  const word = passPhrase.replaceAll(/[\s._@!#-]/g, '');
  const unit = repeated(word);
  return (
    Array.from(unit).length < MIN_BESIDE_SECOND_FACTOR / 2 ||
    COMMONEST.has(unit) ||
    COMMONEST.has(unit.replace(/\d{1,4}$/, '')) ||
    WALKS.some((walk) => walk.includes(word)) ||
    unit === loginName.replaceAll(/[._-]/g, '')
  );
}

/** The shortest text of whose repetitions a text consists, the last of which may be cut off. */
function repeated(text: string): string {
  const characters = Array.from(text);
  const length = characters.findIndex(
    (_, period) => period > 0 && characters.every((one, index) => one === characters[index % period]),
  );
  return length === -1 ? text : characters.slice(0, length).join('');
}

const there = (walk: string): string => walk.repeat(8);
const andBack = (walk: string): string => Array.from(walk).toReversed().join('');
const ROWS = ['0123456789', '1234567890', 'abcdefghijklmnopqrstuvwxyz', 'qwertyuiop', 'qwertyuiopasdfghjklzxcvbnm'];

/** Rows of the keyboard and the alphabet, over and over, both ways. */
const WALKS = ROWS.flatMap((row) => [there(row), andBack(there(row))]);

/** The commonest of lists of stolen ones, those of Chinese sites among them, and words that everybody here thinks of. */
const COMMONEST: ReadonlySet<string> = new Set([
  '12345678',
  '123456789',
  '1234567890',
  '11223344',
  '123123123',
  '147258369',
  '5201314520',
  '1314520',
  '1qaz2wsx',
  '1qaz2wsx3edc',
  '1q2w3e4r',
  '1q2w3e4r5t',
  '1q2w3e4r5t6y',
  '1q2w3e4r5t6y7u8i',
  'a12345678',
  'a123456789',
  'aa123456',
  'aa123456789',
  'abc123456',
  'abcd1234',
  'admin',
  'administrator',
  'asdfghjkl',
  'chongqing',
  'dazu',
  'iloveyou',
  'letmein',
  'mima',
  'pass',
  'passphrase',
  'password',
  'q1w2e3r4',
  'qazwsxedc',
  'qq123456',
  'qwer1234',
  'qwertyuiop',
  'shichangcaigou',
  'sunshine',
  'welcome',
  'woaini',
  'woaini1314',
  'woaini1314520',
  'woaini520',
  'zaq12wsx',
  'zxcvbnm',
  '市场采购',
  '市场采购贸易',
  '市场采购贸易登记平台',
]);
