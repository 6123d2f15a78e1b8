import { describe, expect, it } from 'vitest';
import { readMerchants } from '../../../functions/filing/services/merchant-sheet.ts';
import { readGrid } from '../../../functions/interchange/services/imports/grid.ts';
import { shippedOn } from '../../../functions/shared/reference/reference.ts';
import { sheetRows } from '../../../functions/shared/sheet/sheet.ts';
import { requireBounded } from '../../../functions/shared/sheet/xlsx-limits.ts';
import { HOSTILE_SHEETS } from '../../kit/hostile.ts';
import { longestTurn } from '../../kit/processor-time.ts';
import { workbook } from '../../kit/zip.ts';

const LAWFUL = new Set([
  'titles, and 19,000 rows with everything wrong',
  'numbers of a thousand zeros',
  'numbers of a thousand groups',
  'cells of a thousand blanks',
  'a lawful sheet as long as may be',
]);

describe('a sheet that was made to take long', () => {
  it.each(Object.entries(HOSTILE_SHEETS))(
    '%s is read or refused by what it is, while others are served',
    async (name, make) => {
      const bytes = make();
      const { answer, seconds } = await longestTurn(() =>
        Promise.allSettled([readGrid(bytes), readMerchants(bytes, shippedOn('2026-03-17'))]),
      );
      const [lines, merchants] = answer;
      expect(lines).toMatchObject(
        LAWFUL.has(name)
          ? { status: 'fulfilled' }
          : { reason: { code: expect.stringMatching(/^(MALFORMED_FILE|TOO_LARGE)$/) } },
      );
      expect(merchants).toMatchObject({ reason: { code: expect.stringMatching(/^(MALFORMED_FILE|TOO_LARGE)$/) } });
      expect(seconds).toBeLessThan(0.25);
    },
  );

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
  const cell = (reference: string): string => `<c r="${reference}"><v>1</v></c>`;
  it.each([
    ['20,000 rows', '<row/>'.repeat(20_000), true],
    ['one more', '<row/>'.repeat(20_001), false],
    ['one more with a prefix', '<x:row/>'.repeat(20_001), false],
    ['600,000 cells', '<c/>'.repeat(600_000), true],
    ['one more', '<c\n/>'.repeat(600_001), false],
    ['a hundred columns of 20,000 rows', `${cell('CV1')}${cell('A20000')}`, true],
    ['one more', `${cell('CW1')}${cell('A20000')}`, false],
    ['a format far out', '<c r="XFD1048576" s="1"/>', true],
    ['a text of 128 KB', `<t>${' '.repeat(128 * 1024 - 10)}</t>`, true],
    ['a longer one', `<t>${' '.repeat(130 * 1024)}</t>`, false],
    ['a tag that never ends', `<${'c'.repeat(100_000)}`, true],
  ])('%s', (_what, text, isTaken) => {
    if (isTaken) expect(part(text)).not.toThrow();
    else expect(part(text)).toThrow(expect.objectContaining({ code: 'TOO_LARGE' }));
  });
});
