import { z } from 'zod';
import { CREDIT_SEVERITY_NAMES } from '../../events/names.ts';
import { named, valuesOf } from '../../shared/kernel/named.ts';
import type { Lists, RowOf } from '../../shared/reference/lists/index.ts';

/**
 * Classes of dishonesty information 失信信息 (《信用修复管理办法》, in force 2026-04-01; 海关总署令第282号): minor 轻微,
 * general 一般, serious 严重; lightest first.
 */
export const SEVERITIES = valuesOf(CREDIT_SEVERITY_NAMES);

export const Severity = named(CREDIT_SEVERITY_NAMES);

export type Severity = z.infer<typeof Severity>;

/** For how many months a fact of each class may count, by what was in force. */
export type SeverityTerms = Lists['severityTerms'];

/** The class's name, and the bounds of its term in months. */
export function boundsOf(severity: Severity, terms: SeverityTerms): RowOf<'severityTerms'> {
  const row = terms.get(severity);
  if (!row) throw new Error(`severity-terms does not say for how long a fact of class ${severity} may count`);
  return row;
}

/** What repairs rest on, whatever the class. */
export const SEVERITY_BASIS = '《信用修复管理办法》（2026年4月1日起施行）';

/** A term held within the bounds of a class: the term of a fact whose authority gave it another class than the card's. */
export const termWithin = (severity: Severity, months: number, terms: SeverityTerms): number => {
  const { minimumMonths, maximumMonths } = boundsOf(severity, terms);
  return Math.min(Math.max(months, minimumMonths), maximumMonths);
};

export const rankOf = (severity: Severity): number => SEVERITIES.indexOf(severity);

/** No fact counts for more months. */
export const longestMonths = (terms: SeverityTerms): number =>
  Math.max(...[...terms.values()].map(({ maximumMonths }) => maximumMonths));
