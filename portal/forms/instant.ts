/** Instants in forms: a person types Beijing's wall clock, the API takes ISO 8601. */

const CLOCK = /^(\d{4})(?:[-/.年](\d{1,2})[-/.月](\d{1,2})日?|(\d{2})(\d{2}))[\sT]*(\d{1,2})[:：]?(\d{2})$/;

/** `2026-12-31 18:00`, `202612311800` or `2026年12月31日18:00` as the API takes it; what is no time stays as it was typed. */
export function instantOf(typed: string): string {
  const [, year = '', month, day, plainMonth, plainDay, hour = '', minute = ''] =
    CLOCK.exec(typed.normalize('NFKC').trim()) ?? [];
  if (year === '') return typed;
  const two = (part: string | undefined, other = ''): string => (part ?? other).padStart(2, '0');
  return `${year}-${two(month, plainMonth)}-${two(day, plainDay)}T${two(hour)}:${minute}:00+08:00`;
}

/** How an instant in a form is shown: `2026-12-31 18:00`. */
export const shownInstant = (value: string): string =>
  value.replace(/^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}):00\+08:00$/, '$1 $2');
