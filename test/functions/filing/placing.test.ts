import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BundleFile, PlacedFile } from '../../../functions/filing/domain/bulk/bundle.ts';
import { sheetOf } from '../../../functions/filing/domain/bulk/kinds.ts';
import { DocumentWords, placingOf, RowNames, targetOf } from '../../../functions/filing/domain/bulk/placing.ts';
import { shippedOn } from '../../../functions/shared/reference/reference.ts';
import { merchants, TITLES, tableOf } from './bulk-sheet.ts';
import { usccOf } from './samples.ts';

const TYPES = shippedOn('2026-03-17').documentTypes;
const WORDS = new DocumentWords(TYPES);

/** Rows 2 to 41 of a sheet of merchants. */
const [, ...cells] = tableOf(merchants(40));
const SHEET_ROWS = cells.map((row, index) => ({ no: index + 2, cells: row }));
const ROWS = new RowNames(sheetOf('merchant'), TITLES, SHEET_ROWS);
const CODE = (row: number): string => usccOf(row - 1, '92500111');

const target = (path: string) => {
  const found = targetOf(path, ROWS, WORDS);
  return 'code' in found ? found.code : `${found.row} ${found.type}`;
};

describe('the name of a file', () => {
  it.each([
    ['12-营业执照.jpg', '12 BUSINESS_LICENCE'],
    ['12_营业执照.JPEG', '12 BUSINESS_LICENCE'],
    ['12 营业执照副本.jpg', '12 BUSINESS_LICENCE'],
    ['１２－营业执照.jpg', '12 BUSINESS_LICENCE'],
    ['012、营业执照.jpg', '12 BUSINESS_LICENCE'],
    ['第12行营业执照.jpg', '12 BUSINESS_LICENCE'],
    ['第12行 - 租赁合同(2).pdf', '12 STALL_LEASE'],
    ['12营业执照.jpg', '12 BUSINESS_LICENCE'],
    ['12-身份证-正面.jpg', '12 IDENTITY'],
    ['12-法定代表人身份证.jpg', '12 IDENTITY'],
    ['12/营业执照.jpg', '12 BUSINESS_LICENCE'],
    ['12/2营业执照.jpg', '12 BUSINESS_LICENCE'],
    ['12/13-营业执照.jpg', '12 BUSINESS_LICENCE'],
    ['材料/12-郑记五金/租赁合同.pdf', '12 STALL_LEASE'],
    ['营业执照/12.jpg', '12 BUSINESS_LICENCE'],
    ['2026/营业执照/12.jpg', '12 BUSINESS_LICENCE'],
    [`${CODE(12)}-租赁合同.pdf`, '12 STALL_LEASE'],
    [`${CODE(12).toLowerCase()}租赁合同.pdf`, '12 STALL_LEASE'],
    [`${CODE(12)} 郑记五金/承诺书.pdf`, '12 COMMITMENT'],
    [`12/${CODE(12)}-承诺书.pdf`, '12 COMMITMENT'],
    ['12-其他.pdf', '12 OTHER'],
    ['营业执照.jpg', 'NO_ROW'],
    ['3月租赁合同.pdf', 'NO_ROW'],
    ['IMG_0012.jpg', 'NO_ROW'],
    ['1-营业执照.jpg', 'UNKNOWN_ROW'],
    ['42-营业执照.jpg', 'UNKNOWN_ROW'],
    ['2026-03-17租赁合同.pdf', 'UNKNOWN_ROW'],
    [`${CODE(99)}-营业执照.jpg`, 'UNKNOWN_ROW'],
    [`${CODE(12)}9-营业执照.jpg`, 'UNKNOWN_ROW'],
    [`13/${CODE(12)}-承诺书.pdf`, 'UNCLEAR_ROW'],
    ['12/13/营业执照.jpg', 'UNCLEAR_ROW'],
    ['12/IMG_0001.jpg', 'NO_TYPE'],
    ['12.jpg', 'NO_TYPE'],
    ['12-营业执照、租赁合同.pdf', 'UNCLEAR_TYPE'],
  ])('%s: %s', (path, expected) => {
    expect(target(path)).toBe(expected);
  });

  it('is of the same row and document however its row, its document and their signs are written', () => {
    const types = TYPES.types.flatMap(({ type, name, words = [] }) =>
      [name, ...words].map((word) => [type, word] as const),
    );
    const row = fc.integer({ min: 2, max: 41 });
    const sign = fc.constantFrom('-', '_', ' ', '—', '、', '.', '-  ', '（');
    const form = fc.constantFrom(
      (key: string, s: string, word: string) => `${key}${s}${word}.jpg`,
      (key: string, _s: string, word: string) => `${key}/${word}.jpg`,
      (key: string, s: string, word: string) => `资料/${key}${s}某店/${word}.pdf`,
      (key: string, _s: string, word: string) => `${word}/${key}.png`,
      (key: string, s: string, word: string) => `${key}${s}${word}${s}2.jpg`,
    );
    fc.assert(
      fc.property(row, fc.boolean(), sign, fc.constantFrom(...types), form, (no, isCode, s, [type, word], put) => {
        expect(target(put(isCode ? CODE(no) : String(no), s, word))).toBe(`${no} ${type}`);
      }),
    );
  });

  it('is never of a row that it does not name', () => {
    const part = fc.oneof(fc.string({ maxLength: 12 }), fc.constantFrom('12', '营业执照', '第', '行', '-', CODE(7)));
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 6 }), (parts) => {
        const path = parts.join('');
        const found = targetOf(path, ROWS, WORDS);
        if (found.row === undefined) return;
        const digits = path.normalize('NFKC').toUpperCase();
        expect(
          digits.includes(String(found.row)) || digits.replaceAll(/[^\p{L}\p{N}]/gu, '').includes(CODE(found.row)),
        ).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('of digits that are one row and the number of another is neither’s', () => {
    const place = sheetOf('buyer').columns.findIndex(({ field }) => field.join('.') === 'certificateNumber');
    const rows = Array.from({ length: 1500 }, (_, index) => ({ no: index + 2, cells: [] as string[] }));
    const own = sheetOf('buyer').columns.map(({ title }) => title);
    rows[0] = { no: 2, cells: own.map((_, index) => (index === place ? '1234' : '')) };
    const found = targetOf('1234-护照.jpg', new RowNames(sheetOf('buyer'), own, rows), WORDS);
    expect(found).toMatchObject({ code: 'UNCLEAR_ROW' });
  });
});

let digest = 0;
const file = (path: string, sha256 = `${(digest += 1)}`.padStart(64, '0'), opening = 'ffd8ffe0'): BundleFile => ({
  path,
  content: { from: 0, packed: 1, method: 0, crc: 0, size: 1, sha256, opening },
});

const placed = (...bundles: BundleFile[][]) =>
  placingOf(
    bundles.map((files, index) => ({ id: `bundle-${index + 1}`, files })),
    ROWS,
    TYPES,
  );

/** Which content is which document of which row. */
const keysOf = (files: readonly PlacedFile[]): Set<string> =>
  new Set(files.map(({ row, type, content }) => `${row} ${type} ${content.sha256}`));

describe('the files of several ZIPs', () => {
  it('are each placed, told, or the same as another: none is lost', async () => {
    const path = fc.constantFrom(
      '12-营业执照.jpg',
      '12/营业执照.jpg',
      '12-身份证.jpg',
      '13-营业执照.jpg',
      '99-营业执照.jpg',
      'x.jpg',
      '12.jpg',
    );
    const one = fc.record({ path, sha: fc.constantFrom('a', 'b'), opening: fc.constantFrom('ffd8ffe0', '504b0304') });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(one, { maxLength: 6 }), { maxLength: 4 }), async (bundles) => {
        const all = bundles.map((some) => some.map(({ path: at, sha, opening }) => file(at, sha.repeat(64), opening)));
        const found = await placed(...all);
        expect(found.placed.length + found.unplaced.length + found.repeated).toBe(all.flat().length);
        // Sent once more, they are where they were.
        const again = await placed(...all, ...all);
        expect(keysOf(again.placed)).toEqual(keysOf(found.placed));
      }),
    );
  });

  it('stand for those of the same name that came before', async () => {
    const broken: BundleFile = { path: '12-营业执照.jpg', fault: 'BROKEN' };
    const first = await placed([broken]);
    expect(first.unplaced).toMatchObject([{ row: 12, code: 'UNREADABLE' }]);
    const found = await placed([broken], [file('12-营业执照.jpg')]);
    expect(found).toMatchObject({ placed: [{ row: 12, bundleId: 'bundle-2' }], unplaced: [], repeated: 1 });
  });

  it('of one name in one ZIP are refused, unless they are the same', async () => {
    const twice = await placed([file('12-营业执照.jpg'), file('12-营业执照.JPG')]);
    expect(twice).toMatchObject({ placed: [], unplaced: [{ row: 12, code: 'REPEATED_NAME' }] });
    const same = await placed([file('12-营业执照.jpg', 'a'.repeat(64)), file('12-营业执照.JPG', 'a'.repeat(64))]);
    expect(same).toMatchObject({ placed: [{ row: 12 }], unplaced: [] });
  });

  it('are what their first bytes say, whatever their names do', async () => {
    const found = await placed([
      file('2-营业执照.png', undefined, 'ffd8ffe1'),
      file('3-营业执照.jpg', undefined, '255044462d312e37'),
      file('4-营业执照.jpg', undefined, '504b030414'),
      file('5-营业执照.pdf', undefined, '3c68746d6c'),
    ]);
    expect(found.placed.map(({ contentType }) => contentType)).toEqual(['image/jpeg', 'application/pdf']);
    expect(found.unplaced).toMatchObject([
      { row: 4, code: 'REFUSED' },
      { row: 5, code: 'REFUSED' },
    ]);
  });

  it('that are too many for one row are told', async () => {
    const { placed: some, unplaced } = await placed(Array.from({ length: 52 }, (_, n) => file(`12-其他-${n}.jpg`)));
    expect([some.length, unplaced.map(({ code }) => code)]).toEqual([50, ['TOO_MANY', 'TOO_MANY']]);
  });
});
