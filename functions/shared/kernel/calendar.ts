import chineseDays from 'chinese-days';

/** Days as `YYYY-MM-DD`, which compare as text. */

const DAY_MS = 24 * 3_600_000;

export const addDays = (day: string, days: number): string =>
  new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10);

/** The same day of a later year; 29 February is 1 March where there is none. */
export function yearsAfter(day: string, years: number): string {
  const after = new Date(day);
  after.setUTCFullYear(after.getUTCFullYear() + years);
  return after.toISOString().slice(0, 10);
}

/**
 * Whether people work on a day: by the State Council's yearly notice (holidays, working weekends); in a year whose notice
 * is not out yet, Monday to Friday but for the days that the law itself keeps free. Bridge days and working weekends of
 * such a year are not known to anybody, so a term that reaches into it may move when the notice comes.
 */
export const isWorkingDay = (day: string): boolean =>
  chineseDays.isWorkday(day) && !holidaysByLaw(Number(day.slice(0, 4))).has(day);

const byLaw = new Map<number, ReadonlySet<string>>();

/** The holidays of a year that has no notice yet; none where it has one, which then says all. */
function holidaysByLaw(year: number): ReadonlySet<string> {
  const known = byLaw.get(year);
  if (known) return known;
  const days = isPublished(year) ? new Set<string>() : new Set(lawfulHolidays(year));
  byLaw.set(year, days);
  return days;
}

/** A notice gives its holidays a name in three parts; a day of which nothing is known has that of its weekday. */
const isPublished = (year: number): boolean => chineseDays.getDayDetail(`${year}-10-01`).name.includes(',');

/**
 * 全国年节及纪念日放假办法 as amended from 2025-01-01: the holidays of everybody (second article), each as the days it has,
 * and for every one of those that is a Saturday or Sunday the next working day behind the holiday (sixth article). Where
 * two holidays are one day, what is made up for is left to the notice.
 */
function lawfulHolidays(year: number): string[] {
  const lunar = (monthAndDay: string): string => chineseDays.getSolarDateFromLunar(`${year}-${monthAndDay}`).date;
  const newYear = lunar('01-01');
  const holidays = [
    [`${year}-01-01`],
    [-1, 0, 1, 2].map((offset) => addDays(newYear, offset)),
    [chineseDays.getSolarTermDate(year, 4, 'pure_brightness')],
    [`${year}-05-01`, `${year}-05-02`],
    [lunar('05-05')],
    [lunar('08-15')],
    ['01', '02', '03'].map((date) => `${year}-10-${date}`),
  ];
  const free = new Set(holidays.flat());
  for (const days of holidays) {
    let last = days.at(-1) ?? '';
    for (let left = days.filter(isWeekend).length; left > 0; ) {
      last = addDays(last, 1);
      if (isWeekend(last) || free.has(last)) continue;
      free.add(last);
      left -= 1;
    }
  }
  return [...free];
}

const isWeekend = (day: string): boolean => [0, 6].includes(new Date(day).getUTCDay());

/** The last of so many working days after a day, as terms of 工作日 are counted (民法典 Art. 201: the day itself is not). */
export function addWorkingDays(day: string, count: number): string {
  let last = day;
  for (let left = count; left > 0; ) {
    last = addDays(last, 1);
    if (isWorkingDay(last)) left -= 1;
  }
  return last;
}
