import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { figureIn } from '../../../functions/interchange/domain/sheet/figure.ts';

describe('a figure as people type it', () => {
  it.each([
    ['１，０００．００', '1000.00'],
    ['1,000', '1000'],
    ['.5', '0.5'],
    ['+100', '100'],
    ['99.99999999', '99.99999999'],
  ])('%s is %s', (typed, plain) => {
    expect(figureIn(typed)).toEqual({ plain, beside: '' });
  });

  it.each(['1000²', '100①', '1000¹', '㊿', '⒈', '200③', '3000₀', '½', 'Ⅳ', '100⁰', '③000'])(
    'a mark beside it is no digit of it: %s is none',
    (typed) => {
      expect(figureIn(typed)).toBeUndefined();
    },
  );

  it('has the value of its own digits, in whatever width', () => {
    fc.assert(
      fc.property(fc.nat(99_999_999), fc.boolean(), (value, isWide) => {
        const typed = isWide
          ? String(value).replace(/\d/g, (digit) => '０１２３４５６７８９'[Number(digit)] ?? '')
          : String(value);
        expect(figureIn(typed)?.plain).toBe(String(value));
      }),
      { numRuns: 200 },
    );
  });
});
