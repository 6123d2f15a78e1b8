import { preferred } from '../../shared/http/accept.ts';
import type { Answer } from '../../shared/http/api.ts';
import { Problem } from '../../shared/http/problem.ts';
import type { Lists } from '../../shared/reference/lists/index.ts';
import { csvOf } from '../../shared/sheet/csv.ts';
import { type Sheet, xlsxOf } from '../../shared/sheet/sheet.ts';
import { XLSX_TYPE } from '../../shared/sheet/types.ts';
import { withReasons } from '../../shared/sheet-import/reasons.ts';
import type { FailedRow } from '../domain/bulk/batch.ts';
import { COLUMNS, type Column, REASON_TITLE } from '../domain/bulk/columns.ts';
import { expectedOf } from '../domain/bulk/reading.ts';
import { MAX_ROWS } from '../domain/bulk/sheet.ts';

/** The template: a sheet to fill in, and one that says how. */
export async function templateAnswer(accept: string, lists: Lists): Promise<Answer<TemplateJson | Buffer>> {
  switch (preferred(accept, [XLSX_TYPE, 'application/json'])) {
    case XLSX_TYPE:
      return file(await xlsxOf(templateOf(lists)), XLSX_TYPE, '经营户批量备案模板.xlsx');
    case 'application/json':
      return { body: { columns: COLUMNS.map((column) => described(column, lists)) } };
    default:
      throw new Problem('NOT_ACCEPTABLE', `模板有 XLSX 和 application/json 两种格式，没有“${accept}”`);
  }
}

interface TemplateJson {
  readonly columns: { title: string; required: boolean; expected: string; example: string }[];
}

const described = ({ title, required, reader, note, example }: Column, lists: Lists) => ({
  title,
  required,
  expected: [expectedOf(reader, lists), ...(note === undefined ? [] : [note])].join('；'),
  example,
});

const marked = ({ title, required }: Column): string => (required ? `*${title}` : title);

const templateOf = (lists: Lists): readonly Sheet[] => [
  {
    name: '市场经营户',
    rows: [COLUMNS.map(marked)],
    widths: COLUMNS.map(({ title }) => Math.max(12, title.length * 2 + 4)),
  },
  {
    name: '填写说明',
    rows: [
      ['列（* 必填）', '填写', '示例'],
      ...COLUMNS.map((column) => [marked(column), described(column, lists).expected, column.example]),
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
  const { header, row: written } = withReasons(titles, 0, [REASON_TITLE]);
  const rows = failed.map(({ row, faults }) => written(row.cells, [faults.map(({ message }) => message).join('\n')]));
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
