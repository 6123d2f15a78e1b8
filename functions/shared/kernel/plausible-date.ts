import { yearsAfter } from './calendar.ts';
import { danger, type Finding, type Said, says } from './finding.ts';

/** What is in force of `plausible-dates.json`. */
interface Dates {
  readonly plausibleDates: { readonly earliest: string; readonly horizonYears: number };
}

/** Why a date of a form cannot be: its year was mistyped; undefined where it can. @param today `YYYY-MM-DD` in China */
export function implausible(label: string, date: string, today: string, { plausibleDates }: Dates): Said | undefined {
  const { earliest, horizonYears } = plausibleDates;
  if (date < earliest) return says(`${label}“${date}”早于 ${earliest}，不会是真实的日期`, '请核对年份后重填');
  return date > yearsAfter(today, horizonYears)
    ? says(
        `${label}“${date}”在 ${horizonYears} 年以后，不会是真实的日期`,
        '请核对年份后重填；长期有效、没有止期的请留空',
      )
    : undefined;
}

/** What is wrong with a date by its year. */
export function dateFindings(label: string, date: string, pointer: string, today: string, lists: Dates): Finding[] {
  const said = implausible(label, date, today, lists);
  return said ? [danger('DATE_IMPLAUSIBLE', pointer, said)] : [];
}
