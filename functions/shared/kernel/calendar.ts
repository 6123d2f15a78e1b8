import chineseDays from 'chinese-days';

/** Days as `YYYY-MM-DD`, which compare as text. */

const DAY_MS = 24 * 3_600_000;

export const addDays = (day: string, days: number): string =>
  new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10);

/** Whether people work on a day: by the State Council's yearly notice (holidays, working weekends), else Monday to Friday. */
export const isWorkingDay = (day: string): boolean => chineseDays.isWorkday(day);

/** The last of so many working days after a day, as terms of 工作日 are counted (民法典 Art. 201: the day itself is not). */
export function addWorkingDays(day: string, count: number): string {
  let last = day;
  for (let left = count; left > 0; ) {
    last = addDays(last, 1);
    if (isWorkingDay(last)) left -= 1;
  }
  return last;
}
