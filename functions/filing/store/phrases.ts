import { TEXT, WORD_LENGTH } from './word.ts';

/**
 * [designed] What names are put together of, in the form in which they are searched, with a blank where a word may begin in
 * a Latin one; in a Chinese one it may with every character. A name is kept from the beginning of such a phrase on, and
 * not from within: what begins within is looked for behind the phrase's beginning. It is exact with whatever phrases, and
 * they save items: whoever changes them has the words of every entity written anew, under a layout of a new number.
 */
const CHINESE =
  '重庆市大足区 重庆市 大足区 重庆 龙水镇 有限公司 有限责任公司 股份有限公司 贸易有限公司 ' +
  '国际贸易有限公司 进出口有限公司 进出口贸易有限公司 商贸有限公司 货运代理有限公司 国际货运代理有限公司 ' +
  '物流有限公司 国际物流有限公司 供应链管理有限公司 供应链有限公司 报关有限公司 报关行 仓储有限公司 ' +
  '科技有限公司 制造有限公司 五金制造有限公司 五金制品有限公司 五金工具有限公司 五金有限公司 五金制品厂 ' +
  '五金工具厂 五金厂 五金工具经营部 五金工具商行 五金经营部 五金商行 五金批发部 五金工具 五金 经营部 ' +
  '批发部 商行 商店 百货 日用品 加工厂 制造厂 个体工商户';

const LATIN =
  'CO LTD, TRADE CO LTD, TRADING CO LTD, INTERNATIONAL TRADE CO LTD, INTERNATIONAL TRADING CO LTD, ' +
  'IMPORT EXPORT CO LTD, FORWARDING CO LTD, LOGISTICS CO LTD, HARDWARE CO LTD, HARDWARE MFG CO LTD, ' +
  'HARDWARE TOOLS, HARDWARE SHOP, GENERAL TRADING LLC, TRADING LLC, TRADING FZE, TRADING EST';

const PHRASES = [...CHINESE.split(' '), ...LATIN.split(', ')].map(phrase);

interface Phrase {
  readonly text: string;
  /** Where in it a word may begin, its first apart; in characters. */
  readonly within: readonly number[];
}

function phrase(written: string): Phrase {
  const words = /[A-Z]/.test(written) ? written.split(' ') : Array.from(written);
  const within = words.slice(1).map((_, index) => words.slice(0, index + 1).join('').length);
  return { text: words.join(''), within };
}

const textIn = (word: string): string | undefined => (word.startsWith(TEXT) ? word.slice(TEXT.length) : undefined);

/** Of the words by which something is found those under which it stands. */
export function keptOf(words: readonly string[]): string[] {
  const covered = new Set<string>();
  const kept: string[] = [];
  for (const word of words) {
    if (covered.has(word)) continue;
    kept.push(word);
    const text = textIn(word) ?? '';
    for (const { text: whole, within } of PHRASES) {
      if (text.startsWith(whole)) for (const from of within) covered.add(TEXT + text.slice(from));
    }
  }
  return kept;
}

/** Where what begins with one of these stands: under itself, or within a phrase, behind what the phrase begins with. */
export const placesOf = (beginnings: readonly string[]): string[] => [
  ...new Set(
    beginnings.flatMap((beginning) => {
      const asked = textIn(beginning);
      return asked === undefined ? [beginning] : [beginning, ...PHRASES.flatMap((one) => behind(one, asked))];
    }),
  ),
];

const behind = ({ text, within }: Phrase, asked: string): string[] =>
  within.flatMap((from) => {
    const rest = text.slice(from);
    if (!rest.startsWith(asked) && !asked.startsWith(rest)) return [];
    const place = text.slice(0, from) + asked;
    return [TEXT + Array.from(place).slice(0, WORD_LENGTH).join('')];
  });
