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

/** First days of the months from January 1970 on, counted from 0: a table, because `Date` is many times as slow. */
const MONTH_STARTS = Int32Array.from({ length: 200 * 12 }, (_, month) => Date.UTC(1970, month) / DAY_MS);

const monthStart = (month: number): Day => MONTH_STARTS[month] ?? Date.UTC(1970, month) / DAY_MS;

const MEAN_MONTH = 30.436875;

/** The month in which a day lies. */
function monthOf(day: Day): number {
  let month = Math.floor(day / MEAN_MONTH);
  while (monthStart(month) > day) month -= 1;
  while (monthStart(month + 1) <= day) month += 1;
  return month;
}

/**
 * The day after a term of whole months: the same day of the month, `months` later. Where that month has no such day the
 * term ends with it (民法典第二百零二条), and the day after is the first of the next.
 */
export function addMonths(day: Day, months: number): Day {
  const month = monthOf(day);
  return Math.min(monthStart(month + months) + day - monthStart(month), monthStart(month + months + 1));
}

/**
 * The last day of a term of whole months that begins on `day`: 3 months from 2026-03-17 end on 2026-06-16, from 2026-11-29
 * and 2026-11-30 on 2027-02-28.
 */
export const lastDayOfTerm = (day: Day, months: number): Day => addMonths(day, months) - 1;
