import { describe, expect, it } from 'vitest';
import { sheetsIn } from '../../../functions/shared/sheet/sheet.ts';
import { requireBounded } from '../../../functions/shared/sheet/xlsx-limits.ts';
import { sheetRows } from '../../kit/sheet.ts';
import { workbook } from '../../kit/zip.ts';
import { readOrRefusedInTime } from './hostile-sheet.ts';

/** The severest of each kind; `npm run verify` has them all. */
const SEVEREST = [
  'a million empty rows in 10 KB',
  'two million prefixed cells',
  'elements nested 200,000 deep',
  '64 MB that claims 100 bytes',
  'titles, and 19,000 rows with everything wrong',
  'numbers of a thousand zeros',
  'titles of marks that have to be sorted',
];

describe('a sheet that was made to take long', () => {
  it.each(SEVEREST)('%s is read or refused by what it is, while others are served', readOrRefusedInTime);

  it('is no sheet with a long number format, many formats, long texts or far columns of blank cells', async () => {
    const usual = workbook({
      sheetData: `<row r="1"><c r="A1" t="inlineStr"><is><t>${'字'.repeat(32_767)}</t></is></c><c r="B1" s="1"/></row><row r="3"><c r="A3"><v>7</v></c></row>`,
      styles: `<numFmts><numFmt numFmtId="164" formatCode="${'0'.repeat(255)}"/></numFmts><cellXfs>${'<xf numFmtId="164"/>'.repeat(64_000)}</cellXfs>`,
    });
    expect(await sheetRows(usual, 10)).toEqual([['字'.repeat(32_767)], [''], ['7']]);
  });
});

describe('what is counted before a part is read', () => {
  const part = (text: string) => () => requireBounded(Buffer.from(text));
  it.each([
    ['four million elements', '<row/>'.repeat(4_000_000), true],
    ['one more', '<row/>'.repeat(4_000_001), false],
    ['elements with a prefix among them', '<x:row/>'.repeat(10), true],
    ['a text of 128 KB', `<t>${' '.repeat(128 * 1024 - 10)}</t>`, true],
    ['a longer one', `<t>${' '.repeat(130 * 1024)}</t>`, false],
    ['a tag that never ends', `<${'c'.repeat(100_000)}`, true],
  ])('%s', (_what, text, isTaken) => {
    if (isTaken) expect(part(text)).not.toThrow();
    else expect(part(text)).toThrow(expect.objectContaining({ code: 'TOO_LARGE' }));
  });
});

describe('what is counted while a sheet is read', () => {
  const cell = (reference: string, value = '<v>1</v>'): string => `<c r="${reference}">${value}</c>`;
  const rows = (count: number, cells: (row: number) => string): string =>
    Array.from({ length: count }, (_, index) => `<row r="${index + 1}">${cells(index + 1)}</row>`).join('');
  const read = (sheetData: string) => sheetsIn(workbook({ sheetData }))[0]!.rows(20_000);
  it.each([
    ['600,000 cells', rows(6000, () => '<c><v>1</v></c>'.repeat(100)), 6000],
    ['one more', `${rows(6000, () => '<c><v>1</v></c>'.repeat(100))}<row><c><v>1</v></c></row>`, undefined],
    ['cells of a format only, however many', `<row>${'<c s="1"/>'.repeat(700_000)}</row><row>${cell('A2')}</row>`, 1],
    ['rows to the column ZZ, while those between are few', rows(2849, (row) => cell(`ZZ${row}`)), 2849],
    ['one more', rows(2850, (row) => cell(`ZZ${row}`)), undefined],
    ['a cell at each far end', `<row>${cell('ZZ1')}</row><row r="1048576">${cell('A1048576')}</row>`, 2],
  ])('%s', (_what, sheetData, count) => {
    if (count === undefined) expect(() => read(sheetData)).toThrow(expect.objectContaining({ code: 'TOO_LARGE' }));
    else expect(read(sheetData)).toHaveLength(count);
  });

  it.each([
    ['a column behind ZZ', `<row>${cell('AAA1')}</row>`],
    ['a row behind the last', `<row r="1048577">${cell('A1')}</row>`],
    ['no row', `<row r="x">${cell('A1')}</row>`],
    ['no cell', `<row>${cell('1A')}</row>`],
    ['two cells at one place', `<row>${cell('A1')}${cell('A1')}</row>`],
    ['two rows at one place', `<row r="1">${cell('A1')}</row><row r="1">${cell('B1')}</row>`],
    ['a text that is not there', '<row><c t="s"><v>7</v></c></row>'],
    ['a tag that never ends', '<row r="1'],
    ['a document type', '<!DOCTYPE x [<!ENTITY a "b">]>'],
  ])('%s is no sheet', (_what, sheetData) => {
    expect(() => read(sheetData)).toThrow(expect.objectContaining({ code: 'MALFORMED_FILE' }));
  });
});
