import { z } from 'zod';
import { certificateNumberOf, doubtfulPrefixOf, lettersBehind } from '../../shared/kernel/certificate-number.ts';
import { code, country, excerpt, ruleIssue, text, unit } from '../../shared/kernel/fields.ts';
import { type Said, says } from '../../shared/kernel/finding.ts';
import { canonicalPhone, isChinesePhone, isPhone } from '../../shared/kernel/phone.ts';
import { normaliseCode } from '../../shared/kernel/text.ts';
import { hasIdCardRegion, ID_CARD_BASIS, ID_CARD_PATTERN, idCardBirthDate, idCardCheckCharacter } from './id-card.ts';
import { USCC_BASIS, USCC_PATTERN, usccCheckCharacter } from './uscc.ts';

/**
 * Fields with a rule of their own. Each rule speaks only when the ones before it are kept, so a value is complained of
 * once; all fields of a form are judged together.
 */

/** What of a code is none of it, where one thing is plainly so. */
function usccFault(label: string, value: string): Said | undefined {
  const shown = `${label}“${excerpt(value)}”`;
  if (!/^[0-9A-Z]+$/.test(value)) return undefined;
  if (value.length !== 18) return says(`${shown}有 ${value.length} 位，应为 18 位`, '请对照营业执照逐位核对后重填');
  const at = value.search(/[IOSVZ]/);
  if (at < 0) return undefined;
  const letters = '该代码不用字母 I、O、S、V、Z，请核对是否应为数字 1、0、5、2 或其他字母';
  return says(`${shown}的第 ${at + 1} 位“${value[at]}”不是代码所用的字符`, letters);
}

export const uscc = (label = '统一社会信用代码') =>
  code(label, USCC_PATTERN, '91110000600037341L', undefined, (value) => usccFault(label, value)).superRefine(
    (value, context) => {
      if (!USCC_PATTERN.test(value)) return;
      const expected = usccCheckCharacter(value);
      if (value[17] === expected) return;
      context.addIssue(
        ruleIssue(
          'USCC_CHECK_DIGIT',
          says(
            `${label}“${value}”的第 18 位校验码应为“${expected}”，现为“${value[17]}”`,
            '请对照营业执照逐位核对后重填',
          ),
          USCC_BASIS,
        ),
      );
    },
  );

/** A number is typed in groups, with blanks, points or hyphens between. */
export const withoutBreaks = (typed: string): string => normaliseCode(typed).replaceAll(/[\s·•.\p{Pd}]/gu, '');

export const idCard = (label = '身份证号码') =>
  code(label, ID_CARD_PATTERN, '11010519491231002X', withoutBreaks).superRefine((value, context) => {
    if (!ID_CARD_PATTERN.test(value)) return;
    if (!hasIdCardRegion(value)) {
      context.addIssue(
        ruleIssue(
          'ID_CARD_REGION',
          says(`${label}“${value}”的前几位不是省级行政区划代码`, '请对照身份证核对'),
          `${ID_CARD_BASIS}；GB/T 2260`,
        ),
      );
    }
    if (idCardBirthDate(value) === undefined) {
      context.addIssue(
        ruleIssue(
          'ID_CARD_BIRTH_DATE',
          says(`${label}“${value}”的第 7 至 14 位“${value.slice(6, 14)}”不是真实的出生日期`, '请对照身份证核对'),
          ID_CARD_BASIS,
        ),
      );
    }
    const expected = idCardCheckCharacter(value);
    if (value[17] !== expected) {
      context.addIssue(
        ruleIssue(
          'ID_CARD_CHECK_DIGIT',
          says(`${label}“${value}”的末位校验码应为“${expected}”，现为“${value[17]}”`, '请对照身份证逐位核对后重填'),
          ID_CARD_BASIS,
        ),
      );
    }
  });

/** The number of a foreign buyer's certificate alone; words before it go. */
export const certificateNumber = (label = '证件号码') =>
  code(label, /^[A-Z0-9][A-Z0-9/. -]{3,39}$/, 'F7712345', certificateNumberOf).superRefine((value, context) => {
    const behind = lettersBehind(value);
    if (behind !== undefined) {
      context.addIssue(
        ruleIssue(
          'FORMAT',
          says(
            `${label}“${excerpt(value)}”后面的“${behind}”与号码隔开，看来是国家或其他文字，不是号码的一部分`,
            '请只填写号码本身，国籍填在国籍一栏；确是号码的一部分就与前面连写',
          ),
        ),
      );
    }
    const prefix = doubtfulPrefixOf(value);
    if (prefix === undefined) return;
    context.addIssue(
      ruleIssue(
        'FORMAT',
        says(
          `${label}“${excerpt(value)}”开头的“${prefix}”是不是号码的一部分，无法判断`,
          '请只填写号码本身：是号码的一部分就与后面连写，不是就删去',
        ),
      ),
    );
  });

/** 海关注册编码 has no check digit; `rules/known-codes.ts` looks at the characters that name zone and type. */
export const customsCode = (label = '海关注册编码') => code(label, /^\d{4}[0-9A-Z]{6}$/, '500796010A');

const MARKUP = /<[a-z!/?]/i;
/** A leading sign before a digit is a measure, e.g. -40℃; before anything else a sheet takes it for a formula. */
const FORMULA = /^(?:[=＝@＠]|[+＋\-－](?!\d))/u;

/** One line of text that is printed and exported: nothing that a browser takes for markup or a sheet for a formula. */
export const plainText = (label: string, max?: number) =>
  text(label, max).superRefine((value, context) => {
    if (MARKUP.test(value)) {
      context.addIssue(ruleIssue('MARKUP', says(`${label}“${excerpt(value)}”含有网页标记“<”`, '请只填写文字')));
    }
    if (/[\t\n]/.test(value)) {
      context.addIssue(ruleIssue('LINE_BREAK', says(`${label}“${excerpt(value)}”含有换行或制表符`, '请写成一行')));
    }
    if (FORMULA.test(value)) {
      context.addIssue(
        ruleIssue(
          'FORMULA',
          says(`${label}“${excerpt(value)}”以“${value[0]}”开头，会被表格当作公式`, '请去掉开头的符号'),
        ),
      );
    }
  });

const number = (label: string) => z.string().overwrite(normaliseCode).min(1).max(30).meta({ title: label });

/** A mainland mobile, landline with its area code, or 400 number; Hong Kong, Macao and Taiwan with their codes. */
export const mainlandPhone = (label = '联系电话') =>
  number(label).superRefine((value, context) => {
    if (value === '' || isChinesePhone(canonicalPhone(value))) return;
    context.addIssue(
      ruleIssue(
        'PHONE',
        says(
          `${label}“${excerpt(value)}”不是有效号码：手机为 1 开头的 11 位（如 13900000001），座机须带区号（如 023-43700000，分机写在 - 后），港澳台号码以 +852、+853、+886 开头`,
          '请核对后重填',
        ),
      ),
    );
  });

/** A phone anywhere; numbers outside the mainland begin with + and the country code. */
export const phone = (label = '联系电话') =>
  number(label).superRefine((value, context) => {
    if (value === '' || isPhone(canonicalPhone(value))) return;
    context.addIssue(
      ruleIssue(
        'PHONE',
        says(
          `${label}“${excerpt(value)}”不是有效号码：境外号码须以 + 和国家代码开头（如 +971500000001）`,
          '请核对后重填',
        ),
      ),
    );
  });

export const email = (label = '电子邮箱') => z.email().max(100).meta({ title: label, example: 'shop@example.cn' });

/** A country of ISO 3166-1, by alpha-3; which there are is the list's to say, and `rules/known-codes.ts` asks it. */
export const listedCountry = (label: string) => country(label).meta({ 'x-list': 'countries' });

/** A customs unit of measure; `rules/goods/known-units.ts` asks the list. */
export const listedUnit = (label: string) => unit(label).meta({ 'x-list': 'units' });

/** A chapter of the tariff; `rules/known-codes.ts` asks the list. */
export const hsChapter = (label: string) => code(label, /^\d{2}$/, '82').meta({ 'x-list': 'hs-chapters' });

/** A list without repetition. */
export const distinct = <S extends z.ZodType>(label: string, item: S, max: number) =>
  z
    .array(item)
    .min(1)
    .max(max)
    .superRefine((values, context) => {
      values.forEach((value, index) => {
        const first = values.findIndex((other) => JSON.stringify(other) === JSON.stringify(value));
        if (first === index) return;
        context.addIssue({
          ...ruleIssue('REPEATED', says(`${label}第 ${index + 1} 项与第 ${first + 1} 项重复`, '请删去一项')),
          path: [index],
        });
      });
    })
    .meta({ title: label });

/** Refines an object that holds two days: where both are given, the second is after the first. */
export const inOrder =
  (label: string, from: string, until: string) =>
  (value: Readonly<Record<string, string | undefined>>, context: z.RefinementCtx): void => {
    const [start = '', end] = [value[from], value[until]];
    if (end === undefined || start < end) return;
    context.addIssue({
      ...ruleIssue('PERIOD', says(`${label}的止期“${end}”须晚于起期“${start}”`, '请核对日期')),
      path: [until],
    });
  };
