import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inForceOn } from '../../../../functions/shared/reference/in-force.ts';
import { codesNear, isNoCode, tariff } from '../../../../functions/shared/reference/lists/tariff.ts';
import { shippedOn } from '../../../../functions/shared/reference/reference.ts';

const on = (rows: readonly Record<string, unknown>[], day = '2026-03-17') =>
  inForceOn(
    rows.map((row) => tariff.row.parse({ name: '商品', ...row })),
    day,
    tariff.keyOf,
  );
const code = (hs: string) => ({ hs, legalUnit: '035' });

describe('a code', () => {
  it.each([
    ['listed, nothing complete', [code('8204120000')], '8204120000', false],
    ['not listed, nothing complete', [code('8204120000')], '8204120001', false],
    ['not listed, its chapter named but not complete', [{ hs: '82' }], '8204120001', false],
    ['not listed, its chapter complete', [{ hs: '82', complete: true }], '8204120001', true],
    ['not listed, its heading complete', [{ hs: '8204', complete: true }], '8204120001', true],
    ['not listed, its subheading complete', [{ hs: '820412', complete: true }], '8204120001', true],
    ['not listed, its eight digits complete', [{ hs: '82041200', complete: true }], '8204120001', true],
    ['listed, its chapter complete', [{ hs: '82', complete: true }, code('8204120000')], '8204120000', false],
    ['not listed, another chapter complete', [{ hs: '83', complete: true }], '8204120001', false],
    ['not listed, another heading of the chapter complete', [{ hs: '8205', complete: true }], '8204120001', false],
  ])('%s: %j', (_what, rows, hsCode, expected) => {
    expect(isNoCode(hsCode, on(rows))).toBe(expected);
  });

  it('that ends with a year is none in the next, once that is complete', () => {
    const rows = [
      { hs: '82', complete: true },
      { ...code('8204120010'), from: '2026-01-01', until: '2026-12-31' },
    ];
    expect(isNoCode('8204120010', on(rows, '2026-12-31'))).toBe(false);
    expect(isNoCode('8204120010', on(rows, '2027-01-01'))).toBe(true);
  });

  it('is refused the more, the more of the tariff is complete, and never where it is listed', () => {
    const hs = fc.stringMatching(/^8[2-4]0[1-3][12]0000[01]$/);
    const above = fc.tuple(hs, fc.constantFrom(2, 4, 6, 8)).map(([of, digits]) => of.slice(0, digits));
    fc.assert(
      fc.property(fc.uniqueArray(hs), fc.uniqueArray(above), above, hs, (codes, complete, more, asked) => {
        const rows = [...codes.map(code), ...complete.map((one) => ({ hs: one, complete: true }))];
        const [before, after] = [
          isNoCode(asked, on(rows)),
          isNoCode(asked, on([...rows, { hs: more, complete: true }])),
        ];
        expect(before && !after).toBe(false);
        if (codes.includes(asked)) expect(after).toBe(false);
        else expect(after).toBe([...complete, more].some((one) => asked.startsWith(one)));
      }),
    );
  });

  it('has those near it, of the longest beginning', () => {
    const listed = on([code('8204110000'), code('8204120000'), code('8204120010'), code('8205400000')]);
    expect(codesNear('8204120001', listed).map(({ hs }) => hs)).toEqual(['8204120000', '8204120010']);
    expect(codesNear('8204990000', listed)).toHaveLength(3);
    expect(codesNear('9000000000', listed)).toEqual([]);
  });
});

describe('a row', () => {
  it.each([
    ['ten digits without a unit', { hs: '8204120000' }],
    ['ten digits that are complete', { ...code('8204120000'), complete: true }],
    ['a heading with a unit', code('8204')],
    ['an odd number of digits', { hs: '820' }],
    ['a unit that is no code', { hs: '8204120000', legalUnit: '千克' }],
  ])('is not %s', (_what, row) => {
    expect(tariff.row.safeParse({ name: '商品', ...row }).success).toBe(false);
  });

  it('that the program came with has units there are', () => {
    const { tariff: listed, units } = shippedOn('2026-03-17');
    for (const { legalUnit } of listed.values()) if (legalUnit !== undefined) expect(units.has(legalUnit)).toBe(true);
  });
});
