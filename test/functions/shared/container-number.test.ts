import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkDigit, isContainerNumber } from '../../../functions/shared/kernel/container-number.ts';

const stem = fc
  .tuple(fc.stringMatching(/^[A-Z]{3}$/), fc.stringMatching(/^\d{6}$/))
  .map(([owner, serial]) => `${owner}U${serial}`);

describe('container number (ISO 6346)', () => {
  it.each(['CSQU3054383', 'MSKU9070323', 'CBHU3202732', 'MSCU1234566', 'TEMU7654328', 'CBHU9876547'])(
    'accepts %s',
    (number) => expect(isContainerNumber(number)).toBe(true),
  );

  it.each(['TGHU7599330', 'ABCU1234560'])('accepts %s, whose remainder is 10', (number) =>
    expect(isContainerNumber(number)).toBe(true),
  );

  it.each(['CSQU3054384', 'CSQJ3054383', 'CSQU305438', 'csqu3054383', 'CSQU30543833', ''])('refuses %s', (number) =>
    expect(isContainerNumber(number)).toBe(false),
  );

  it('accepts exactly one check digit for a stem', () => {
    fc.assert(
      fc.property(stem, (text) => {
        const accepted = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9].filter((digit) => isContainerNumber(`${text}${digit}`));
        expect(accepted).toEqual([checkDigit(text)]);
      }),
    );
  });

  it('refuses any single changed digit, except where remainders 10 and 0 share the digit 0', () => {
    const change = fc.record({ text: stem, at: fc.integer({ min: 4, max: 10 }), by: fc.integer({ min: 1, max: 9 }) });
    fc.assert(
      fc.property(change, ({ text, at, by }) => {
        const number = `${text}${checkDigit(text)}`;
        const changed = `${number.slice(0, at)}${(Number(number[at]) + by) % 10}${number.slice(at + 1)}`;
        fc.pre(number.at(-1) !== '0' || at === 10);
        expect(isContainerNumber(changed)).toBe(false);
      }),
    );
  });
});
