import { escapeHtml } from '../../shared/http/html.ts';
import type { Lists } from '../../shared/reference/lists/index.ts';
import { nameOf } from '../../shared/reference/names.ts';
import { csvOf } from '../../shared/sheet/csv.ts';
import { xlsxOf } from '../../shared/sheet/sheet.ts';
import { XLSX_TYPE } from '../../shared/sheet/types.ts';
import type { ContainerHeadJson, PackingListJson, PackingRowJson } from '../contract/forms.ts';
import { knownAs } from '../domain/consolidation.ts';
import { type PackingRow, packingRows, totalsOf } from '../domain/packing-list.ts';
import { units } from '../domain/scale.ts';
import type { Document } from './forms.ts';
import { pageHtml } from './page.ts';
import {
  containerHead,
  containerTitle,
  factsOf,
  fileNameOf,
  headOf,
  type Planned,
  totalsText,
  totalsToJson,
  voidText,
} from './planned.ts';
import { type Column, cellsOf, sheetOf, tableHtml } from './table.ts';

/** The packing list 装箱清单: what lies in each container, and on which line of which declaration it stands. */
export function packingList(planned: Planned, trace: string): Document<PackingListJson> {
  const json = packingListToJson(planned);
  const rows = json.containers.flatMap((container) => container.rows.map((row) => ({ ...container, ...row })));
  return {
    title: '装箱清单',
    fileName: fileNameOf('packing-list', json, knownAs(json)),
    json,
    forms: {
      'text/csv': () => csvOf(cellsOf(FILE_COLUMNS, rows)),
      [XLSX_TYPE]: () => xlsxOf([sheetOf('装箱清单', FILE_COLUMNS, rows)]),
      'text/html': () => packingListHtml(json, planned.lists, trace),
    },
  };
}

const COLUMNS: readonly Column<PackingRowJson>[] = [
  { title: '唛头箱号', value: (row) => row.marks, width: 20 },
  { title: '商户', value: (row) => row.merchant, width: 28 },
  { title: '摊位', value: (row) => row.stall, width: 16 },
  { title: '商品名称', value: (row) => row.name, width: 18 },
  { title: '规格型号', value: (row) => row.specification, width: 18 },
  { title: '商品编号', value: (row) => row.hsCode, width: 12 },
  { title: '法检', value: (row) => (row.inspected ? '是' : ''), width: 5 },
  { title: '箱数', value: (row) => row.cartons, width: 7 },
  { title: '数量', value: (row) => row.quantity, width: 10 },
  { title: '单位', value: (row) => row.unitName, width: 6 },
  { title: '净重（千克）', value: (row) => row.netWeightKg, width: 12 },
  { title: '毛重（千克）', value: (row) => row.grossWeightKg, width: 12 },
  { title: '体积（立方米）', value: (row) => row.volumeM3, width: 13 },
  { title: '报关单-项号', value: (row) => `${row.declarationNo}-${row.declarationLineNo}`, width: 12 },
];

/** Columns of the page, where a trade is called by its number. */
const PAGE_COLUMNS: readonly Column<PackingRowJson>[] = COLUMNS.toSpliced(1, 0, {
  title: '交易单号',
  value: (row) => row.tradeNumber ?? '',
  width: 20,
});

/** Columns of the file: one table for all containers, with codes and numbers that a machine needs. */
const FILE_COLUMNS: readonly Column<PackingRowJson & ContainerHeadJson>[] = [
  { title: '箱序', value: (row) => row.no, width: 6 },
  { title: '箱型', value: (row) => row.type, width: 7 },
  { title: '集装箱号', value: (row) => row.containerNumber ?? '', width: 14 },
  { title: '封志号', value: (row) => row.sealNumber ?? '', width: 14 },
  ...COLUMNS,
  { title: '交易编号', value: (row) => row.tradeId, width: 40 },
  { title: '交易行号', value: (row) => row.lineNo, width: 9 },
  { title: '交易单号', value: (row) => row.tradeNumber ?? '', width: 20 },
  { title: '装箱单号', value: (row) => row.packingNumber ?? '', width: 23 },
];

const packingListHtml = (list: PackingListJson, lists: Lists, trace: string): string =>
  pageHtml({
    title: '装箱清单',
    number: knownAs(list),
    copies: ['组货人留存', '监管仓库留存', '随报关单证'],
    landscape: true,
    trace,
    voided: voidText(list),
    facts: [...factsOf(list, lists), ['合计', totalsText(list.totals)]],
    body: list.containers
      .map(
        (container) => `<section>
<h2>${escapeHtml(containerTitle(container))}</h2>
${tableHtml(PAGE_COLUMNS, container.rows, `本箱合计：${totalsText(container.totals)}`)}
</section>`,
      )
      .join('\n'),
    style: '@media print { section + section { break-before: page; } }\n',
    signatures: { seals: ['组货人', '监管仓库'], signers: ['装箱人', '理货员', '日期'] },
  });

function packingListToJson(planned: Planned): PackingListJson {
  const { trades, load, declared } = planned;
  const rows = packingRows(trades, load.containers, declared.declarations);
  return {
    ...headOf(planned),
    totals: totalsToJson(totalsOf(rows.flat())),
    containers: load.containers.map((container, index) => ({
      ...containerHead(planned, container),
      totals: totalsToJson(totalsOf(rows[index] ?? [])),
      rows: (rows[index] ?? []).map((row) => rowToJson(row, planned.lists)),
    })),
  };
}

const rowToJson = (row: PackingRow, lists: Lists): PackingRowJson => ({
  tradeId: row.tradeId,
  tradeNumber: row.tradeNumber,
  lineNo: row.lineNo,
  marks: row.marks,
  merchant: row.merchant,
  stall: row.stall,
  name: row.name,
  specification: row.specification,
  hsCode: row.hsCode,
  inspected: row.inspected,
  quantity: units(row.quantity),
  unit: row.unit,
  unitName: nameOf(lists.units, row.unit),
  ...totalsToJson(row),
  declarationNo: row.declarationNo,
  declarationLineNo: row.declarationLineNo,
});
