import { preferred } from '../../shared/http/accept.ts';
import type { Answer } from '../../shared/http/api.ts';
import { Problem } from '../../shared/http/problem.ts';
import type { Lists } from '../../shared/reference/lists/index.ts';
import { csvOf } from '../../shared/sheet/csv.ts';
import { type Sheet, xlsxOf } from '../../shared/sheet/sheet.ts';
import { XLSX_TYPE } from '../../shared/sheet/types.ts';
import { withReasons } from '../../shared/sheet-import/reasons.ts';
import type { FailedRow } from '../domain/bulk/batch.ts';
import { type Column, describedBy, REASON_TITLE } from '../domain/bulk/columns.ts';
import type { FormSheet } from '../domain/bulk/kinds.ts';
import { MAX_ROWS } from '../domain/bulk/sheet.ts';

/** The template of a kind: a sheet to fill in, and one that says how. */
export async function templateAnswer(
  sheet: FormSheet,
  accept: string,
  lists: Lists,
): Promise<Answer<TemplateJson | Buffer>> {
  switch (preferred(accept, [XLSX_TYPE, 'application/json'])) {
    case XLSX_TYPE:
      return file(await xlsxOf(templateOf(sheet, lists)), XLSX_TYPE, `${shortName(sheet)}批量备案模板.xlsx`);
    case 'application/json':
      return { body: { columns: sheet.columns.map((column) => described(column, lists)) } };
    default:
      throw new Problem('NOT_ACCEPTABLE', `模板有 XLSX 和 application/json 两种格式，没有“${accept}”`);
  }
}

/** Clerks know the merchants' by the name that it always had. */
const shortName = ({ kind, name }: FormSheet): string => (kind === 'merchant' ? '经营户' : name);

interface TemplateJson {
  readonly columns: { title: string; required: boolean; expected: string; example: string }[];
}

const described = (column: Column, lists: Lists) => {
  const { title, required, example } = column;
  return { title, required, expected: describedBy(column, lists), example };
};

const marked = ({ title, required }: Column): string => (required ? `*${title}` : title);

const templateOf = ({ name, columns }: FormSheet, lists: Lists): readonly Sheet[] => [
  {
    name,
    rows: [columns.map(marked)],
    widths: columns.map(({ title }) => Math.max(12, title.length * 2 + 4)),
  },
  {
    name: '填写说明',
    rows: [
      ['列（* 必填）', '填写', '示例'],
      ...columns.map((column) => [marked(column), describedBy(column, lists), column.example]),
      ['', `每行一户或一项，一份至多 ${MAX_ROWS} 行；证件号码、电话等列请设为文本格式`, ''],
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
