/** Days as `YYYY-MM-DD`, which compare as text. A day of the registry is a day of China (UTC+8). */

const DAY = 24 * 3600 * 1000;

/** The day it is in China at an ISO 8601 instant. */
export const dayOf = (instant: string): string =>
  new Date(Date.parse(instant) + 8 * 3600 * 1000).toISOString().slice(0, 10);

export const addDays = (day: string, days: number): string =>
  new Date(Date.parse(day) + days * DAY).toISOString().slice(0, 10);

/** The last day of a term of whole years that begins on `day`: 2026-03-17 and 3 years end on 2029-03-16. */
export function lastDayOfYears(day: string, years: number): string {
  const end = new Date(day);
  end.setUTCFullYear(end.getUTCFullYear() + years);
  return addDays(end.toISOString().slice(0, 10), -1);
}

/** The earliest of the days that are given. */
export const earliest = (...days: (string | undefined)[]): string | undefined =>
  days.filter((day) => day !== undefined).sort()[0];
