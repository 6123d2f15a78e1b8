import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sheetOf } from '../../../functions/filing/domain/bulk/kinds.ts';
import { readRow as readMerchantRow } from '../../../functions/filing/domain/bulk/row.ts';
import { readSheet } from '../../../functions/filing/services/form-sheet.ts';
import { sheetCodes } from '../../../functions/interchange/domain/sheet/codes.ts';
import { type ColumnKey, HEADINGS } from '../../../functions/interchange/domain/sheet/columns.ts';
import { readRow as readLine } from '../../../functions/interchange/domain/sheet/row.ts';
import { readGrid } from '../../../functions/interchange/services/imports/grid.ts';
import { readStall } from '../../../functions/market/domain/sheet.ts';
import { readStalls } from '../../../functions/market/services/stall-sheet.ts';
import { cut, unguarded } from '../../../functions/shared/kernel/text.ts';
import { shippedOn } from '../../../functions/shared/reference/reference.ts';
import { csvOf } from '../../../functions/shared/sheet/csv.ts';
import { dayOfSerial, isDateFormat } from '../../../functions/shared/sheet/number-format.ts';
import { sheetsIn } from '../../../functions/shared/sheet/sheet.ts';
import { noRecord } from '../../../functions/shared/sheet-import/closing.ts';
import { gbk } from '../../kit/gbk.ts';
import { sheetRows } from '../../kit/sheet.ts';
import { workbook } from '../../kit/zip.ts';
import { TITLES as MERCHANT_TITLES, merchants, tableOf } from '../filing/bulk-sheet.ts';
import { TITLES } from '../interchange/trowel.ts';

/** Sheets as people write them. What is tried of one pipeline is tried of each, which read by the same kit. */

const file = (name: string): Buffer => readFileSync(new URL(`fixtures/sheets/${name}`, import.meta.url));

const lists = shippedOn('2026-03-17');
const codes = sheetCodes(lists);

const LINE = ',抹泥刀,8205590000,,碳钢|木柄|280mm,,无,100,把,10,纸箱,美元,100,200'.split(',');
const MERCHANTS = sheetOf('merchant');
const [MERCHANT_ROW = []] = tableOf(merchants(1)).slice(1);

const STALL_TITLES = '区（楼）,摊位号,层,街,统一社会信用代码,租期起,租期止,腾退日期,腾退原因'.split(',');
const STALL = 'D区,101号,1层,,92500991A103900172,2024-05-06,2034-05-05,,'.split(',');

const cellXml = (text: string): string =>
  `<c t="inlineStr"><is><t>${text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</t></is></c>`;
const rowXml = (cells: readonly string[]): string => `<row>${cells.map(cellXml).join('')}</row>`;
const dataXml = (rows: readonly (readonly string[])[]): string => rows.map(rowXml).join('');

/** Each sheet: its titles, a good row, and its pipeline's reading, with the name that stands in the second column. */
const PIPELINES = [
  {
    what: 'trade lines',
    titles: TITLES,
    row: LINE,
    figures: [7, 12],
    read: async (bytes: Buffer) => {
      const grid = await readGrid(bytes);
      return { ...grid, name: readLine(grid.rows[0]!, grid.columns, codes).line.name };
    },
  },
  {
    what: 'merchants',
    titles: MERCHANT_TITLES,
    row: MERCHANT_ROW,
    figures: [5, 15],
    read: async (bytes: Buffer) => {
      const sheet = await readSheet('merchant', bytes, lists);
      return { ...sheet, name: readMerchantRow(MERCHANTS, sheet.titles, sheet.rows[0]!, lists).fields['name'] };
    },
  },
  {
    what: 'stalls',
    titles: STALL_TITLES,
    row: STALL,
    figures: [5, 6],
    read: async (bytes: Buffer) => {
      const sheet = await readStalls(bytes, undefined);
      return { ...sheet, name: readStall(sheet.header.cells, sheet.rows[0]!.cells).stall.number };
    },
  },
] as const;

const be = (text: string): Buffer => Buffer.from(text, 'utf16le').swap16();

describe.each(PIPELINES)('a table of text as programs save it ($what)', ({ titles, row, read }) => {
  const divided = (by: string, ...rows: (readonly string[])[]): string =>
    rows.map((cells) => cells.map((cell) => (cell.includes(by) ? `"${cell}"` : cell)).join(by)).join('\r\n');
  const encodings: [string, (text: string) => Buffer][] = [
    ['UTF-8', (text) => Buffer.from(text)],
    ['UTF-8 with a mark', (text) => Buffer.from(`\uFEFF${text}`)],
    ['GBK', (text) => gbk(text)],
    ['UTF-16LE', (text) => Buffer.from(`\uFEFF${text}`, 'utf16le')],
    ['UTF-16BE', (text) => be(`\uFEFF${text}`)],
  ];

  it.each(encodings)('is read in %s, divided by commas, tabs or semicolons', async (_name, encoded) => {
    const expected = await read(Buffer.from(divided(',', titles, row)));
    for (const by of [',', '\t', ';']) {
      const sheet = await read(encoded(divided(by, ['填写说明，每行一户'], titles, row)));
      expect([by, sheet.rows.length, sheet.rows[0]!.cells, sheet.name]).toEqual([
        by,
        1,
        expected.rows[0]!.cells,
        expected.name,
      ]);
    }
  });

  it('is divided by what divides its titles, whatever its cells hold', async () => {
    const many = row.with(4, '7;8;9;'.repeat(30));
    expect((await read(Buffer.from(divided(',', titles, many)))).rows[0]!.cells[4]).toBe(many[4]);
    const commas = row.with(4, '7,8,9,'.repeat(30));
    expect((await read(Buffer.from(divided('\t', titles, commas)))).rows[0]!.cells[4]).toBe(commas[4]);
  });

  it('that lacks a title is told which, whatever divides it', async () => {
    const lacking = titles.filter((_title, place) => place !== 1);
    for (const by of [',', '\t', ';']) {
      await expect(read(Buffer.from(divided(by, lacking, row)))).rejects.toThrow(
        titles[1]!.replace('*', '').slice(0, 2),
      );
    }
  });

  it('in UTF-16 that is cut off is refused', async () => {
    const bytes = Buffer.from(`\uFEFF${divided('\t', titles, row)}`, 'utf16le');
    await expect(read(bytes.subarray(0, bytes.length - 1))).rejects.toThrow('带字节顺序标记的 UTF-16');
  });
});

const lineOf = async (bytes: Buffer, index = 0) => {
  const { columns, rows } = await readGrid(bytes);
  return readLine(rows[index]!, columns, codes);
};

describe.each(PIPELINES)('which sheet of a workbook is read ($what)', ({ titles, row, read }) => {
  const other = row.with(1, '999');
  const [right, wrong, words] = [
    dataXml([titles, row]),
    dataXml([titles, other]),
    dataXml([['填写说明'], ['每行一户']]),
  ];
  const active = (index: number) => `<bookViews><workbookView activeTab="${index}"/></bookViews>`;
  it.each([
    [
      'the visible one behind a hidden one',
      [
        { name: '旧', state: 'hidden', sheetData: wrong },
        { name: '新', sheetData: right },
      ],
      1,
    ],
    [
      'the visible one behind a very hidden one',
      [
        { name: '旧', state: 'veryHidden', sheetData: wrong },
        { name: '新', sheetData: right },
      ],
      0,
    ],
    [
      'the active one of two',
      [
        { name: '一', sheetData: wrong },
        { name: '二', sheetData: right },
      ],
      1,
    ],
    [
      'the first of two where the active one is hidden',
      [
        { name: '一', sheetData: right },
        { name: '二', sheetData: wrong },
        { name: '三', state: 'hidden', sheetData: wrong },
      ],
      2,
    ],
    [
      'the one with titles behind instructions',
      [
        { name: '填写说明', sheetData: words },
        { name: '表', sheetData: right },
      ],
      0,
    ],
    [
      'the one with titles behind an empty one',
      [
        { name: 'Sheet1', sheetData: '' },
        { name: '表', sheetData: right },
      ],
      0,
    ],
  ])('%s', async (_what, sheets, index) => {
    const { rows } = await read(workbook({ sheets, properties: active(index) }));
    expect(rows.map(({ cells }) => cells[1])).toEqual([row[1]]);
  });

  it('is said where several have the titles, and where titles are in a hidden one only', async () => {
    const sheets = [
      { name: '一', sheetData: right },
      { name: '二', sheetData: wrong },
    ];
    expect((await read(workbook({ sheets }))).notes).toEqual([expect.stringMatching(/“一”.*“二”.*没有读取/)]);
    expect((await read(workbook({ sheets: sheets.slice(0, 1) }))).notes).toEqual([]);
    const hidden = [
      { name: '旧', state: 'hidden', sheetData: right },
      { name: '空', sheetData: words },
    ];
    await expect(read(workbook({ sheets: hidden }))).rejects.toMatchObject({
      code: 'MALFORMED_FILE',
      message: expect.stringContaining('隐藏的工作表“旧”'),
    });
  });

  it('is the first one’s, whose titles have nothing below them: another is not taken for it, but named', async () => {
    const sheets = [
      { name: '空表', sheetData: dataXml([titles]) },
      { name: '示例', sheetData: right },
    ];
    await expect(read(workbook({ sheets }))).rejects.toMatchObject({
      code: 'MALFORMED_FILE',
      remedy: expect.stringContaining('“示例”'),
    });
  });

  it('is read though another one is broken', async () => {
    const broken = (state?: string) => ({
      name: '坏',
      ...(state ? { state } : {}),
      sheetData: '<row r="x"><c><v>1</v></c></row>',
    });
    for (const state of [undefined, 'hidden']) {
      const { rows } = await read(workbook({ sheets: [broken(state), { name: '表', sheetData: right }] }));
      expect(rows).toHaveLength(1);
      await expect(read(workbook({ sheets: [broken()] }))).rejects.toMatchObject({ code: 'MALFORMED_FILE' });
    }
  });

  it('reads the column that people see of two with one title, and says which it did not read', async () => {
    const cols = (place: number, how = 'hidden="1"') => `<cols><col min="${place}" max="${place}" ${how}/></cols>`;
    const old = {
      name: '1',
      sheetData: dataXml([
        [titles[1]!, ...titles],
        ['旧', ...row],
      ]),
    };
    const hidden = await read(workbook({ sheets: [{ ...old, columns: cols(1) }] }));
    expect(hidden.name).toBe(row[1]);
    expect(hidden.notes).toEqual([expect.stringMatching(/^A 列.*隐藏.*没有读取/)]);
    const narrow = await read(workbook({ sheets: [{ ...old, columns: cols(1, 'width="0" customWidth="1"') }] }));
    expect(narrow).toMatchObject({ name: row[1], notes: hidden.notes });
    const seen = await read(workbook({ sheets: [old] }));
    expect(seen.name).toBe('旧');
    expect(seen.notes).toEqual([expect.stringMatching(/A 列已有，C 列没有读取/)]);
    const only = await read(workbook({ sheets: [{ name: '1', sheetData: right, columns: cols(2) }] }));
    expect(only.name).toBe(row[1]);
    expect(only.notes).toEqual([expect.stringMatching(/^B 列.*隐藏/)]);
  });

  it('says that rows which are filtered out were read', async () => {
    const filtered = `${rowXml(titles)}${rowXml(row)}${rowXml(other).replace('<row>', '<row hidden="1">')}`;
    const { rows, notes } = await read(workbook({ sheetData: filtered }));
    expect([rows.length, notes.length, notes[0]]).toEqual([2, 1, expect.stringContaining('首见于第 3 行')]);
  });
});

it('a hidden old copy before the sheet leaves the sheet as it is, and is named', async () => {
  const bytes = file('hidden-sheet-first.xlsx');
  expect((await lineOf(bytes)).line).toMatchObject({ quantity: '100', amount: '100' });
  expect((await readGrid(bytes)).notes).toEqual([expect.stringMatching(/隐藏的工作表“旧”.*没有读取/)]);
});

describe.each(PIPELINES)('rows and cells that are there for their format only ($what)', ({ titles, row, read }) => {
  const begun = dataXml([titles, row]);
  it.each([
    ['an empty cell in row 20,001', `${begun}<row r="20001"><c r="A20001" s="1"/></row>`],
    ['the same, written with a closing tag', `${begun}<row r="20001"><c r="A20001" s="1"></c></row>`],
    ['an empty row 20,000', `${begun}<row r="20000"/>`],
    ['an empty cell in column XFD', begun.replace('</row>', '<c r="XFD1" s="1"/></row>')],
    [
      'a text of blanks at the end',
      `${begun}<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t> </t></is></c></row>`,
    ],
    ['100,000 empty rows', `${begun}${'<row/>'.repeat(100_000)}`],
    ['15,000 rows of formatted cells', `${begun}${`<row>${'<c s="1"/>'.repeat(14)}</row>`.repeat(15_000)}`],
  ])('%s: they count for nothing', async (_what, sheetData) => {
    const { rows } = await read(workbook({ sheetData, styles: '<cellXfs><xf/><xf/></cellXfs>' }));
    expect(rows.map(({ no }) => no)).toEqual([2]);
  });

  it('a CSV of 50,000 rows of commas below has one row', async () => {
    const blank = `${','.repeat(titles.length - 1)}\r\n`;
    const { rows } = await read(Buffer.from(csvOf([titles, row]) + blank.repeat(50_000)));
    expect(rows).toHaveLength(1);
  });
});

it('a formatted cell in row 20,001 leaves one row', async () => {
  expect((await readGrid(file('formatted-blank-rows.xlsx'))).rows).toHaveLength(1);
});

describe('a cell as other software writes it', () => {
  const styles =
    '<numFmts><numFmt numFmtId="164" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;;@"/><numFmt numFmtId="165" formatCode="0000"/></numFmts>' +
    '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="31"/></cellXfs>';
  const value = async (cell: string, properties = ''): Promise<string> => {
    const bytes = workbook({
      sheetData: `<row><c><v>1</v></c>${cell}</row>`,
      styles,
      properties,
      sharedStrings: '<si><r><t>抹</t></r><r><t>泥刀</t></r><rPh><t>もう</t></rPh></si><si><t><![CDATA[A&B]]></t></si>',
    });
    return (await sheetRows(bytes, 10))[0]?.[1] ?? '';
  };
  it.each([
    ['a text without a reference', '<c t="inlineStr"><is><t>刀</t></is></c>', '刀'],
    ['an absolute text of runs and their pronunciation', '<c t="s"><v>0</v></c>', '抹泥刀'],
    ['a CDATA section', '<c t="s"><v>1</v></c>', 'A&B'],
    ['a comment within a number', '<c><v>12<!-- -->34</v></c>', '1234'],
    ['references to characters', '<c t="str"><v>&#x5200;&#20992;&amp;&lt;&gt;&quot;&apos;</v></c>', '刀刀&<>"\''],
    ['an escape of a workbook', '<c t="str"><v>A_x0041_B_x005F_x0041_</v></c>', 'AAB_x0041_'],
    ['a character in two escapes', '<c t="str"><v>_xD842__xDFB7_</v></c>', '𠮷'],
    ['a character in two references', '<c t="str"><v>&#xD842;&#xDFB7;</v></c>', '𠮷'],
    ['half a character', '<c t="str"><v>刀_xD842_</v></c>', '刀\uFFFD'],
    ['half a character as a reference', '<c t="str"><v>刀&#xD842;</v></c>', '刀\uFFFD'],
    ['a reference to what is no character', '<c t="str"><v>刀&#0;</v></c>', '刀\uFFFD'],
    ['true as a word', '<c t="b"><v>true</v></c>', 'true'],
    ['false as a number', '<c t="b"><v>0</v></c>', 'false'],
    ['an error', '<c t="e"><v>#N/A</v></c>', '#N/A'],
    ['a formula without a result', '<c t="str"><f>""</f></c>', ''],
    ['a day', '<c s="1"><v>45418</v></c>', '2024-05-06'],
    ['a day with its time', '<c s="1"><v>45418.9999</v></c>', '2024-05-06'],
    ['a day in Chinese', '<c s="2"><v>45418</v></c>', '2024-05-06'],
    ['a day in a format of the Chinese Excel', '<c s="4"><v>45418</v></c>', '2024-05-06'],
    ['a day of ISO 8601, whatever the zone of this machine', '<c t="d"><v>2024-05-06T00:00:00</v></c>', '2024-05-06'],
    ['a number in a style that is not there', '<c s="99"><v>7</v></c>', '7'],
    ['zeros before a number, by its format', '<c s="3"><v>18</v></c>', '0018'],
    ['line ends of Windows', '<c t="str"><v>A_x000D_&#10;B</v></c>', 'A\nB'],
    ['a prefix for everything', '<x:c t="inlineStr"><x:is><x:t>刀</x:t></x:is></x:c>', '刀'],
  ])('%s', async (_what, cell, expected) => {
    expect(await value(cell)).toBe(expected);
  });

  it.each([
    ['1', true],
    ['true', true],
    [' true ', true],
    ['0', false],
    ['false', false],
    ['', false],
  ])('date1904="%s" counts days from 1904: %s', async (flag, is1904) => {
    const day = await value(`<c s="1"><v>${is1904 ? 43_956 : 45_418}</v></c>`, `<workbookPr date1904="${flag}"/>`);
    expect(day).toBe('2024-05-06');
  });

  it('counts every day since 1904 as one more, in both epochs', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1462, max: 2_958_464 }), (serial) => {
        const next = (day = '') => new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10);
        expect(dayOfSerial(serial + 1, false)).toBe(next(dayOfSerial(serial, false)));
        expect(dayOfSerial(serial - 1462, true)).toBe(dayOfSerial(serial, false));
      }),
    );
    expect([dayOfSerial(1, false), dayOfSerial(59, false), dayOfSerial(61, false)]).toEqual([
      '1900-01-01',
      '1900-02-28',
      '1900-03-01',
    ]);
    expect([dayOfSerial(-1, false), dayOfSerial(2_958_466, false), dayOfSerial(Number.NaN, true)]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  it.each([
    ['yyyy/m/d;@', true],
    ['yyyy\\-mm\\-dd', true],
    ['[$-804]yyyy"年"m"月"d"日";@', true],
    ['yyyy年m月d日', true],
    ['[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy', true],
    ['mm:ss.0', true],
    ['[h]:mm:ss', true],
    ['aaaa', true],
    ['General', false],
    ['@', false],
    ['0.00', false],
    ['0.00E+00', false],
    ['#,##0.00"元"', false],
    ['[$USD] #,##0.00', false],
    ['[Red]-0.00;[Green]0', false],
    ['_ * #,##0.00_ ;_ * -#,##0.00_ ', false],
    ['"days "0', false],
  ])('the format %s shows a day or time: %s', (code, isDate) => {
    expect(isDateFormat(code)).toBe(isDate);
  });
});

it.each(['date1904-true.xlsx', 'date1904-one.xlsx'])('%s: the licence begins on 2024-05-06', async (name) => {
  const { titles, rows } = await readSheet('merchant', file(name), lists);
  expect(readMerchantRow(MERCHANTS, titles, rows[0]!, lists).fields).toMatchObject({
    businessLicence: { validFrom: '2024-05-06' },
  });
});

describe('half a character in a file', () => {
  it('is told at its row of trade lines, and the others stay good', async () => {
    const [first, second] = [await lineOf(file('half-character.xlsx')), await lineOf(file('half-character.xlsx'), 1)];
    expect(first.faults).toEqual([expect.objectContaining({ row: 2, column: '商品名称', code: 'BROKEN_CHARACTER' })]);
    expect(second.faults).toEqual([]);
  });

  it.each(PIPELINES)('reaches no cell, title or note of $what', async ({ titles, row, read }) => {
    const halves = fc.constantFrom('_xD842_', '&#xD842;', '&#xDFB7;', '_xDFB7_', '&#0;', '&#xFFFE;', '𠮷', '把');
    await fc.assert(
      fc.asyncProperty(fc.array(halves, { minLength: 1, maxLength: 60 }), fc.nat(), async (pieces, at) => {
        const place = at % row.length;
        const text = pieces.join('');
        const raw = (cells: readonly string[]): string =>
          `<row>${cells.map((cell, index) => (index === place ? `<c t="str"><v>${text}</v></c>` : cellXml(cell))).join('')}</row>`;
        const sheetData = `${rowXml([text])}${rowXml([...titles, text])}${raw(row)}${rowXml([`合计${text}`])}`;
        const { notes, ...sheet } = await read(workbook({ sheetData }));
        expect(JSON.stringify([sheet.rows, notes])).not.toMatch(/\\ud[89a-f]/i);
      }),
      { numRuns: 20 },
    );
  });
});

describe('a text that is cut', () => {
  it('ends with a whole character, and is as long as it may be', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), fc.integer({ min: 0, max: 60 }), (text, most) => {
        const short = cut(text, most);
        expect(short.isWellFormed()).toBe(true);
        expect(text.startsWith(short)).toBe(true);
        expect(short.length).toBeGreaterThanOrEqual(Math.min(text.length, most - 1));
        expect(short.length).toBeLessThanOrEqual(most);
      }),
    );
  });
});

describe('the titles of trade lines as people write them', () => {
  const key = (title: string): ColumnKey | undefined => [...HEADINGS.places([title]).keys()][0];
  it.each([
    ['*重量（KGS）', 'weight'],
    ['重量（KG）', 'weight'],
    ['毛重（KGS）', 'weight'],
    ['毛重(KGS)', 'weight'],
    ['重量', 'weight'],
    ['重量kg', 'weight'],
    ['重量(千克)', 'weight'],
    ['重量（单位：公斤）', 'weight'],
    ['重量\n(KGS)', 'weight'],
    ['重 量/KG', 'weight'],
    ['＊交易数量', 'quantity'],
    ['交易数量（必填）', 'quantity'],
    ['交易数量*', 'quantity'],
    ['★交易数量：', 'quantity'],
    ['【必填】交易数量', 'quantity'],
    ['单位', 'unit'],
    ['＊单位（必填项）', 'unit'],
    ['货值（美元）', 'amount'],
    ['货值(USD)', 'amount'],
    ['货值（US$）', 'amount'],
    ['包装数量（箱）', 'packages'],
    ['货号／唛头', 'ownCode'],
    ['商品ＨＳ编码', 'hsCode'],
    ['净重（千克）', 'netWeight'],
    ['箱长（mm）', 'lengthMm'],
    ['箱长(毫米)', 'lengthMm'],
    ['单价（美元）', 'unitPrice'],
    ['第二交易数量', undefined],
    ['', undefined],
    ['必填', undefined],
  ])('%j is %s', (title, expected) => {
    expect(key(title)).toBe(expected);
  });

  it.each(['full-width-heading.csv', 'full-width-star.csv'])('%s is one good row', async (name) => {
    expect((await lineOf(file(name))).faults).toEqual([]);
  });
});

describe.each(PIPELINES)('titles of $what', ({ titles, row, read }) => {
  const marks = fc.constantFrom(
    '',
    '*',
    '＊',
    '★',
    ' ',
    '\u3000',
    '\n',
    '：',
    '（必填）',
    '(选填)',
    '【必填】',
    '\u200B',
  );
  const wide = (title: string): string =>
    title.replaceAll(/[!-~]/g, (character) => String.fromCharCode(character.charCodeAt(0) + 0xfee0));
  it('are found in any width, with any marks around them, below any lines', async () => {
    const written = fc.tuple(marks, marks, fc.boolean());
    await fc.assert(
      fc.asyncProperty(
        fc.array(written, { minLength: titles.length, maxLength: titles.length }),
        fc.integer({ min: 0, max: 49 }),
        async (ways, above) => {
          const typed = titles.map((title, index) => {
            const [before, after, isWide] = ways[index]!;
            return `${before}${isWide ? wide(title) : title}${after}`;
          });
          const lines = Array.from({ length: above }, (_, index) => [`说明 ${index + 1}`]);
          const { rows } = await read(Buffer.from(csvOf([...lines, typed, row])));
          expect(rows.map(({ no }) => no)).toEqual([above + 2]);
        },
      ),
      { numRuns: 20 },
    );
  });
});

describe.each(PIPELINES)('rows that are no records ($what)', ({ titles, row, read, figures: [one, other] }) => {
  const blank = row.map(() => '');
  const sums = blank.with(one, '100').with(other, '10');
  const kept = async (extra: readonly (readonly string[])[]) => {
    const { rows, notes } = await read(Buffer.from(csvOf([titles, row, ...extra])));
    return { count: rows.length, notes };
  };
  it.each(
    [
      '合计',
      '合 计',
      '合　计',
      '合计：',
      '小 计',
      '合計',
      '小計',
      '本页合计',
      '共计',
      '總計',
      'TOTAL',
      'Total',
      'total:',
      'Grand Total',
      'Ｔｏｔａｌ',
      '合计（件）',
      '合计 100 件',
      '累计',
      '合计金额',
      '金额合计',
      '总金额',
      '总件数：',
      '合计（大写）：壹万元整',
      '共 12 箱',
      '合计 300 把 30 箱',
      'Total Amount',
      'TTL',
      'Σ',
    ].flatMap((word) => [0, 1].map((place) => [word, place] as const)),
  )('the sum %s in column %i is left out with a note', async (word, place) => {
    const { count, notes } = await kept([sums.with(place, word)]);
    expect([count, notes.length, notes[0]]).toEqual([1, 1, expect.stringMatching(/^第 3 行.*合计/)]);
  });

  it.each([
    [['制单人：张三　审核：李四']],
    [['制单人：', '张三', '审核：', '李四']],
    [['备注：以上货物']],
    [['备注']],
    [['经办人（签字）：']],
    [['日期：', '2026-03-17']],
    [['以下空白']],
    [['——以下无正文——']],
    [['注1：以上货物']],
    [['供货商：', '某某公司']],
    [['开户行：某某银行', '账号：1234']],
    [['2026年3月17日']],
    [['第 1 页 共 2 页']],
    [['Prepared by: Li']],
    [['Signature']],
    [['公司（公章）']],
    [['***', '——']],
    [blank.with(one, '0').with(other, '#N/A')],
  ])('%j is left out with a note', async (cells) => {
    const { count, notes } = await kept([cells]);
    expect([count, notes.length]).toEqual([1, 1]);
  });

  it('titles that are repeated are left out, and those of another order refused', async () => {
    expect(await kept([titles, row.with(1, row[1]!)])).toMatchObject({
      count: 2,
      notes: [expect.stringContaining('重复的表头')],
    });
    await expect(kept([titles.toReversed(), row.toReversed()])).rejects.toMatchObject({ code: 'MALFORMED_FILE' });
  });

  it('a row below the titles that says what to fill in is left out', async () => {
    expect(await kept([titles.map((title) => (title.startsWith('*') ? '必填' : '选填'))])).toMatchObject({ count: 1 });
  });

  it('sums that do not say so are left out, as are those of parts; figures that are none stay', async () => {
    const figures = (...of: [string, string]) => blank.with(one, of[0]).with(other, of[1]);
    const record = row.with(one, '2').with(other, '1,000.5');
    const { rows } = await read(
      Buffer.from(
        csvOf([
          titles,
          record,
          record,
          figures('4', '2001'),
          record,
          figures('2', '1000.5'),
          figures('6', '3001.5'),
          figures('7', '1'),
        ]),
      ),
    );
    expect(rows.map(({ no }) => no)).toEqual([2, 3, 5, 8]);
  });

  it('rows that are numbered in advance are left out with one note, however many', async () => {
    const numbered = (cells: readonly string[], no: number | string) => [String(no), ...cells];
    const empty = Array.from({ length: 3000 }, (_, index) => numbered(blank, index + 2));
    const table = [numbered(titles, '序号'), numbered(row, 1), ...empty, numbered(row.with(1, '乙'), 3002)];
    const { rows, notes } = await read(Buffer.from(csvOf(table)));
    expect([rows.map(({ no }) => no), notes]).toEqual([
      [2, 3003],
      [expect.stringContaining('A 列“序号”'), expect.stringMatching(/^有 3000 行.*第 3 行$/)],
    ]);
  });

  it('takes no long time for whatever stands in a row', () => {
    const cells = ['1', '合', '合计', '合计1件', 'A', '：', '(', '1,', '总', '-', '签字'].map((word) =>
      word.repeat(2000),
    );
    const started = performance.now();
    for (const cell of cells) for (const names of [[], [cell]]) noRecord([cell, cell], names);
    expect(performance.now() - started).toBeLessThan(500);
  });

  it('a row that names a record is one, whatever its words', async () => {
    const name = 1;
    expect(await kept([row.with(name, '合计机'), row.with(name, '注塑机'), row.with(name, 'TOTAL')])).toEqual({
      count: 4,
      notes: [],
    });
    expect(await kept([blank.with(name, '抹泥刀')])).toEqual({ count: 2, notes: [] });
    expect(await kept([blank.with(0, 'A区18号')])).toEqual({ count: 2, notes: [] });
  });
});

it.each([
  ['totals.csv', 1],
  ['totals-words.csv', 2],
])('%s has its records and nothing else', async (name, count) => {
  const { rows, columns, notes } = await readGrid(file(name));
  expect(rows.flatMap((row) => readLine(row, columns, codes).faults)).toEqual([]);
  expect(rows).toHaveLength(count);
  expect(notes.length).toBeGreaterThan(0);
});

it.each([
  ["'8205590000", '8205590000'],
  ['’0180', '0180'],
  ['`500111199001011234', '500111199001011234'],
  ['="007"', '007'],
  ["'A-18", 'A-18'],
  ["'+971", '+971'],
  ["'=1+1", '=1+1'],
  ["'tis 碳钢", "'tis 碳钢"],
  ['=1+1', '=1+1'],
  ["'", "'"],
  ["''", "''"],
])('the guard of %s leaves %s', (cell, text) => {
  expect(unguarded(cell)).toBe(text);
});

it('the sheets of a file are those that have cells: a chart is none', () => {
  expect(sheetsIn(workbook({ sheets: [] }))).toEqual([]);
});

describe('a day in a sheet of merchants', () => {
  const read = (text: string): unknown => {
    const row = MERCHANT_ROW.with(MERCHANT_TITLES.indexOf('*营业执照起期'), text);
    return (
      readMerchantRow(MERCHANTS, MERCHANT_TITLES, { no: 2, cells: row }, lists).fields['businessLicence'] as Record<
        string,
        unknown
      >
    )['validFrom'];
  };
  it.each([
    '2024-05-06',
    '2024-5-6',
    '2024/5/6',
    '2024.5.6',
    '20240506',
    '2024年5月6日',
    '2024年05月06号',
    '2024 年 5 月 6 日',
    '２０２４－０５－０６',
    '２０２４／５／６',
    '2024–05–06',
    '2024。5。6',
    '2024-05-06 00:00:00',
    '2024/5/6 0:00',
    '2024-05-06T00:00:00.000',
    '2024-05-06\u200B',
  ])('%j is 2024-05-06', (text) => {
    expect(read(text)).toBe('2024-05-06');
  });

  it.each([
    '06/05/2024',
    '5/6/24',
    '24-05-06',
    '2024-05',
    '2024年',
    '45418',
    '2024-05-06T16:00:00Z',
    '长期',
    '2024--05-06',
  ])('%j may be another day or none, and is not read', (text) => {
    expect(read(text)).toBeUndefined();
  });
});

describe('a figure of trade lines as people type it', () => {
  const columns = HEADINGS.columns(TITLES);
  const read = (title: string, text: string, more: Readonly<Record<string, string>> = {}) => {
    const cells = Object.entries({ ...more, [title]: text }).reduce(
      (row, [name, cell]) => row.with(TITLES.indexOf(name), cell),
      LINE,
    );
    return readLine({ no: 2, cells }, columns, codes);
  };
  it.each([
    ['*货值', '１００．００', '100'],
    ['*货值', '１，０００', '1000'],
    ['*货值', '1,000.50', '1000.5'],
    ['*货值', '100\u200B', '100'],
    ['*货值', '\u00A0100\u00A0', '100'],
    ['*货值', '+100', '100'],
    ['*货值', '.5', '0.5'],
    ['*货值', '5.', '5'],
    ['*货值', '0.1E3', '100'],
    ['*货值', '1e3', '1000'],
    ['*货值', '1.5E3美元', '1500'],
    ['*货值', '１２３。５', '123.5'],
    ['*货值', '￥100', '100'],
    ['*货值', '100元', '100'],
    ['*货值', '$100', '100'],
    ['*货值', 'US$ 1,000', '1000'],
    ['*货值', '100 USD', '100'],
    ['*货值', '100美元', '100'],
    ['*重量(KGS)', '200kg', '200'],
    ['*重量(KGS)', '200 公斤', '200'],
    ['*重量(KGS)', '２００ＫＧＳ', '200'],
    ['*交易数量', '100把', '100'],
    ['*包装数量', '10箱', 10],
    ['*包装数量', '10 CTNS', 10],
    ['*包装数量', '10纸箱', 10],
  ])('%s %j is %j', (title, text, expected) => {
    const { line, faults } = read(title, text);
    expect(faults).toEqual([]);
    expect(line[HEADINGS.keyOf(title) === 'weight' ? 'weightKg' : (HEADINGS.keyOf(title) as 'amount')]).toBe(expected);
  });

  it.each([
    ['*货值', '1,00', 'NUMBER'],
    ['*货值', '-100', 'NUMBER'],
    ['*货值', '1.2.3', 'NUMBER'],
    ['*货值', '100/200', 'NUMBER'],
    ['*货值', '0', 'NUMBER'],
    ['*货值', '1E', 'UNIT'],
    ['*货值', '1.23457E+11', 'DIGITS_LOST'],
    ['*货值', '1E+03', 'DIGITS_LOST'],
    ['*货值', '1E-2', 'NUMBER'],
    ['*货值', '1E99', 'NUMBER'],
    ['*货值', '100欧元', 'UNIT'],
    ['*货值', '€100', 'UNIT'],
    ['*货值', '100万', 'UNIT'],
    ['*重量(KGS)', '2吨', 'UNIT'],
    ['*重量(KGS)', '200 lbs', 'UNIT'],
    ['*交易数量', '100套', 'UNIT'],
    ['*包装数量', '10托', 'UNIT'],
  ])('%s %j is a fault %s of its own', (title, text, code) => {
    expect(read(title, text).faults).toEqual([expect.objectContaining({ code, column: title.replace('*', '') })]);
  });

  it('with dollars beside yuan is refused, as is a code that has lost its digits', () => {
    expect(read('*货值', '$100', { '*币种': '人民币' }).faults).toMatchObject([{ code: 'UNIT' }]);
    expect(read('商品HS编码', '8.20559E+09').faults).toMatchObject([{ code: 'DIGITS_LOST' }]);
    expect(read('商品HS编码', '8205.5900.00')).toMatchObject({ line: { hsCode: '8205590000' }, faults: [] });
    expect(read('*单位', '把\u200B').faults).toEqual([]);
  });

  it('means the same in every width, grouped or not', () => {
    const wide = (text: string): string =>
      text.replaceAll(/[!-~]/g, (character) => String.fromCharCode(character.charCodeAt(0) + 0xfee0));
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 99_999_999 }), fc.boolean(), (minor, isGrouped) => {
        const plain = `${Math.floor(minor / 100)}.${String(minor % 100).padStart(2, '0')}`;
        const typed = isGrouped ? plain.replace(/\B(?=(\d{3})+\.)/g, ',') : plain;
        const [narrow, full] = [read('*货值', typed), read('*货值', wide(typed))];
        expect([narrow.faults, full.faults, full.line.amount]).toEqual([[], [], narrow.line.amount]);
        expect(Number(full.line.amount)).toBe(Number(plain));
      }),
      { numRuns: 50 },
    );
  });
});
