import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays } from '../../../../functions/shared/kernel/calendar.ts';
import { dayInChina } from '../../../../functions/shared/kernel/china-time.ts';
import { CURRENCIES, minorDigits } from '../../../../functions/shared/kernel/money.ts';
import { inForceOn } from '../../../../functions/shared/reference/in-force.ts';
import { LISTS } from '../../../../functions/shared/reference/lists/index.ts';
import { shippedOn } from '../../../../functions/shared/reference/reference.ts';
import { hourOf, monthsBefore, quarters } from '../../../../functions/trade/domain/day.ts';
import { rateOf, toUsdMinor, toUsdMinors } from '../../../../functions/trade/domain/exchange.ts';
import { ratesRow } from '../../../kit/rates.ts';

const rate = (usdPerUnit: string) => ({ usdPerUnit, month: '2026-01' });

/** What is in force on a day where the rates of these months, and no others, are loaded. */
const loaded = (day: string, ...months: string[]) => {
  const { row, keyOf } = LISTS.rates;
  return {
    rates: inForceOn(
      months.map((month) => row.parse(ratesRow(month))),
      day,
      keyOf,
    ),
  };
};

describe('the rate of a day', () => {
  // Customs publishes a month's rates on the third Wednesday of the month before (for April 2026 on 18 March), so they are
  // known on its first day; who has not loaded them yet goes on by the month before, and no longer.
  it.each([
    ['the first day of its month', '2026-04-01', ['2026-03', '2026-04'], '2026-04'],
    ['the last day of its month', '2026-04-30', ['2026-03', '2026-04'], '2026-04'],
    ['the last day before it', '2026-03-31', ['2026-03', '2026-04'], '2026-03'],
    ['the day of publication, when the next is there already', '2026-03-18', ['2026-03', '2026-04'], '2026-03'],
    ['the first day of a month that is not loaded', '2026-04-01', ['2026-03'], '2026-03'],
    ['the last day of a month that is not loaded', '2026-04-30', ['2026-03'], '2026-03'],
    ['the day after', '2026-05-01', ['2026-03'], undefined],
    ['a day of which the month before is missing, its own is not', '2026-04-15', ['2026-01', '2026-04'], '2026-04'],
    ['January, by December', '2027-01-31', ['2026-12'], '2026-12'],
    ['February, December being the newest', '2027-02-01', ['2026-12'], undefined],
    ['the end of a leap February', '2028-02-29', ['2028-01'], '2028-01'],
    ['November, January being the newest', '2026-11-30', ['2025-01', '2026-01'], undefined],
    ['a day before every month', '2026-02-28', ['2026-03'], undefined],
  ])('%s: %s of %j is %s', (_what, day, months, expected) => {
    expect(rateOf('EUR', day, loaded(day, ...months))?.month).toBe(expected);
    // The dollar is a dollar.
    expect(rateOf('USD', day, loaded(day, ...months))).toEqual({ usdPerUnit: '1', month: day.slice(0, 7) });
  });

  it('is of its own month or the one before, whatever is loaded', () => {
    const month = fc
      .integer({ min: 0, max: 35 })
      .map((number) => new Date(Date.UTC(2025, number)).toISOString().slice(0, 7));
    const day = fc.integer({ min: 0, max: 1000 }).map((number) => addDays('2025-01-01', number));
    fc.assert(
      fc.property(day, fc.uniqueArray(month), (on, months) => {
        const lawful = [on.slice(0, 7), monthsBefore(on.slice(0, 7), 1)[0]];
        const expected = lawful.find((one) => one !== undefined && months.includes(one));
        expect(rateOf('CNY', on, loaded(on, ...months))?.month).toBe(expected);
      }),
    );
  });

  it('is none of a currency that the table of the month does not name', () => {
    const { row, keyOf } = LISTS.rates;
    const rows = [row.parse({ from: '2026-03-01', month: '2026-03', usdPerUnit: { CNY: '0.14' } })];
    const lists = { rates: inForceOn(rows, '2026-03-17', keyOf) };
    expect(rateOf('CNY', '2026-03-17', lists)).toEqual({ usdPerUnit: '0.14', month: '2026-03' });
    expect(rateOf('KES', '2026-03-17', lists)).toBeUndefined();
  });

  it('is a positive decimal for every currency of the months that the program came with', () => {
    for (const currency of CURRENCIES) {
      for (const day of ['2025-01-31', '2026-01-17']) {
        expect(Number(rateOf(currency, day, shippedOn(day))?.usdPerUnit)).toBeGreaterThan(0);
      }
    }
  });

  it.each([
    ['a month of another first day', { from: '2026-04-01', month: '2026-03', usdPerUnit: { CNY: '0.14' } }],
    ['nothing for something', { from: '2026-03-01', month: '2026-03', usdPerUnit: { CNY: '0.000' } }],
    ['a currency that is none', { from: '2026-03-01', month: '2026-03', usdPerUnit: { RMB: '0.14' } }],
    [
      'more decimals than are reckoned with',
      { from: '2026-03-01', month: '2026-03', usdPerUnit: { VND: '0.00000000001' } },
    ],
  ])('cannot be %s', (_what, row) => {
    expect(LISTS.rates.row.safeParse(row).success).toBe(false);
  });
});

describe('toUsdMinor', () => {
  it.each([
    [{ minor: 15_000_001, currency: 'USD' }, '1', 15_000_001],
    [{ minor: 100, currency: 'JPY' }, '0.0065', 65],
    [{ minor: 1_000, currency: 'KWD' }, '3.25', 325],
    [{ minor: 1, currency: 'EUR' }, '0.5', 1],
    [{ minor: 1, currency: 'EUR' }, '0.4999999999', 0],
    [{ minor: 3_846_153_846, currency: 'VND' }, '0.000039', 15_000_000],
  ] as const)('%j at %s is %i cents', (money, usdPerUnit, expected) => {
    expect(toUsdMinor(money, rate(usdPerUnit))).toBe(expected);
  });

  it('is the nearest cent, the half rounded up', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...CURRENCIES),
        fc.integer({ min: 0, max: 1e10 }),
        fc.integer({ min: 1, max: 5e10 }),
        (currency, minor, scaled) => {
          const usdPerUnit = `${Math.floor(scaled / 1e10)}.${String(scaled % 1e10).padStart(10, '0')}`;
          const cents = BigInt(toUsdMinor({ minor, currency }, rate(usdPerUnit)));
          const unit = 10n ** BigInt(8 + minorDigits(currency));
          const twiceOff = 2n * (cents * unit - BigInt(minor) * BigInt(scaled));
          expect(twiceOff > -unit && twiceOff <= unit).toBe(true);
        },
      ),
    );
  });
});

describe('the dollars of lines', () => {
  const sum = (values: readonly (number | undefined)[]) => values.reduce<number>((total, one) => total + (one ?? 0), 0);

  it.each([
    ['JPY', Array(200).fill(1), '0.0065', 130],
    ['CNY', Array(200).fill(3), '0.141', 85],
    ['CNY', [...Array(198).fill(532_400), 968_300], '0.141', 15_000_074],
    ['USD', [1, 2, 3], '1', 6],
  ] as const)('of %s are converted as one sum', (currency, minors: readonly number[], usdPerUnit, expected) => {
    const dollars = toUsdMinors(minors, currency, rate(usdPerUnit));
    expect(sum(dollars)).toBe(expected);
    expect(sum(dollars)).toBe(toUsdMinor({ minor: sum(minors), currency }, rate(usdPerUnit)));
  });

  it('add up to the converted total, none a cent off or below zero', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...CURRENCIES),
        fc.array(fc.option(fc.integer({ min: 0, max: 1e10 }), { nil: undefined }), { minLength: 1, maxLength: 200 }),
        fc.integer({ min: 1, max: 5e10 }),
        (currency, minors, scaled) => {
          const usdPerUnit = `${Math.floor(scaled / 1e10)}.${String(scaled % 1e10).padStart(10, '0')}`;
          const dollars = toUsdMinors(minors, currency, rate(usdPerUnit));
          expect(sum(dollars)).toBe(toUsdMinor({ minor: sum(minors), currency }, rate(usdPerUnit)));
          dollars.forEach((usdMinor, index) => {
            const minor = minors[index];
            if (minor === undefined) return expect(usdMinor).toBeUndefined();
            const off = Math.abs((usdMinor ?? -1) - toUsdMinor({ minor, currency }, rate(usdPerUnit)));
            expect([off <= 1, (usdMinor ?? -1) >= 0]).toEqual([true, true]);
          });
        },
      ),
      { numRuns: 50 },
    );
  });
});

describe('dayInChina', () => {
  it.each([
    ['2026-03-17T01:30:00.000Z', '2026-03-17'],
    ['2026-03-31T15:59:59.999Z', '2026-03-31'],
    ['2026-03-31T16:00:00.000Z', '2026-04-01'],
    ['2026-04-01T00:00:00.000+08:00', '2026-04-01'],
  ])('%s is %s', (instant, day) => {
    expect(dayInChina(instant)).toBe(day);
  });
});

describe('the calendar', () => {
  it.each([
    ['2026-01-31', ['2026-Q1', '2025-Q4']],
    ['2026-03-31', ['2026-Q1', '2025-Q4']],
    ['2026-04-01', ['2026-Q2', '2026-Q1']],
    ['2026-12-31', ['2026-Q4', '2026-Q3']],
  ])('%s lies in the quarter, after the one before', (day, expected) => {
    expect(quarters(day)).toEqual(expected);
  });

  it('goes back over the year', () => {
    expect(monthsBefore('2026-02', 3)).toEqual(['2026-01', '2025-12', '2025-11']);
  });

  it('begins the hours of China with those of UTC', () => {
    expect(hourOf('2025-12-31T16:59:59.999Z')).toBe('2025-12-31T16:00:00.000Z');
    expect(hourOf('2026-01-01T00:30:00+08:00')).toBe('2025-12-31T16:00:00.000Z');
  });
});
