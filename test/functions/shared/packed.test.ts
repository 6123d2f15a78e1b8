import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pack, unpacked } from '../../../functions/shared/table/packed.ts';

/** JSON has one zero only. */
const same = (content: unknown): void => {
  expect(unpacked(pack(content))).toEqual(JSON.parse(JSON.stringify(content)));
};

describe('packed content', () => {
  it('is read as it was, whatever it is', () => {
    const value = fc.jsonValue({ maxDepth: 4 }).filter((content) => !JSON.stringify(content).includes('"=":'));
    fc.assert(
      fc.property(value, (content) => same(content)),
      { numRuns: 200 },
    );
  });

  it('holds rows of which some have no such field, rows in rows, and rows with a null', () => {
    const row = fc.record(
      {
        no: fc.nat(9),
        name: fc.string(),
        of: fc.array(fc.record({ x: fc.nat(9), y: fc.nat(9) }, { requiredKeys: [] })),
      },
      { requiredKeys: [] },
    );
    const nulled = fc.record({ no: fc.option(fc.nat(9)) });
    const tables = fc.record({ lines: fc.array(row), others: fc.array(nulled) });
    fc.assert(
      fc.property(tables, (content) => same(content)),
      { numRuns: 200 },
    );
  });

  it('leaves out what is undefined, as JSON does', () => {
    expect(unpacked(pack({ lines: [{ no: 1, name: undefined }, { no: 2 }] }))).toEqual({
      lines: [{ no: 1 }, { no: 2 }],
    });
  });

  it('leaves alone what is not packed', () => {
    expect(unpacked({ lines: [] })).toEqual({ lines: [] });
    expect(unpacked(undefined)).toBeUndefined();
  });

  it('refuses a field that would be taken for columns', () => {
    expect(() => pack({ '=': 1 })).toThrow(RangeError);
  });

  it('takes a third of the room that lines take as JSON', () => {
    const lines = Array.from({ length: 5 }, (_, index) => ({
      lineNo: index + 1,
      goodsId: `goods-500111-01M8MRXS3Z87K33H4BEWAB375${index}`,
      hsCode: `82055900${index}0`,
      nameZh: '抹泥刀',
      quantity: 2_200_000_000 + index,
      cartons: [{ count: 220 + index, lengthMm: 600, widthMm: 400, heightMm: 270, grossG: 20_000, netG: 19_000 }],
    }));
    expect(pack({ lines }).length).toBeLessThan(JSON.stringify({ lines }).length / 3);
  });
});
