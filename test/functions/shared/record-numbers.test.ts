import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseMark } from '../../../functions/shared/kernel/carton-mark.ts';
import { packingNumber, parsePackingNumber } from '../../../functions/shared/kernel/record-number.ts';
import { bearNumber, idOfNumber, prefixOf, takeNumber } from '../../../functions/shared/numbers/numbers.ts';
import { shippedOn } from '../../../functions/shared/reference/reference.ts';
import { skipNumbers } from '../../../infra/commands/reconcile/skip-numbers.ts';
import { DAZU, YUZHONG } from '../../kit/call.ts';
import { useRegistry } from '../../kit/registry.ts';

const registry = useRegistry();
const lists = shippedOn('2026-03-17');
const taken = () => new Error('borne by another');

/** Spellings of a number by people: other widths, small letters, blanks and signs anywhere. */
const typed = (number: string) =>
  fc
    .record({
      wide: fc.boolean(),
      small: fc.boolean(),
      sign: fc.constantFrom('', ' ', '-', '－', '·', '.'),
      at: fc.nat(17),
    })
    .map(({ wide, small, sign, at }) => {
      const text = small ? number.toLowerCase() : number;
      const signed = text.slice(0, at) + sign + text.slice(at);
      return wide
        ? signed.replaceAll(/[\dA-Za-z]/g, (one) => String.fromCodePoint(one.codePointAt(0)! + 0xfee0))
        : signed;
    });

describe('series', () => {
  it('have a prefix each, filings among them, so that a number says what it is of', () => {
    const prefixes = [
      ...[...lists.recordNumbers.values()].map(({ prefix }) => prefix),
      ...[...lists.filingKinds.values()].map(({ numberPrefix }) => numberPrefix),
    ];
    expect(new Set(prefixes).size).toBe(prefixes.length);
    expect(prefixOf('trade', lists)).toBe('JD');
    expect(prefixOf('consolidation', lists)).toBe('ZD');
  });

  it('give no number twice, however many ask at once, and each district and year its own', async () => {
    const { table } = registry.runtime;
    const asked = await Promise.all(
      Array.from({ length: 40 }, async () => takeNumber(table, DAZU, 'JD', '2031-01-01')),
    );
    expect(new Set(asked).size).toBe(40);
    expect(asked.toSorted()).toEqual(
      Array.from({ length: 40 }, (_, index) => `JD5001112031${String(index + 1).padStart(6, '0')}`),
    );
    expect(await takeNumber(table, DAZU, 'JD', '2032-01-01')).toBe('JD5001112032000001');
    expect(await takeNumber(table, YUZHONG, 'JD', '2031-12-31')).toBe('JD5001032031000001');
    expect(await takeNumber(table, DAZU, 'ZD', '2031-12-31')).toBe('ZD5001112031000001');
  });

  it('go on later after a restore, every one of them', async () => {
    const { table } = registry.runtime;
    const before = await Promise.all(['JD', 'ZD', 'SC'].map((prefix) => takeNumber(table, DAZU, prefix, '2033-05-05')));
    expect(
      await skipNumbers({ client: registry.documents, names: { registry: 'registry', audit: 'audit' } }, table, 100),
    ).toBeGreaterThanOrEqual(3);
    const after = await Promise.all(['JD', 'ZD', 'SC'].map((prefix) => takeNumber(table, DAZU, prefix, '2033-05-05')));
    expect(after).toEqual(before.map((number) => `${number.slice(0, -6)}000102`));
  });
});

describe('a number', () => {
  it('finds its record however it was typed, for whoever reads its district', async () => {
    const { table } = registry.runtime;
    const number = 'JD5001112034000007';
    await table.commit([bearNumber(DAZU, number, 'trade-7', taken)]);
    await fc.assert(
      fc.asyncProperty(typed(number), async (text) => {
        expect(await idOfNumber(table, [YUZHONG, DAZU], text)).toBe('trade-7');
        expect(await idOfNumber(table, [YUZHONG], text)).toBeUndefined();
      }),
      { numRuns: 30 },
    );
  });

  it.each([
    '',
    'JD',
    'JD5001112034',
    'JD500111203400000',
    'J5001112034000007',
    'JD5001112034000007-01',
    '#',
    'JD5001119999999999',
  ])('that is none, “%s”, finds nothing', async (text) => {
    expect(await idOfNumber(registry.runtime.table, [DAZU], text)).toBeUndefined();
  });

  it('is borne by one record only', async () => {
    const { table } = registry.runtime;
    const number = 'ZD5001112034000001';
    await table.commit([bearNumber(DAZU, number, 'consolidation-1', taken)]);
    await expect(table.commit([bearNumber(DAZU, number, 'consolidation-2', taken)])).rejects.toThrow(
      'borne by another',
    );
    expect(await idOfNumber(table, [DAZU], number)).toBe('consolidation-1');
  });
});

describe('a packing number', () => {
  it('is read as it is written, for every container of every consolidation', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9_999_999 }), fc.integer({ min: 1, max: 50 }), (serial, containerNo) => {
        const consolidationNumber = `ZD5001112026${String(serial).padStart(6, '0')}`;
        const number = packingNumber(consolidationNumber, containerNo);
        expect(parsePackingNumber(number)).toEqual({ consolidationNumber, containerNo });
        expect(parsePackingNumber(` ${number.toLowerCase().replace('-', ' － ')} `)).toEqual({
          consolidationNumber,
          containerNo,
        });
        expect(parsePackingNumber(consolidationNumber)).toBeUndefined();
      }),
    );
  });
});

describe('a carton’s mark', () => {
  it.each([
    ['9H04AY-1 C/5', { mark: '9H04AY', lineNo: 1 }],
    ['9H04AY-1 C/1-180', { mark: '9H04AY', lineNo: 1 }],
    ['9h04ay-12 c/1-3,7', { mark: '9H04AY', lineNo: 12 }],
    ['９Ｈ０４ＡＹ－１　Ｃ／５', { mark: '9H04AY', lineNo: 1 }],
    ['9H04AY-1', { mark: '9H04AY', lineNo: 1 }],
    [' 9H04AY - 1 C5 ', { mark: '9H04AY', lineNo: 1 }],
  ])('is read as %s', (text, expected) => {
    expect(parseMark(text)).toEqual(expected);
  });

  it.each(['9H04AY', '9H04AY-', '9H04A-1', '9H04AYX-1', '9H04AI-1', '9H04AY-1 C/', '9H04AY-1 C/5x', '9H04AY-1234', ''])(
    'is not “%s”',
    (text) => {
      expect(parseMark(text)).toBeUndefined();
    },
  );
});
