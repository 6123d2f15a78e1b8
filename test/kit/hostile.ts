import { fixture, message } from '../functions/interchange/messages.ts';
import { gbk } from './gbk.ts';
import { workbook, zipOf } from './zip.ts';

/** Files of at most 4 MB, most of them of kilobytes, that were made so that reading them takes long. */

const repeated = (text: string, bytes: number): string => text.repeat(Math.floor(bytes / Buffer.byteLength(text)));
const each = (count: number, text: (index: number) => string): string =>
  Array.from({ length: count }, (_, i) => text(i)).join('');

const MB = 1024 * 1024;
const MANY = 1_000_000;

/** Titles of a 联网清单, and below them rows of the fourteen columns and twelve more. */
const [TITLES = ''] = fixture('trade-lines.csv').slice(1).split(/\r?\n/);
const WIDTH = 26;
const rowsOf = (count: number, cell: (row: number, column: number) => string): string =>
  each(count, (row) => `${Array.from({ length: WIDTH }, (_, column) => cell(row, column)).join(',')}\n`);

const zeros = `1.${'0'.repeat(990)}`;

const longSheet = (): string =>
  `${TITLES}\n${each(19_000 - 1, (row) => `甲${row},铁钉${row},7317000000,,,,,２,千克,1,纸箱,美元,40,1\n`)}`;

/** Made when they are asked for: some take a moment to make too. */
export const HOSTILE_SHEETS: Readonly<Record<string, () => Buffer>> = {
  'a million empty rows in 10 KB': () => workbook({ sheetData: '<row/>'.repeat(MANY) }),
  'a million numbered rows': () => workbook({ sheetData: each(MANY, (row) => `<row r="${row + 1}"/>`) }),
  'a million cells in one row': () => workbook({ sheetData: `<row>${'<c><v>1</v></c>'.repeat(MANY)}</row>` }),
  'two million prefixed cells': () => workbook({ sheetData: `<x:row>${'<x:c/>'.repeat(2 * MANY)}</x:row>` }),
  'a million shared strings': () => workbook({ sheetData: '<row r="1"/>', sharedStrings: '<si/>'.repeat(MANY) }),
  'four million formats': () =>
    workbook({ sheetData: '<row r="1"/>', styles: `<cellXfs>${'<xf/>'.repeat(4 * MANY + 1)}</cellXfs>` }),
  'a number format of a million brackets': () =>
    workbook({
      sheetData: '<row r="1"><c r="A1" s="1"><v>1</v></c></row>',
      styles: `<numFmts><numFmt numFmtId="164" formatCode="${'['.repeat(MANY)}"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="164"/></cellXfs>`,
    }),
  'two cells that are far apart': () =>
    workbook({ sheetData: '<row r="1"><c r="ZZ1"><v>1</v></c></row><row r="19999"><c r="A19999"><v>1</v></c></row>' }),
  'one text in every cell': () =>
    workbook({
      sharedStrings: `<si><t>${'字'.repeat(1000)}</t></si>`,
      sheetData: each(
        10_000,
        (row) => `<row r="${row + 1}"><c r="A${row + 1}" t="s"><v>0</v></c><c r="B${row + 1}" t="s"><v>0</v></c></row>`,
      ),
    }),
  'elements nested 200,000 deep': () => workbook({ sheetData: `${'<a>'.repeat(200_000)}${'</a>'.repeat(200_000)}` }),
  '60 MB of blanks': () => workbook({ sheetData: ' '.repeat(60 * MB) }),
  '64 MB that claims 100 bytes': () => zipOf([['xl/worksheets/sheet1.xml', Buffer.alloc(64 * MB), 100]]),
  '3,000 entries': () => zipOf(Array.from({ length: 3000 }, (_, index) => [`${index}`, ''] as const)),
  'three entries of 60 MB each': () => {
    const content = Buffer.alloc(60 * MB);
    return zipOf(Array.from({ length: 3 }, (_, index) => [`${index}.xml`, content] as const));
  },
  'a CSV of nothing but commas': () => Buffer.from(','.repeat(4 * MB)),
  'a CSV of nothing but line ends': () => Buffer.from('\n'.repeat(4 * MB)),
  'a CSV of nothing but quotes': () => Buffer.from('"'.repeat(4 * MB - 1)),
  'a text of nothing but tabs': () => Buffer.from('\t'.repeat(4 * MB)),
  'a text of nothing but semicolons': () => Buffer.from(';'.repeat(4 * MB)),
  'a text of UTF-16 of nothing but commas': () => Buffer.from(`\uFEFF${','.repeat(2 * MB - 1)}`, 'utf16le'),
  'a CSV of nothing but GBK': () => Buffer.alloc(4 * MB, gbk('龙')),
  'bytes that are GBK to their last one': () =>
    Buffer.concat([Buffer.alloc(4 * MB - 1, gbk('龙')), Buffer.from([0xff])]),
  'titles, and 19,000 rows with everything wrong': () =>
    Buffer.from(`${TITLES}\n${rowsOf(19_000 - 1, () => '错误')}`).subarray(0, 4 * MB),
  'numbers of a thousand zeros': () => Buffer.from(`${TITLES}\n${rowsOf(150, () => zeros)}`),
  'numbers of a thousand groups': () => Buffer.from(`${TITLES}\n${rowsOf(150, () => `"1${',000'.repeat(249)}x"`)}`),
  'cells of a thousand blanks': () => Buffer.from(`${TITLES}\n${rowsOf(150, () => `汉${' '.repeat(990)}字`)}`),
  'a cell of 400,000 pairs of marks that have to be sorted': () =>
    Buffer.from(`${TITLES}\n甲,a${'\u0301\u0323'.repeat(400_000)},7317000000,,,,,2,千克,1,纸箱,美元,40,1\n`),
  'titles of marks that have to be sorted': () =>
    Buffer.from(`a${'\u0301\u0323'.repeat(MB / 2)}\n${TITLES}\n甲,铁钉,7317000000,,,,,2,千克,1,纸箱,美元,40,1\n`),
  'a lawful sheet as long as may be': () => Buffer.from(longSheet()),
};

const inBody = (xml: string): string => message('02-BUYER').replace(/<BuyerList>[\s\S]*<\/BuyerList>/, xml);
const body = (xml: string, size = MB): string => inBody(repeated(xml, size - 4000));

export const HOSTILE_MESSAGES: Readonly<Record<string, () => string>> = {
  'a megabyte of elements': () => body('<a/>'),
  'elements nested as deep as a megabyte': () => inBody(`${'<a>'.repeat(140_000)}${'</a>'.repeat(140_000)}`),
  'as many elements as may be': () =>
    inBody(`<BuyerList>${'<Buyer><corpCode>A1234</corpCode></Buyer>'.repeat(9_900)}</BuyerList>`),
  'a megabyte of one tag': () => inBody(`<a ${repeated("b='", MB - 6000)}/>`),
  'a megabyte of attributes': () => inBody(`<a ${each(80_000, (index) => `b${index}="" `)}/>`),
  'a megabyte of references': () =>
    inBody(`<BuyerList><Buyer><corpCode>${repeated('&amp;', MB - 6000)}</corpCode></Buyer></BuyerList>`),
  'a megabyte of marks that have to be sorted': () =>
    inBody(`<BuyerList><Buyer><corpCode>a${repeated('\u0301\u0323', MB - 6000)}</corpCode></Buyer></BuyerList>`),
  '60 KB of marks that have to be sorted': () =>
    inBody(`<BuyerList><Buyer><corpCode>a${'\u0301\u0323'.repeat(14_000)}</corpCode></Buyer></BuyerList>`),
  'a megabyte of &': () => inBody(repeated('&', MB - 6000)),
  'a megabyte of instructions': () => body('<?a?>'),
  'a megabyte of comments': () => body('<!---->'),
  'comments that never end': () => body('<!--'),
  'a megabyte of blanks': () => body(' '),
  'a megabyte of line ends before a fault': () => body('\n').replace('</SubjectInfo>', ''),
  'a declaration of blanks': () => `<?xml encoding${' '.repeat(MB - 6000)}?>${message('02-BUYER')}`,
};

const filled = (open: string, piece: string, close: string, bytes: number): string =>
  open + repeated(piece, bytes - open.length - close.length).replace(/,$/, '') + close;

/** Bodies of JSON: far beyond what an endpoint takes, and as much as the largest of them takes. */
export const HOSTILE_BODIES: Readonly<Record<string, () => string>> = {
  '4 MB of empty lists': () => filled('[', '[],', ']', 4 * MB),
  'a megabyte of empty lists': () => filled('[', '[],', ']', MB),
  'lines of nothing': () => filled('{"lines":[', '{},', ']}', 4 * MB),
  'a million warnings that are accepted': () => filled('{"acceptedWarnings":[', '"",', ']}', 3 * MB),
  '190 lines of 1,500 unknown names each': () => {
    const names = each(1500, (index) => `"${index}":1,`).slice(0, -1);
    return `{"lines":[${Array.from({ length: 190 }, () => `{${names}}`).join(',')}]}`;
  },
  '4 MB of colons': () => filled('{', '"":0,', '}', 4 * MB),
  'lists within lists': () => `${'['.repeat(MB / 2)}${']'.repeat(MB / 2)}`,
  'as many empty lists as may be': () => `[${Array.from({ length: 9_900 }, () => '[]').join(',')}]`,
  'as many lines of nothing as may be': () => `{"lines":[${Array.from({ length: 9_900 }, () => '{}').join(',')}]}`,
  'as many unknown names as may be': () => `{${each(19_900, (index) => `"${index}":1,`).slice(0, -1)}}`,
  'as many unknown names as may be in 190 lines': () => {
    const names = each(103, (index) => `"${index}":1,`).slice(0, -1);
    return `{"lines":[${Array.from({ length: 190 }, () => `{${names}}`).join(',')}]}`;
  },
  'one name as often as may be': () => `{${each(19_900, () => '"a":1,').slice(0, -1)}}`,
  'as many warnings as may be': () => `{"acceptedWarnings":[${each(19_900, () => '"a",').slice(0, -1)}]}`,
  'a megabyte of one text': () => JSON.stringify({ explanation: 'a'.repeat(MB - 100) }),
  'a megabyte of marks': () => JSON.stringify({ explanation: 'a\u0301'.repeat(MB / 3 - 100) }),
  'a megabyte of escapes': () => `{"explanation":"${'\\u0041'.repeat(MB / 6 - 100)}"}`,
  'a megabyte of one number': () => `{"lines":${'1'.repeat(MB - 100)}}`,
  'a megabyte of text without an end': () => `{"a":"${'\\\\'.repeat(MB / 2 - 100)}`,
};
