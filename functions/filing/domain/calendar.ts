import { addDays, yearsAfter } from '../../shared/kernel/calendar.ts';

/** The last day of a term of whole years that begins on `day`: 2026-03-17 and 3 years end on 2029-03-16. */
export const lastDayOfYears = (day: string, years: number): string => addDays(yearsAfter(day, years), -1);

/** The earliest of the days that are given. */
export const earliest = (...days: (string | undefined)[]): string | undefined =>
  days.filter((day) => day !== undefined).sort()[0];

/** The first instant after a day of China, ISO 8601: a term that ends with the day is over. */
export const endOf = (day: string): string => new Date(`${addDays(day, 1)}T00:00:00+08:00`).toISOString();
