import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { addDays, addWorkingDays, isWorkingDay } from '../../../functions/shared/kernel/calendar.ts';
import { dayInChina } from '../../../functions/shared/kernel/china-time.ts';
import {
  formatDecimal,
  multiplyDivide,
  numberToScaled,
  parseDecimal,
} from '../../../functions/shared/kernel/decimal.ts';
import * as field from '../../../functions/shared/kernel/fields.ts';
import { ID_KINDS, identifier, parseIdentifier } from '../../../functions/shared/kernel/identifier.ts';
import { findingsOf } from '../../../functions/shared/kernel/issues.ts';
import { CURRENCIES, formatAmount, parseMoney } from '../../../functions/shared/kernel/money.ts';
import { hasControlCharacter, normaliseCode, normaliseText } from '../../../functions/shared/kernel/text.ts';

const digits = fc.integer({ min: 0, max: 5 });
const scaled = fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER });

describe('decimal', () => {
  it('reads back what it writes', () => {
    fc.assert(
      fc.property(scaled, digits, (value, places) => {
        expect(parseDecimal(formatDecimal(value, places), places)).toBe(value);
      }),
    );
  });

  it('reads any JSON number of a quantity as the nearest-free exact integer', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e9 }), (value) => {
        expect(numberToScaled(Number(formatDecimal(value, 3)), 3)).toBe(value);
      }),
    );
  });

  it.each([
    ['1.234', 2],
    ['-1', 2],
    ['1e3', 2],
    ['', 2],
    ['１', 2],
    ['1.', 2],
    ['.5', 2],
    ['99999999999999999', 2],
  ])('refuses %s with %i decimals', (text, places) => {
    expect(parseDecimal(text, places)).toBeUndefined();
  });

  it('rounds a product half up, as on paper', () => {
    expect(multiplyDivide(10_050, 150, 1_000_000)).toBe(2); // 1.5075 → 2
    expect(multiplyDivide(5, 1, 10)).toBe(1);
    expect(multiplyDivide(4, 1, 10)).toBe(0);
  });
});

describe('money', () => {
  it('speaks each currency with its own decimals', () => {
    fc.assert(
      fc.property(fc.constantFrom(...CURRENCIES), fc.integer({ min: 0, max: 1e12 }), (currency, minor) => {
        expect(parseMoney(formatAmount({ minor, currency }), currency)).toEqual({ minor, currency });
      }),
    );
    expect(parseMoney('1.5', 'JPY')).toBeUndefined();
    expect(parseMoney('150000.01', 'USD')?.minor).toBe(15_000_001);
  });
});

describe('identifier', () => {
  it('carries kind and district, and no other kind can be read from it', () => {
    for (const kind of ID_KINDS) {
      const id = identifier(kind, '500111', '01JDXKQ8Z3W5T7V9Y1A3C5E7G9');
      expect(parseIdentifier(kind, id)?.districtId).toBe('500111');
      expect(ID_KINDS.filter((other) => parseIdentifier(other, id))).toEqual([kind]);
    }
  });
});

describe('text', () => {
  it('turns full-width digits and blanks into what was meant', () => {
    expect(normaliseText('　１３８００００００００ ')).toBe('13800000000');
    expect(normaliseText('ＡＬ　ＮＯＯＲ')).toBe('AL NOOR');
    expect(normaliseText('重庆（大足）公司，１号')).toBe('重庆（大足）公司，1号');
    expect(normaliseCode('（０２３）－４３７０ａ')).toBe('(023)-4370A');
  });

  it.each(['a\u0000b', 'a\u202Eb', '\uFEFFa', 'a\u0007'])('finds the control character in %j', (value) => {
    expect(hasControlCharacter(value)).toBe(true);
  });
});

describe('the calendar', () => {
  it('knows the day in China', () => {
    expect(dayInChina('2026-03-17T16:00:00Z')).toBe('2026-03-18');
    expect(dayInChina('2026-03-17T15:59:59.999Z')).toBe('2026-03-17');
  });

  it('counts working days over holidays and working weekends', () => {
    // National Day 2026: 1 to 7 October off, Saturday the 10th worked.
    expect(addWorkingDays('2026-09-30', 3)).toBe('2026-10-10');
    expect(addWorkingDays('2026-03-13', 1)).toBe('2026-03-16');
    expect([isWorkingDay('2026-10-01'), isWorkingDay('2026-10-10')]).toEqual([false, true]);
  });

  it('keeps the holidays of the law free in years whose notice is not out', () => {
    const free = ['2027-01-01', '2027-02-05', '2027-02-08', '2027-04-05', '2027-06-09', '2027-09-15', '2027-10-01'];
    const later = ['2028-01-25', '2028-01-26', '2028-01-28', '2028-04-04', '2028-05-01', '2028-05-02', '2028-10-03'];
    for (const day of [...free, ...later]) expect([day, isWorkingDay(day)]).toEqual([day, false]);
    for (const day of ['2027-01-04', '2027-02-04', '2027-02-11', '2027-05-05', '2027-09-30']) {
      expect([day, isWorkingDay(day)]).toEqual([day, true]);
    }
    expect(addWorkingDays('2026-12-29', 3)).toBe('2027-01-04');
    expect(addWorkingDays('2026-12-30', 3)).toBe('2027-01-05');
  });

  it.each([
    // Every day of 2027, whose notice is not out, that is a weekday and free: the last of each row makes up for a weekend.
    ['2027-01', ['01']],
    ['2027-02', ['05', '08', '09', '10']],
    ['2027-03', []],
    ['2027-04', ['05']],
    ['2027-05', ['03', '04']],
    ['2027-06', ['09']],
    ['2027-07', []],
    ['2027-08', []],
    ['2027-09', ['15']],
    ['2027-10', ['01', '04', '05']],
    ['2027-11', []],
    ['2027-12', []],
    ['2028-01', ['03', '25', '26', '27', '28']],
  ])('makes up in %s for holidays that fall on a weekend', (month, free) => {
    const days = Array.from({ length: 31 }, (_one, index) => addDays(`${month}-01`, index));
    const weekdays = days.filter((day) => day.startsWith(month) && ![0, 6].includes(new Date(day).getUTCDay()));
    expect(weekdays.filter((day) => !isWorkingDay(day))).toEqual(free.map((date) => `${month}-${date}`));
  });

  it('leaves a year whose notice is out as it says', () => {
    const count = (of: string) => {
      let worked = 0;
      for (let day = `${of}-01-01`; day < `${Number(of) + 1}-01-01`; day = addDays(day, 1)) {
        worked += isWorkingDay(day) ? 1 : 0;
      }
      return worked;
    };
    expect(count('2025')).toBe(248);
    expect(count('2026')).toBe(248);
    expect([isWorkingDay('2026-02-14'), isWorkingDay('2026-02-23'), isWorkingDay('2026-10-07')]).toEqual([
      true,
      false,
      false,
    ]);
  });

  it('always ends a term on a working day, with as many working days in it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1500 }), fc.integer({ min: 1, max: 20 }), (offset, count) => {
        const start = addDays('2025-06-01', offset);
        const end = addWorkingDays(start, count);
        let worked = 0;
        for (let day = addDays(start, 1); day <= end; day = addDays(day, 1)) worked += isWorkingDay(day) ? 1 : 0;
        expect([worked, isWorkingDay(end)]).toEqual([count, true]);
      }),
      { numRuns: 50 },
    );
  });
});

describe('findings of a refused request', () => {
  const Body = z.strictObject({
    name: field.text('名称', 5),
    stall: z.strictObject({ number: field.text('摊位号') }).meta({ title: '摊位' }),
    lines: z
      .array(z.strictObject({ weight: field.kilograms('毛重') }))
      .min(1)
      .meta({ title: '明细' }),
    on: field.date('日期'),
    hs: field.hsCode('商品编码').optional(),
    kind: z.enum(['A', 'B']).meta({ title: '类别' }),
  });
  const found = (input: unknown) => {
    const result = Body.safeParse(input);
    return result.success ? [] : findingsOf(Body, input, result.error);
  };
  const good = { name: '铁钉', stall: { number: '18' }, lines: [{ weight: 1.5 }], on: '2026-03-17', kind: 'A' };

  it('are none where all is well', () => {
    expect(found(good)).toEqual([]);
  });

  it('come all at once, each with its field, code and Chinese name', () => {
    const all = found({
      ...good,
      name: '一二三四五六',
      stall: undefined,
      lines: [{ weight: 1.0005 }],
      on: '2026-02-30',
      hs: '12',
      kind: 'C',
      x: 1,
    });
    expect(all.map(({ pointer, code }) => [pointer, code])).toEqual([
      ['/name', 'TOO_BIG'],
      ['/stall/number', 'REQUIRED'],
      ['/lines/0/weight', 'DECIMALS'],
      ['/on', 'FORMAT'],
      ['/hs', 'FORMAT'],
      ['/kind', 'NOT_ALLOWED'],
      ['', 'UNKNOWN_FIELD'],
    ]);
    for (const { message, severity } of all) {
      expect(severity).toBe('DANGER');
      expect(message).toMatch(/[\u4e00-\u9fff]/);
    }
    expect(all[1]?.message).toBe('缺少“摊位号”，请填写');
    expect(all[0]?.message).toContain('名称');
  });

  it('set the remedy of a rule apart, which zod itself has no place for', () => {
    const [one] = found({ ...good, name: '铁\u200b钉' });
    expect(one).toMatchObject({ code: 'INVISIBLE_CHARACTER', pointer: '/name', remedy: '请删去后重新手工输入' });
    expect(one?.message).toMatch(/^名称“.*（U\+200B）；请删去后重新手工输入$/);
  });

  it('list the kinds there are where an unknown one is asked for', () => {
    const Kinds = z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('甲') }),
      z.object({ kind: z.literal('乙') }),
    ]);
    const result = Kinds.safeParse({ kind: '丙' });
    const [one] = result.success ? [] : findingsOf(Kinds, { kind: '丙' }, result.error);
    expect([one?.pointer, one?.code]).toEqual(['/kind', 'NOT_ALLOWED']);
    expect(one?.message).toContain('甲、乙');
  });

  it('never fail on whatever JSON is sent', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (input) => {
        expect(found(input).length).toBeGreaterThan(0);
      }),
    );
  });
});
