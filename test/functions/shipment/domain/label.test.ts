import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkOf, parseLabel, printLabel } from '../../../../functions/shipment/domain/label.ts';
import { subjectOf } from '../../../../functions/shipment/domain/subject.ts';

const SIGNS = Array.from('0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ');
const lot = fc.string({ unit: fc.constantFrom(...SIGNS), minLength: 3, maxLength: 30 });
const label = fc.oneof(
  fc.record({ of: fc.constant('CARTON' as const), lot, carton: fc.integer({ min: 1, max: 99_999 }) }),
  fc.record({
    of: fc.constant('PILE' as const),
    lot,
    pile: fc.string({ unit: fc.constantFrom(...SIGNS), minLength: 1, maxLength: 6 }),
    count: fc.integer({ min: 1, max: 99_999 }),
  }),
);

describe('a label', () => {
  it.each([
    ['MP1:C:DZ26031700104:00017:A', { of: 'CARTON', lot: 'DZ26031700104', carton: 17 }],
    ['MP1:P:DZ26031700104:003:048:J', { of: 'PILE', lot: 'DZ26031700104', pile: '003', count: 48 }],
    ['MP1:B:TEMU7654328:K', { of: 'BOX', container: 'TEMU7654328' }],
  ] as const)('%s is read, and printed the same again', (text, said) => {
    expect(parseLabel(text)).toEqual(said);
    expect(printLabel(said)).toBe(text);
  });

  it('is read as it was printed, in whatever width and case a scanner types it', () => {
    fc.assert(
      fc.property(label, (one) => {
        const text = printLabel(one);
        expect(parseLabel(` ${text.toLowerCase()} `)).toEqual(one);
        expect(printLabel(one)).toBe(text);
      }),
    );
  });

  it('with one sign misread is none', () => {
    fc.assert(
      fc.property(label, fc.nat(), fc.constantFrom(...SIGNS), (one, place, sign) => {
        const text = printLabel(one);
        const at = 4 + (place % (text.length - 4));
        if (text[at] === ':' || text[at] === sign) return;
        expect(typeof parseLabel(text.slice(0, at) + sign + text.slice(at + 1))).toBe('string');
      }),
    );
  });

  it('has a check character by which the whole comes to one modulo 36', () => {
    expect(checkOf('MP1:C:DZ26031700104:00017')).toBe('A');
  });

  it.each([
    ['MP1:C:DZ26031700104:00017:A MP1:C:DZ26031700104:00018:B', 'TWO_CODES'],
    ['MP1:C:DZ26031700104:00017:B', 'CHECK'],
    ['MP1:P:DZ26031700104:003:0,48:J', 'FORM'],
    ['MP1:P:DZ26031700104:003:J', 'FORM'],
    ['MP1:B:TEMU7654328:K', 'FORM'],
  ])('%s is no carton and no pile: %s', (text, why) => {
    expect(subjectOf(text)).toEqual({ of: 'MISREAD', why });
  });

  it.each([
    ['5e7g9a-1 C/5', { of: 'CARTON', lot: { tradeMark: '5E7G9A', lineNo: 1 }, carton: 5 }],
    ['5E7G9A-1', { of: 'LIFT', lot: { tradeMark: '5E7G9A', lineNo: 1 } }],
    ['JD5001112026000123004', { of: 'LIFT', lot: { tradeNumber: 'JD5001112026000123', lineNo: 4 } }],
    ['ALI / MOMBASA', { of: 'MARK' }],
  ])('is not needed: %s is known by the mark that the carton bears', (text, subject) => {
    expect(subjectOf(text)).toEqual(subject);
  });

  it('is never printed with parts that could not be read', () => {
    expect(() => printLabel({ of: 'PILE', lot: 'DZ26031700104', pile: '003', count: 100_000 })).toThrow(RangeError);
  });
});
