import { sheetOf } from '../../../functions/filing/domain/bulk/kinds.ts';
import type { SheetKind } from '../../../functions/filing/domain/sheet-kind-names.ts';
import { csvOf } from '../../../functions/shared/sheet/csv.ts';
import { idCardOf, phoneOf, usccOf } from './samples.ts';

/** Sheets of invented merchants, and of other forms. */

/** The titles of a kind's template. */
export const titlesOf = (kind: SheetKind): string[] =>
  sheetOf(kind).columns.map(({ title, required }) => (required ? `*${title}` : title));

export const TITLES = titlesOf('merchant');

/** The cells of one merchant by title; `n` makes another. */
export const cellsOf = (n: number): Record<string, string> => ({
  统一社会信用代码: usccOf(n, '92500111'),
  名称: `大足区龙水镇第${n}五金经营部`,
  联系人: '李敏',
  联系电话: phoneOf(n),
  地址: '重庆市大足区龙水五金市场',
  法定代表人姓名: '郑小兰',
  法定代表人证件类型: '居民身份证',
  法定代表人证件号码: idCardOf(n),
  营业执照起期: '2024/5/6',
  市场: '大足龙水五金市场',
  '区（楼）': 'A区',
  层: '1层',
  摊位号: `${n}号`,
  摊位租期起: '2024年1月1日',
  摊位租期止: '2033-12-31',
  经营户类型: '展销',
  纳税人类型: '小规模纳税人',
  经营范围: '五金产品零售、批发',
  主营商品章: '73、82',
});

/** A table with the titles of its kind; each row is a record's cells by title. */
export const tableOf = (rows: readonly Record<string, string>[], kind: SheetKind = 'merchant'): string[][] => [
  titlesOf(kind),
  ...rows.map((cells) => sheetOf(kind).columns.map(({ title }) => cells[title] ?? '')),
];

export const merchants = (count: number, from = 1): Record<string, string>[] =>
  Array.from({ length: count }, (_, index) => cellsOf(from + index));

export const csvSheet = (rows: readonly Record<string, string>[], kind?: SheetKind): Buffer =>
  Buffer.from(csvOf(tableOf(rows, kind)));

/** The cells of a form by title, as a sheet of its kind has them: by codes, several of one thing between 、. */
export const cellsOfForm = (kind: SheetKind, form: object): Record<string, string> =>
  Object.fromEntries(sheetOf(kind).columns.map(({ title, field }) => [title, cellOf(valueAt(form, field))]));

const valueAt = (form: unknown, field: readonly string[]): unknown =>
  field.reduce<unknown>((value, name) => (value as Record<string, unknown> | undefined)?.[name], form);

const cellOf = (value: unknown): string => {
  if (Array.isArray(value)) return value.map(cellOf).join('、');
  if (value !== null && typeof value === 'object') return Object.values(value).map(cellOf).join('');
  return value === undefined ? '' : `${value as string | number | boolean}`;
};

/** The cells of a form that was filed elsewhere before, and of what it was there. */
export const formerCells = (kind: SheetKind, form: object, former: Record<string, string>): Record<string, string> => ({
  ...cellsOfForm(kind, form),
  原备案日期: '2024/5/20',
  来源: '大足区原备案台账',
  ...former,
});

/** A sheet of what was filed elsewhere before. */
export function formerSheet(kind: SheetKind, rows: readonly Record<string, string>[]): Buffer {
  const titles = sheetOf(kind, 'TAKE_OVER').columns.map(({ title }) => title);
  return Buffer.from(csvOf([titles, ...rows.map((cells) => titles.map((title) => cells[title] ?? ''))]));
}
