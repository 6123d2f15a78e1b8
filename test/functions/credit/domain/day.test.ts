import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addMonths, dateOf, dayInChina, dayOf, lastDayOfTerm } from '../../../../functions/credit/domain/day.ts';
import { lastDayOfYears } from '../../../../functions/filing/domain/calendar.ts';

/** 1600 to 2399: every kind of leap year. */
const days = fc.integer({ min: dayOf('1600-01-01'), max: dayOf('2399-12-31') });

/** What `addMonths` must give, by the calendar of the platform: where the month has no such day, the first of the next. */
function expected(day: number, months: number): string {
  const [year = 0, month = 0, dayOfMonth = 0] = dateOf(day).split('-').map(Number);
  const last = new Date(Date.UTC(year, month - 1 + months + 1, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 + months, Math.min(dayOfMonth, last + 1))).toISOString().slice(0, 10);
}

describe('days', () => {
  it('read as they are written', () => {
    fc.assert(fc.property(days, (day) => dayOf(dateOf(day)) === day));
    expect(dayOf('1970-01-01')).toBe(0);
    expect(dayOf('2026-03-17')).toBe(20_529);
  });

  it('add months as the calendar does', () => {
    fc.assert(
      fc.property(days, fc.integer({ min: 0, max: 60 }), (day, months) => {
        expect(dateOf(addMonths(day, months))).toBe(expected(day, months));
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    ['2026-03-17', 3, '2026-06-16'],
    ['2026-01-31', 1, '2026-02-28'],
    ['2026-01-29', 1, '2026-02-28'],
    ['2026-01-28', 1, '2026-02-27'],
    ['2026-11-28', 3, '2027-02-27'],
    ['2026-11-29', 3, '2027-02-28'],
    ['2026-11-30', 3, '2027-02-28'],
    ['2027-01-29', 3, '2027-04-28'],
    ['2027-01-30', 3, '2027-04-29'],
    ['2027-01-31', 3, '2027-04-30'],
    ['2027-11-29', 3, '2028-02-28'],
    ['2027-11-30', 3, '2028-02-29'],
    ['2024-02-29', 12, '2025-02-28'],
    ['2024-02-29', 48, '2028-02-28'],
    ['2025-12-01', 3, '2026-02-28'],
  ])('a term from %s of %i months ends on %s', (from, months, last) => {
    expect(dateOf(lastDayOfTerm(dayOf(from), months))).toBe(last);
  });

  it('end terms of years as those of filings do', () => {
    fc.assert(
      fc.property(days, fc.integer({ min: 1, max: 10 }), (day, years) => {
        expect(dateOf(lastDayOfTerm(day, years * 12))).toBe(lastDayOfYears(dateOf(day), years));
      }),
    );
  });

  it('turn at midnight in China', () => {
    expect(dateOf(dayInChina('2026-03-17T15:59:59.999Z'))).toBe('2026-03-17');
    expect(dateOf(dayInChina('2026-03-17T16:00:00.000Z'))).toBe('2026-03-18');
    expect(dateOf(dayInChina('2026-03-18T00:00:00+08:00'))).toBe('2026-03-18');
  });
});
