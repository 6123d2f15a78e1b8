import { CHINESE_FONTS, escapeHtml } from '../../shared/http/html.ts';
import type { PackingListJson } from '../contract.ts';
import { COLUMNS } from './columns.ts';

/** The packing list as a page to print on A4: one table for each container, its head repeated on every sheet. */
export const packingListHtml = (list: PackingListJson): string => `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>装箱清单 ${escapeHtml(list.id)}</title>
<style>
@page { size: A4 landscape; margin: 12mm; }
body { font: 10pt/1.4 ${CHINESE_FONTS}; color: #000; margin: 1rem; }
h1 { font-size: 16pt; text-align: center; margin: 0 0 .5rem; }
h2 { font-size: 11pt; margin: 1rem 0 .25rem; }
dl { display: grid; grid-template-columns: repeat(3, auto 1fr); gap: .1rem .6rem; margin: 0; }
dt { font-weight: bold; }
dd { margin: 0; }
table { width: 100%; border-collapse: collapse; font-size: 8.5pt; }
th, td { border: 1px solid #555; padding: .15rem .3rem; text-align: left; overflow-wrap: anywhere; }
td.number { text-align: right; white-space: nowrap; }
tfoot td { font-weight: bold; }
thead { display: table-header-group; }
tr { break-inside: avoid; }
.signatures { display: flex; justify-content: space-between; margin-top: 1.5rem; break-inside: avoid; }
@media print { body { margin: 0; } section + section { break-before: page; } }
</style>
</head>
<body>
<h1>装箱清单</h1>
<dl>
${[
  ['组货编号', list.id],
  ['组货人', list.consolidator],
  ['市场采购贸易经营者', list.tradeOperator],
  ['境外采购商', list.buyers.join('、')],
  ['运抵国', list.destinationCountry],
  ['指运港', list.portOfDischarge],
  ['截关时间', list.cutoffAt],
  ['合计', totals(list.totals)],
]
  .map(([term, value]) => `<dt>${term}</dt><dd>${escapeHtml(value ?? '')}</dd>`)
  .join('\n')}
</dl>
${list.containers.map(container).join('\n')}
<p class="signatures"><span>组货人签章：</span><span>监管仓库签章：</span><span>日期：</span></p>
</body>
</html>
`;

const container = (one: PackingListJson['containers'][number]): string => `<section>
<h2>第 ${one.no} 箱　${escapeHtml(one.marketName)}（${escapeHtml(one.type)}）　箱号：${escapeHtml(one.containerNumber ?? '未确认')}　封志号：${escapeHtml(one.sealNumber ?? '未确认')}</h2>
<table>
<thead><tr>${COLUMNS.map(([title]) => `<th scope="col">${title}</th>`).join('')}</tr></thead>
<tbody>
${one.rows.map((row) => `<tr>${COLUMNS.map(([, value]) => cell(value(row))).join('')}</tr>`).join('\n')}
</tbody>
<tfoot><tr><td colspan="${COLUMNS.length}">本箱合计：${totals(one.totals)}</td></tr></tfoot>
</table>
</section>`;

const cell = (value: string | number): string =>
  typeof value === 'number' ? `<td class="number">${value}</td>` : `<td>${escapeHtml(value)}</td>`;

const totals = ({ cartons, netWeightKg, grossWeightKg, volumeM3 }: PackingListJson['totals']): string =>
  `${cartons} 箱，净重 ${netWeightKg} 千克，毛重 ${grossWeightKg} 千克，${volumeM3} 立方米`;
