import { NUMERALS, withArabic, withZeros } from './chinese-number.ts';
import { comparisonForm, untilSame } from './comparison.ts';
import { simplified } from './simplified.ts';

/**
 * The form in which numbers of official documents (发文字号) are compared: 渝市监罚〔2026〕15号 is the same number with any
 * brackets or quotes or none, with 第, without 号, in traditional characters, in Chinese numerals, with zeros before it,
 * behind `No.` or `文号：`.
 *
 * Such a number is the office's signs, the year in four digits, and a serial number without zeros before it (GB/T 9704-2012,
 * 7.2.5): where no brackets stand, its year says where it ends, and 渝市监罚202615号 can be read in one way only. A bracket
 * that parts other digits than those of a year counts: 〔20261〕5号 is no number of that form, and stays another. What is left
 * to be merged wrongly are numbers that differ in their marks alone, as 〔2026〕1-1号 and 〔2026〕11号: a second complaint
 * that has to be recorded under a fuller number harms nobody, one complaint that is deducted twice does.
 */
export const documentNumberForm = (typed: string): string => untilSame(once, typed);

const once = (typed: string): string =>
  withArabic(withZeros(simplified(comparisonForm(typed))), NUMERAL)
    .replaceAll(/[^\p{L}\p{M}\p{N}()]/gu, '')
    .replaceAll(/[()]+/g, '(')
    .replace(LABEL, '')
    .replaceAll(/第(?=\(?\d)|^\(?第/gu, '')
    .replaceAll(/(?<=(?<!\d)(?:19|20)\d\d)年度?/gu, '')
    .replaceAll(/(?<!\d)\(|\((?!\d)/g, '')
    .replaceAll(/(?<=\d)号+$/gu, '')
    .replaceAll(/(?<!\d)((?:19|20)\d\d)\(?0*(?=[1-9])/g, '$1');

/** What is written before a number and says that it is one. */
const LABEL = /^\(?(?:(?:发文|文书|文件|公文)?(?:字号|编号|文号|号码)|文书号|文件号|案号|NUMBER|NO)(?=.)/u;

/** Numerals where a year or a serial number stands; others are a word's, as in 第三派出所 or 三峡. */
const NUMERAL = new RegExp(`(?<=[第()\\d])[${NUMERALS}]+|[${NUMERALS}]+(?=[()第号年]|$)`, 'gu');
