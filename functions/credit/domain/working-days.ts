import type { Day } from './day.ts';

const WEEK = 7;
const SATURDAY = 6;

/** 0 is Sunday; 1970-01-01 was a Thursday. */
const weekdayOf = (day: Day): number => (day + 4) % WEEK;

const isWorkingDay = (day: Day): boolean => weekdayOf(day) !== 0 && weekdayOf(day) !== SATURDAY;

/**
 * The last of so many working days after a day. Monday to Friday; the State Council's holidays and shifted working days are
 * not known here, so a term over a holiday ends early by the days of the holiday.
 */
export function addWorkingDays(day: Day, count: number): Day {
  let last = day;
  for (let left = count; left > 0; ) {
    last += 1;
    if (isWorkingDay(last)) left -= 1;
  }
  return last;
}
