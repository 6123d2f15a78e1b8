import { preferred } from '../../shared/http/accept.ts';
import type { Answer } from '../../shared/http/api.ts';
import { Problem } from '../../shared/http/problem.ts';
import { xlsxOf } from '../../shared/sheet/sheet.ts';
import { XLSX_TYPE } from '../../shared/sheet/types.ts';
import { ALL_COLUMNS, type ColumnKey, FURTHER_COLUMNS, REQUIRED, titleOf } from '../domain/sheet/columns.ts';

/** What stands in each column of a sheet that is in order. */
const EXAMPLES: Readonly<Record<ColumnKey, string>> = {
  merchant: 'A区1层018号',
  name: '抹泥刀',
  hsCode: '8205590000',
  ownCode: 'N-018',
  specification: '碳钢|木柄|280mm',
  producer: '',
  brand: '无',
  quantity: '100',
  unit: '把',
  packages: '10',
  packageKind: '纸箱',
  currency: '美元',
  amount: '100.00',
  weight: '200',
  unitPrice: '1.00',
  legalQuantity: '190',
  secondQuantity: '',
  netWeight: '190',
  lengthMm: '400',
  widthMm: '300',
  heightMm: '250',
  trade: '',
  buyer: 'CG5001112026000001',
  tradeOperator: 'WM5001112026000001',
  destination: 'ARE',
  port: 'AEJEA',
};

const isFurther = (key: ColumnKey): boolean => FURTHER_COLUMNS.some((column) => column.key === key);

const described = () =>
  ALL_COLUMNS.map(({ key, title }) => ({
    key,
    marked: title,
    title: titleOf(key),
    required: REQUIRED.includes(key),
    example: EXAMPLES[key],
  }));

/** The 联网清单 to fill in, its further columns behind the fourteen, and a sheet that says how. */
export async function templateAnswer(
  accept: string,
): Promise<Answer<{ columns: { title: string; required: boolean; example: string }[] } | Buffer>> {
  const columns = described();
  switch (preferred(accept, [XLSX_TYPE, 'application/json'])) {
    case XLSX_TYPE: {
      const how = columns.map(({ key, marked, required, example }) => [
        marked,
        required ? '必填' : isFurther(key) ? '可以不填；该列可删去' : '有则填写',
        example,
      ]);
      const body = await xlsxOf([
        { name: '联网清单', rows: [columns.map(({ marked }) => marked)], widths: columns.map(() => 16) },
        { name: '填写说明', rows: [['列（* 必填）', '填写', '示例'], ...how], widths: [26, 40, 30] },
      ]);
      const name = encodeURIComponent('联网清单模板.xlsx');
      const headers = { 'Content-Disposition': `attachment; filename*=UTF-8''${name}` };
      return { body, contentType: XLSX_TYPE, headers };
    }
    case 'application/json':
      return { body: { columns: columns.map(({ title, required, example }) => ({ title, required, example })) } };
    default:
      throw new Problem('NOT_ACCEPTABLE', `模板有 XLSX 和 application/json 两种格式，没有“${accept}”`);
  }
}
