import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dayInChina } from '../../../../functions/shared/kernel/china-time.ts';
import { CURRENCIES, minorDigits } from '../../../../functions/shared/kernel/money.ts';
import { shippedOn } from '../../../../functions/shared/reference/reference.ts';
import { hourInChina, monthsBefore, quarters } from '../../../../functions/trade/domain/day.ts';
import { rateOf, toUsdMinor, toUsdMinors } from '../../../../functions/trade/domain/exchange.ts';

const rate = (usdPerUnit: string) => ({ usdPerUnit, month: '2026-01' });

describe('rateOf', () => {
  it.each([
    ['2024-12-31', undefined],
    ['2025-01-01', '2025-01'],
    ['2025-12-31', '2025-01'],
    ['2026-01-01', '2026-01'],
    ['2027-11-05', '2026-01'],
  ])('on %s takes the month %s', (day, expected) => {
    expect(rateOf('EUR', shippedOn(day))?.month).toBe(expected);
  });

  it('holds a positive decimal for every currency of every month', () => {
    for (const currency of CURRENCIES) {
      for (const day of ['2025-06-01', '2026-03-17']) {
        expect(Number(rateOf(currency, shippedOn(day))?.usdPerUnit)).toBeGreaterThan(0);
      }
    }
    expect(rateOf('USD', shippedOn('2026-03-17'))).toEqual({ usdPerUnit: '1', month: '2026-01' });
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
    expect(hourInChina('2025-12-31T16:00:00.000Z')).toBe('2026-01-01T00');
  });
});
