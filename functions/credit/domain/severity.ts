import { z } from 'zod';

/**
 * Classes of dishonesty information 失信信息 (《信用修复管理办法》, in force 2026-04-01; 海关总署令第282号): minor 轻微,
 * general 一般, serious 严重; lightest first.
 */
export const SEVERITIES = ['MINOR', 'GENERAL', 'SERIOUS'] as const;

export const Severity = z.enum(SEVERITIES);

export type Severity = z.infer<typeof Severity>;

/**
 * For how many months a fact of a class may count: it must end within `maximumMonths`, and cannot be repaired before
 * `minimumMonths` (《信用修复管理办法》: 轻微 up to 3 months, 一般 3 to 12 months, 严重 1 to 3 years).
 */
export const SEVERITY_TERMS: Readonly<
  Record<Severity, { readonly name: string; readonly minimumMonths: number; readonly maximumMonths: number }>
> = {
  MINOR: { name: '轻微失信', minimumMonths: 0, maximumMonths: 3 },
  GENERAL: { name: '一般失信', minimumMonths: 3, maximumMonths: 12 },
  SERIOUS: { name: '严重失信', minimumMonths: 12, maximumMonths: 36 },
};

export const SEVERITY_BASIS = '《信用修复管理办法》（2026年4月1日起施行）';

/** A term held within the bounds of a class: the term of a fact whose authority gave it another class than the card's. */
export const termWithin = (severity: Severity, months: number): number => {
  const { minimumMonths, maximumMonths } = SEVERITY_TERMS[severity];
  return Math.min(Math.max(months, minimumMonths), maximumMonths);
};

export const rankOf = (severity: Severity): number => SEVERITIES.indexOf(severity);
