/**
 * A calendar day as the number of days since 1970-01-01. The engine compares and adds days by the million, so a day is an
 * integer and months are integer arithmetic; a day of the registry is a day of China (UTC+8, no daylight saving).
 */
export type Day = number;

const DAY_MS = 86_400_000;
const CHINA_MS = 8 * 3_600_000;

/** @param date `YYYY-MM-DD` */
export const dayOf = (date: string): Day => Date.parse(date) / DAY_MS;

/** The day as `YYYY-MM-DD`. */
export const dateOf = (day: Day): string => new Date(day * DAY_MS).toISOString().slice(0, 10);

/** The day it is in China at an ISO 8601 instant. */
export const dayInChina = (instant: string): Day => Math.floor((Date.parse(instant) + CHINA_MS) / DAY_MS);

/** The same day of the month, `months` later; the month's last day where it has no such day. */
export function addMonths(day: Day, months: number): Day {
  const { year, month, dayOfMonth } = civil(day);
  const count = year * 12 + month - 1 + months;
  return Math.min(monthStart(count) + dayOfMonth, monthStart(count + 1)) - 1;
}

/** The last day of a term of whole months that begins on `day`: 3 months from 2026-03-17 end on 2026-06-16. */
export const lastDayOfTerm = (day: Day, months: number): Day => addMonths(day, months) - 1;

/** Days from 0000-03-01 to 1970-01-01 in the proleptic Gregorian calendar. */
const EPOCH = 719_468;
const ERA_DAYS = 146_097;

/** Gregorian date of a day: years begin in March, so that the leap day is the last of its year. */
function civil(day: Day): { year: number; month: number; dayOfMonth: number } {
  const shifted = day + EPOCH;
  const era = Math.floor(shifted / ERA_DAYS);
  const ofEra = shifted - era * ERA_DAYS;
  const yearOfEra = Math.floor(
    (ofEra - Math.floor(ofEra / 1460) + Math.floor(ofEra / 36_524) - Math.floor(ofEra / 146_096)) / 365,
  );
  const ofYear = ofEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const marchMonth = Math.floor((5 * ofYear + 2) / 153);
  const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    dayOfMonth: ofYear - Math.floor((153 * marchMonth + 2) / 5) + 1,
  };
}

/** @param count months since January of the year 0 */
function monthStart(count: number): Day {
  const year = Math.floor((count - 2) / 12);
  const marchMonth = count - 2 - year * 12;
  const leaps = Math.floor(year / 4) - Math.floor(year / 100) + Math.floor(year / 400);
  return 365 * year + leaps + Math.floor((153 * marchMonth + 2) / 5) - EPOCH;
}
