import { escapeHtml } from '../../shared/http/html.ts';
import { moneyToJson, usd } from '../../shared/kernel/money.ts';
import { figure } from '../../shared/print/figures.ts';
import type { Lists } from '../../shared/reference/lists/index.ts';
import { csvOf } from '../../shared/sheet/csv.ts';
import { xlsxOf } from '../../shared/sheet/sheet.ts';
import { XLSX_TYPE } from '../../shared/sheet/types.ts';
import type { CombinationSheetJson } from '../contract/forms.ts';
import { combinationRows } from '../domain/combination.ts';
import { knownAs } from '../domain/consolidation.ts';
import { packingRows, totalsOf } from '../domain/packing-list.ts';
import { sum } from '../domain/sums.ts';
import type { Document } from './forms.ts';
import { pageHtml } from './page.ts';
import {
  containerHead,
  containerTitle,
  factsOf,
  fileNameOf,
  headOf,
  nameOf,
  type Planned,
  totalsText,
  totalsToJson,
  voidText,
} from './planned.ts';
import { type Column, cellsOf, sheetOf, tableHtml } from './table.ts';

type TradeRow = CombinationSheetJson['trades'][number];
type DeclarationRow = CombinationSheetJson['declarations'][number];

/** The combination sheet 组货单: whose trades go together, into which containers and declarations. */
export function combinationSheet(planned: Planned, trace: string): Document<CombinationSheetJson> {
  const json = combinationSheetToJson(planned);
  return {
    title: '组货单',
    fileName: fileNameOf('combination-sheet', json, knownAs(json)),
    json,
    forms: {
      'text/csv': () => csvOf(cellsOf(FILE_TRADES, json.trades)),
      [XLSX_TYPE]: () =>
        xlsxOf([sheetOf('组货单', FILE_TRADES, json.trades), sheetOf('报关单', DECLARATIONS, json.declarations)]),
      'text/html': () => combinationSheetHtml(json, planned.lists, trace),
    },
  };
}

const OF_TRADE: readonly Column<TradeRow>[] = [
  { title: '商户', value: (row) => row.merchant, width: 28 },
  { title: '摊位', value: (row) => row.stall, width: 16 },
  { title: '境外采购商', value: (row) => row.buyer, width: 24 },
  { title: '品种', value: (row) => row.kinds, width: 6 },
  { title: '箱数', value: (row) => row.cartons, width: 7 },
  { title: '净重（千克）', value: (row) => row.netWeightKg, width: 12 },
  { title: '毛重（千克）', value: (row) => row.grossWeightKg, width: 12 },
  { title: '体积（立方米）', value: (row) => row.volumeM3, width: 13 },
  { title: '货值（美元）', value: (row) => Number(row.totalUsd.amount), decimals: 2, width: 13 },
  { title: '集装箱序', value: (row) => row.containerNos.join('、'), width: 10 },
  { title: '报关单序号', value: (row) => row.declarationNos.join('、'), width: 10 },
];

/** Columns of the page, where a trade is called by its number. */
const TRADES: readonly Column<TradeRow>[] = [
  { title: '交易单号', value: (row) => row.tradeNumber ?? row.tradeId, width: 20 },
  ...OF_TRADE,
];

/** Columns of the file, with the identifiers that a machine needs. */
const FILE_TRADES: readonly Column<TradeRow>[] = [
  { title: '交易编号', value: (row) => row.tradeId, width: 40 },
  ...OF_TRADE,
  { title: '交易单号', value: (row) => row.tradeNumber ?? '', width: 20 },
];

const DECLARATIONS: readonly Column<DeclarationRow>[] = [
  { title: '报关单序号', value: (row) => row.no, width: 10 },
  { title: '境外收货人', value: (row) => row.buyer, width: 30 },
  { title: '货值（美元）', value: (row) => Number(row.totalUsd.amount), decimals: 2, width: 13 },
  { title: '项数', value: (row) => row.lines, width: 6 },
  { title: '集装箱序', value: (row) => row.containerNos.join('、'), width: 12 },
];

const combinationSheetHtml = (sheet: CombinationSheetJson, lists: Lists, trace: string): string =>
  pageHtml({
    title: '组货单',
    number: knownAs(sheet),
    copies: ['组货人留存', '市场采购贸易经营者留存', '监管仓库留存'],
    landscape: true,
    trace,
    voided: voidText(sheet),
    facts: [...factsOf(sheet, lists), ['运输车辆', ''], ['装箱地点', '']],
    body: `<h2>集装箱</h2>
<ul>${sheet.containers.map((container) => `<li>${escapeHtml(containerTitle(container))}</li>`).join('')}</ul>
<h2>交易</h2>
${tableHtml(TRADES, sheet.trades, `合计：${sheet.trades.length} 笔交易，${totalsText(sheet.totals)}，${figure(Number(sheet.totals.totalUsd.amount), 2)} 美元`)}
<h2>报关单</h2>
${tableHtml(DECLARATIONS, sheet.declarations, `合计：${sheet.declarations.length} 票`)}`,
    style: 'ul { margin: 0; padding-left: 5mm; }\n',
    signatures: {
      seals: ['组货人', '市场采购贸易经营者', '监管仓库'],
      signers: ['组货人经办', '经营者经办', '仓库经办', '日期'],
    },
  });

function combinationSheetToJson(planned: Planned): CombinationSheetJson {
  const { trades, load, declared } = planned;
  const packed = packingRows(trades, load.containers, declared.declarations);
  const rows = combinationRows(trades, packed);
  return {
    ...headOf(planned),
    totals: { ...totalsToJson(totalsOf(rows)), totalUsd: dollars(sum(rows, ({ usdMinor }) => usdMinor)) },
    containers: load.containers.map((container) => containerHead(planned, container)),
    trades: rows.map(({ trade, kinds, usdMinor, containerNos, declarationNos, ...totals }) => ({
      tradeId: trade.tradeId,
      tradeNumber: trade.tradeNumber,
      merchant: trade.merchantName,
      stall: trade.stall ?? '',
      buyer: nameOf(planned, trade.buyerId),
      kinds,
      ...totalsToJson(totals),
      totalUsd: dollars(usdMinor),
      containerNos: [...containerNos],
      declarationNos: [...declarationNos],
    })),
    declarations: declared.declarations.map(({ no, buyerId, totalUsdMinor, lines, containerNos }) => ({
      no,
      buyer: nameOf(planned, buyerId),
      totalUsd: dollars(totalUsdMinor),
      lines: lines.length,
      containerNos,
    })),
  };
}

const dollars = (minor: number) => moneyToJson(usd(minor));
