import { crc32, deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { readSheet } from 'read-excel-file/universal';
import { describe, expect, it } from 'vitest';
import { preferred } from '../../../functions/shared/http/accept.ts';
import { csvOf, csvRows } from '../../../functions/shared/sheet/csv.ts';
import { xlsxOf } from '../../../functions/shared/sheet/sheet.ts';
import { gbk } from '../../kit/gbk.ts';
import { csvTable, sheetRows } from '../../kit/sheet.ts';

const text = fc.string({ unit: 'grapheme', maxLength: 20 }).map((value) => value.replaceAll('\uFEFF', ''));
const table = fc
  .integer({ min: 1, max: 5 })
  .chain((width) => fc.array(fc.array(text, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 8 }));

/** The rows that have something in them, without the blank cells at their ends. */
const filled = (rows: readonly string[][]) =>
  rows.flatMap((cells, index) => {
    const last = cells.findLastIndex((cell) => cell.trim() !== '');
    return last < 0 ? [] : [{ no: index + 1, cells: cells.slice(0, last + 1) }];
  });

/** A ZIP of one deflated entry that claims a size. */
function zipOf(name: string, content: Buffer, claims = content.length): Buffer {
  const packed = deflateRawSync(content);
  const [local, directory, end] = [Buffer.alloc(30), Buffer.alloc(46), Buffer.alloc(22)];
  const common = (at: Buffer, from: number) => {
    at.writeUInt16LE(8, from);
    at.writeUInt32LE(crc32(content), from + 6);
    at.writeUInt32LE(packed.length, from + 10);
    at.writeUInt32LE(claims, from + 14);
    at.writeUInt16LE(name.length, from + 18);
  };
  local.writeUInt32LE(0x04034b50, 0);
  directory.writeUInt32LE(0x02014b50, 0);
  common(local, 8);
  common(directory, 10);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(30 + name.length + packed.length, 16);
  return Buffer.concat([local, Buffer.from(name), packed, directory, Buffer.from(name), end]);
}

describe('a CSV', () => {
  it('gives back what was written, quotes, line ends and formulas too', () => {
    fc.assert(
      fc.property(table, (rows) => {
        // An empty table of one column is no text at all, and an apostrophe before a formula cannot be told from ours.
        fc.pre(rows.every((row) => row.every((cell) => !/^'[=+\-@\t\r]/.test(cell))));
        expect(csvRows(csvOf(rows).slice(1), 100)).toEqual(filled(rows));
      }),
    );
  });

  it('holds no cell that a spreadsheet would calculate', () => {
    const formulas = ['=1+1', '+971', '-1', '@SUM(A1)', '\tx'];
    const [written] = csvOf([formulas]).slice(1).split('\r\n');
    for (const cell of written?.split(',') ?? []) expect(cell).toMatch(/^"?'/);
  });

  it('reads an unclosed quote to the end, and no more rows than asked', () => {
    expect(csvTable('a,"b\nc', 9)).toEqual([['a', 'b\nc']]);
    expect(csvRows('\n'.repeat(4_000_000), 3)).toEqual([]);
    expect(csvRows('"'.repeat(3_999_999), 3)).toHaveLength(1);
  });
});

describe('a sheet', () => {
  const rows = [
    ['*名称', '电话'],
    ['龙水“兴旺”五金，经营部', '023-43700000'],
  ];
  const csv = rows.map((row) => row.join(',')).join('\r\n');
  it('reads the same from XLSX and from UTF-8 with and without byte order mark', async () => {
    expect(await sheetRows(await xlsxOf([{ name: '表', rows, widths: [20, 20] }]), 10)).toEqual(rows);
    expect(await sheetRows(Buffer.from(csv), 10)).toEqual(rows);
    expect(await sheetRows(Buffer.from(`\uFEFF${csv}`), 10)).toEqual(rows);
    expect(await sheetRows(gbk(csv), 10)).toEqual(rows);
  });

  it('reads what the library reads, cell by cell', async () => {
    // What writes takes the text `toString` for one that it has written before.
    const words = text.filter((one) => !(one in {}));
    const value = fc.oneof(words, fc.double({ noNaN: true, noDefaultInfinity: true }));
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(value, { minLength: 3, maxLength: 3 }), { minLength: 1, maxLength: 6 }),
        async (cells) => {
          const bytes = await xlsxOf([{ name: '表', rows: cells, widths: [] }]);
          const theirs = await readSheet(new Uint8Array(bytes).buffer);
          const shown = (one: (typeof theirs)[number][number]): string =>
            typeof one === 'number' && Math.abs(one) >= 1e15
              ? one.toExponential(5).replace('e', 'E')
              : String((one as string | number | null) ?? '');
          const trimmed = (cellsOf: readonly (readonly string[])[]) =>
            filled(cellsOf.map((row) => row.map((one) => one.trim())));
          expect(trimmed(await sheetRows(bytes, 10))).toEqual(trimmed(theirs.map((row) => row.map(shown))));
        },
      ),
      { numRuns: 50 },
    );
  });

  it('writes every cell as text', async () => {
    const formulas = [['=1+1', '+971', '007', '2026-03-17']];
    expect(await sheetRows(await xlsxOf([{ name: '表', rows: formulas, widths: [] }]), 10)).toEqual(formulas);
  });

  it.each<readonly [string, Buffer]>([
    ['half a workbook', Buffer.from('PK\u0003\u0004abc')],
    ['a picture', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0xff, 0xff])],
    ['200 MB packed to 200 KB', zipOf('xl/worksheets/sheet1.xml', Buffer.alloc(200_000_000))],
    ['the same with a false size', zipOf('xl/worksheets/sheet1.xml', Buffer.alloc(200_000_000), 100)],
    ...['r="XFD1"', 'r="A1048576"', "r = '&#50;0000'", 'r="99999999"'].map(
      (reference) =>
        [
          reference,
          zipOf('x.xml', Buffer.from(`<worksheet><sheetData><row ${reference}/></sheetData></worksheet>`)),
        ] as const,
    ),
  ])('refuses %s', async (_what, bytes) => {
    await expect(sheetRows(bytes, 10)).rejects.toMatchObject({ code: 'MALFORMED_FILE' });
  });
});

it.each([
  ['*/*', 'text/html'],
  ['application/json', 'application/json'],
  ['text/html;q=0.1, application/json', 'application/json'],
  ['text/*, application/json;q=0.9', 'text/html'],
  ['image/png', undefined],
  ['text/html;q=0, */*', 'application/json'],
])('answers Accept: %s with %s', (accept, form) => {
  expect(preferred(accept, ['text/html', 'application/json'])).toBe(form);
});
