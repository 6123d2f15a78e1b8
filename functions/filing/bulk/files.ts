import { preferred } from '../../shared/http/accept.ts';
import type { Answer } from '../../shared/http/api.ts';
import { Problem } from '../../shared/http/problem.ts';
import { csvOf } from '../../shared/sheet/csv.ts';
import { type Sheet, sheetRows, xlsxOf } from '../../shared/sheet/sheet.ts';
import { XLSX_TYPE } from '../../shared/sheet/types.ts';
import { onThread } from '../../shared/threads/task.ts';
import { packed, unpacked } from '../../shared/threads/turns.ts';
import type { FailedRow } from '../domain/bulk/batch.ts';
import { COLUMNS, type Column, REASON_TITLE } from '../domain/bulk/columns.ts';
import { closestMissing, MAX_HEADING_ROWS, MAX_ROWS, type MerchantSheet, merchantSheet } from '../domain/bulk/sheet.ts';

/** Lambda takes 6 MB of a request, which are 4.5 MB before base64. */
const MAX_FILE_BYTES = 4 * 1024 ** 2;

/** [designed] What all rows come to as text; they are kept in one transaction, which takes 4 MB. */
const MAX_CONTENT_BYTES = 3 * 1024 ** 2;

/** [designed] Beyond these, a file is no sheet of merchants, or its quotes are broken. */
const [MAX_COLUMNS, MAX_TITLE, MAX_CELL] = [60, 100, 2000];

/** [designed] What reading a sheet may take, far above what it does take. */
const READING_SECONDS = 15;

/**
 * The sheet of merchants in a file, read in a thread of the pool.
 *
 * @throws Problem MALFORMED_FILE, TOO_LARGE or BUSY
 */
export async function readMerchants(bytes: Buffer): Promise<MerchantSheet> {
  if (bytes.length > MAX_FILE_BYTES) throw new Problem('TOO_LARGE', '文件超过 4 MB；请分成几份上传');
  const { titles, rows } = await packedMerchants(bytes);
  return { titles, rows: await unpacked(rows) };
}

const packedMerchants = onThread(import.meta.url, 'merchants', READING_SECONDS, async (bytes: Uint8Array) => {
  const { titles, rows } = await merchantsIn(Buffer.from(bytes));
  return { titles, rows: packed(rows) };
});

async function merchantsIn(bytes: Buffer): Promise<MerchantSheet> {
  const table = await sheetRows(bytes, MAX_HEADING_ROWS + 2 * MAX_ROWS);
  const sheet = merchantSheet(table);
  if (!sheet) {
    const missing = closestMissing(table).map((title) => `“${title}”`);
    throw malformed(`前 ${MAX_HEADING_ROWS} 行内没有找到表头，缺少列 ${missing.join('、')}`);
  }
  const { titles, rows } = sheet;
  if (titles.length > MAX_COLUMNS || titles.some((title) => title.length > MAX_TITLE)) {
    throw malformed(`表头多于 ${MAX_COLUMNS} 列，或有一格多于 ${MAX_TITLE} 字`);
  }
  if (rows.length === 0) throw malformed('表头以下没有内容');
  if (rows.length > MAX_ROWS)
    throw new Problem('TOO_LARGE', `表中多于 ${MAX_ROWS} 行；请每份至多 ${MAX_ROWS} 户，分次上传`);
  const wide = rows.find(({ cells }) => cells.length > MAX_COLUMNS || cells.some((cell) => cell.length > MAX_CELL));
  if (wide) throw malformed(`第 ${wide.no} 行多于 ${MAX_COLUMNS} 列，或有一格多于 ${MAX_CELL} 字`);
  if (Buffer.byteLength(JSON.stringify(rows)) > MAX_CONTENT_BYTES) {
    throw new Problem('TOO_LARGE', '表中文字共超过 3 MB；请分成几份上传');
  }
  return sheet;
}

const malformed = (what: string): Problem => new Problem('MALFORMED_FILE', `${what}；请下载模板，填写后再上传`);

/** The template: a sheet to fill in, and one that says how. */
export async function templateAnswer(accept: string): Promise<Answer<TemplateJson | Buffer>> {
  switch (preferred(accept, [XLSX_TYPE, 'application/json'])) {
    case XLSX_TYPE:
      return file(await xlsxOf(TEMPLATE), XLSX_TYPE, '经营户批量备案模板.xlsx');
    case 'application/json':
      return { body: { columns: COLUMNS.map(described) } };
    default:
      throw new Problem('NOT_ACCEPTABLE', `模板有 XLSX 和 application/json 两种格式，没有“${accept}”`);
  }
}

interface TemplateJson {
  readonly columns: { title: string; required: boolean; expected: string; example: string }[];
}

const described = ({ title, required, reader, note, example }: Column) => ({
  title,
  required,
  expected: note === undefined ? reader.expected : `${reader.expected}；${note}`,
  example,
});

const marked = ({ title, required }: Column): string => (required ? `*${title}` : title);

const TEMPLATE: readonly Sheet[] = [
  {
    name: '市场经营户',
    rows: [COLUMNS.map(marked)],
    widths: COLUMNS.map(({ title }) => Math.max(12, title.length * 2 + 4)),
  },
  {
    name: '填写说明',
    rows: [
      ['列（* 必填）', '填写', '示例'],
      ...COLUMNS.map((column) => [marked(column), described(column).expected, column.example]),
      ['', `每行一户，一份至多 ${MAX_ROWS} 户；证件号码、电话等列请设为文本格式`, ''],
    ],
    widths: [26, 60, 30],
  },
];

/** The failed rows, as they came and with what is wrong with each. */
export async function failedRowsAnswer(
  titles: readonly string[],
  failed: readonly FailedRow[],
  accept: string,
): Promise<Answer<{ items: ReturnType<typeof rowErrors> } | Buffer | string>> {
  const header = [...titles.filter((title) => title !== REASON_TITLE), REASON_TITLE];
  const rows = failed.map(({ row, faults }) => [
    ...titles.flatMap((title, index) => (title === REASON_TITLE ? [] : [row.cells[index] ?? ''])),
    faults.map(({ message }) => message).join('\n'),
  ]);
  switch (preferred(accept, [XLSX_TYPE, 'text/csv', 'application/json'])) {
    case XLSX_TYPE: {
      const widths = header.map((title) => (title === REASON_TITLE ? 80 : 16));
      return file(
        await xlsxOf([{ name: '未成功的行', rows: [header, ...rows], widths }]),
        XLSX_TYPE,
        '未成功的行.xlsx',
      );
    }
    case 'text/csv':
      return file(csvOf([header, ...rows]), 'text/csv; charset=utf-8', '未成功的行.csv');
    case 'application/json':
      return { body: { items: rowErrors(failed) } };
    default:
      throw new Problem('NOT_ACCEPTABLE', `未成功的行有 XLSX、text/csv、application/json 三种格式，没有“${accept}”`);
  }
}

/** Everything that is wrong with the rows, row by row. */
export const rowErrors = (failed: readonly FailedRow[]) =>
  failed.flatMap(({ row, faults }) => faults.map((fault) => ({ row: row.no, ...fault })));

const file = <B extends Buffer | string>(body: B, contentType: string, name: string): Answer<B> => ({
  body,
  contentType,
  headers: { 'Content-Disposition': `attachment; filename*=UTF-8''${encodeURIComponent(name)}` },
});
