import { z } from 'zod';
import { codePoint, comparableNumber, invisibleIn } from './comparison.ts';
import { concepts } from './concepts.ts';
import { numberToScaled } from './decimal.ts';
import { type Said, says, worded } from './finding.ts';
import { type IdKind, parseIdentifier } from './identifier.ts';
import { MAX_MINOR_DIGITS } from './money.ts';
import { named } from './named.ts';
import { CURRENCY_NAMES } from './names.ts';
import { excerpt, hasControlCharacter, normaliseCode, normaliseText } from './text.ts';

export { excerpt } from './text.ts';

/**
 * Field builders shared by every request schema. The first argument is the field's Chinese label: error messages and the
 * OpenAPI document both take it from here.
 */

/**
 * Issue raised by a rule of a field; `findingsOf` turns it into a finding with this code and legal basis. zod's own message
 * is one text, so the parts go along in the parameters.
 */
export const ruleIssue = (code: string, said: string | Said, legalBasis?: string) => ({
  code: 'custom' as const,
  message: worded(said).message,
  params: { code, said, ...(legalBasis === undefined ? {} : { legalBasis }) },
});

/** A line of text, normalised, of 1 to `max` characters. */
export const text = (label: string, max = 100) =>
  z
    .string()
    .overwrite(normaliseText)
    .min(1)
    .max(max)
    .superRefine((value, context) => {
      if (hasControlCharacter(value)) {
        context.addIssue(ruleIssue('CONTROL_CHARACTER', `${label}含有不可见的控制字符，请重新手工输入`));
        return;
      }
      const invisible = invisibleIn(value);
      if (invisible === undefined) return;
      context.addIssue(
        ruleIssue(
          'INVISIBLE_CHARACTER',
          says(
            `${label}“${excerpt(value)}”含有看不见或无法显示的字符（${codePoint(invisible)}）`,
            '请删去后重新手工输入',
          ),
        ),
      );
    })
    .meta({ title: label });

/** Refines the number of a document, by which it is told from others: signs alone, as `—` and `/`, name none. */
export const namesOne =
  (label: string) =>
  (value: string, context: z.RefinementCtx): void => {
    if (value === '' || comparableNumber(value) !== '') return;
    context.addIssue(
      ruleIssue('FORMAT', says(`${label}“${excerpt(value)}”没有字母、数字或汉字`, `请按原件填写${label}`)),
    );
  };

/**
 * A code of fixed form, normalised and in capitals; `example` shows the form in the message. `normalise` is given where
 * people write the code with something between its characters.
 */
export const code = (
  label: string,
  pattern: RegExp,
  example: string,
  normalise = normaliseCode,
  why: (value: string) => Said | undefined = () => undefined,
) =>
  z
    .string()
    .overwrite(normalise)
    .superRefine((value, context) => {
      if (!pattern.test(value)) {
        context.addIssue(ruleIssue('FORMAT', why(value) ?? `${label}“${excerpt(value)}”格式不正确，应如 ${example}`));
      }
    })
    .meta({ title: label, example });

/** A calendar date `YYYY-MM-DD` that exists. */
export const date = (label: string) => z.iso.date().meta({ title: label, example: '2026-03-17' });

/** Refines the days of a query: a stretch that ends before it begins is a slip, not an empty list. */
export const inOrder =
  <First extends string, Last extends string>(first: First, last: Last) =>
  (days: { readonly [day in First | Last]?: string | undefined }, context: z.RefinementCtx): void => {
    const [from, to] = [days[first], days[last]];
    if (from === undefined || to === undefined || from <= to) return;
    const issue = ruleIssue('DAYS_REVERSED', says(`截止日期 ${to} 早于起始日期 ${from}`, '请对调或改正两个日期'));
    context.addIssue({ ...issue, path: [last] });
  };

/** An instant with offset, ISO 8601. */
export const instant = (label: string) =>
  z.iso.datetime({ offset: true }).meta({ title: label, example: '2026-03-17T09:30:00+08:00' });

/** ISO 3166-1 alpha-3 country. */
export const country = (label: string) => code(label, /^[A-Z]{3}$/, 'ARE');

export const CurrencyCode = named(CURRENCY_NAMES);

concepts({ Currency: CurrencyCode });

export const currency = (label: string) => CurrencyCode.meta({ title: label, example: 'USD' });

/** A 10-digit HS code of the customs tariff. */
export const hsCode = (label: string) => code(label, /^(?!00|77|98|99)\d{10}$/, '8205590000');

/** A customs unit of measure, three digits (参数代码表 计量单位), e.g. 035 千克. */
export const unit = (label: string) => code(label, /^\d{3}$/, '035');

/**
 * A decimal text of money without its currency, e.g. `22000.00`, of at most so many decimals; zeros behind them do not
 * count. How many a currency has is for whoever knows the currency to say.
 */
export const amount = (label: string, digits = MAX_MINOR_DIGITS, example = '22000.00') =>
  code(label, new RegExp(`^\\d{1,12}(\\.\\d{1,${digits}}0{0,10})?$`), example);

/** Kilograms with at most 3 decimals, more than zero. */
export const kilograms = (label: string) => scaledNumber(label, 3, '千克', 1_000_000);

/** A quantity with at most 5 decimals (the customs declaration's precision), more than zero. */
export const quantity = (label: string) => scaledNumber(label, 5, '', 1_000_000_000);

/** Whole millimetres, 1 to 20 m. */
export const millimetres = (label: string) => z.int().min(1).max(20_000).meta({ title: label, example: 400 });

/** The identifier of a record of the given kind. */
export const id = (label: string, kind: IdKind) =>
  z
    .string()
    .superRefine((value, context) => {
      if (!parseIdentifier(kind, value)) {
        context.addIssue(ruleIssue('IDENTIFIER', `${label}“${excerpt(value)}”不是有效的编号，请用系统返回的编号`));
      }
    })
    .meta({ title: label, example: `${kind}-500111-01JDXKQ8Z3W5T7V9Y1A3C5E7G9` });

/**
 * Warnings that are accepted with a request, by their `warningId`, or by a range of one code such as `CODE@/lines/0-199`.
 */
export const acceptedWarnings = () =>
  z
    .array(z.string().max(120).meta({ title: '警告编号' }))
    .max(MAX_ACCEPTED)
    .optional()
    .meta({ title: '接受的警告', example: ['NEW_PORT_OF_BUYER@/portOfDischarge', 'PRICE_UNUSUAL@/lines/0-199'] });

/** With an import they are kept in one item of the table, which holds 400 KB. */
const MAX_ACCEPTED = 2000;

function scaledNumber(label: string, digits: number, unitName: string, max: number) {
  return z
    .number()
    .positive()
    .max(max)
    .superRefine((value, context) => {
      if (numberToScaled(value, digits) === undefined) {
        context.addIssue(ruleIssue('DECIMALS', `${label} ${value}${unitName} 最多 ${digits} 位小数`));
      }
    })
    .meta({ title: label });
}
