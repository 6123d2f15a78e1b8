import { ENTITY_KIND_NAMES } from '../../events/names.ts';
import { CHINESE_FONTS, escapeHtml } from '../../shared/http/html.ts';
import { paperHtml, paperStyle } from '../../shared/print/paper.ts';
import type { RowOf } from '../../shared/reference/lists/index.ts';
import type { CreditJson } from '../contract/credits.ts';
import { dateOf, dayInChina } from '../domain/day.ts';
import { type CreditEvent } from '../domain/event.ts';
import { CREDIT_EVENT_STATUS_NAMES } from '../domain/names.ts';
import type { Scorecard } from '../domain/scorecard.ts';
import { curveSvg } from './curve.ts';

/** The credit report 信用报告 to print on A4, as plain HTML that loads nothing. */
export function reportPage(
  report: CreditJson,
  events: readonly CreditEvent[],
  card: Scorecard,
  { toObjectWorkingDays, objectionWorkingDays }: RowOf<'creditTerms'>,
): string {
  const { name, kind, filingNumber, asOf, score, grade, history, outlook } = report;
  const past = [
    ...history.toReversed().map((one) => ({ from: chinaDate(one.at), score: one.score })),
    { from: asOf, score },
  ];
  const content = `<header>
<div>
<h1>信用报告</h1>
<dl>
<dt>主体</dt><dd>${escapeHtml(name)}（${ENTITY_KIND_NAMES[kind]}）</dd>
${filingNumber === undefined ? '' : `<dt>备案编号</dt><dd>${filingNumber}</dd>`}
<dt>评分日</dt><dd>${asOf}</dd>
<dt>评分卡</dt><dd>${card.version} ${escapeHtml(card.title)}</dd>
</dl>
</div>
<div class="score"><b>${score}</b>满分 100　${grade} 级</div>
</header>
<h2>信用分曲线（虚线为没有新记录时的走势）</h2>
${curveSvg(past, outlook, asOf, card.grades)}
<h2>主要扣分原因</h2>
${list(
  'ol',
  report.reasons.map(({ reason, points }) => `${reason}（共 ${points} 分）`),
  '没有扣分。',
)}
<h2>计分明细（基础分 ${card.base}）</h2>
${contributionTable(report, events)}
${idleRecords(report, events)}
<h2>怎样提高信用分</h2>
${list(
  'ul',
  [
    ...report.missing.map(({ message }) => message),
    ...outlook.map((turn) => `没有新记录时，自 ${turn.from} 起为 ${turn.score} 分、${turn.grade} 级`),
    ...report.advice.filter(({ action }) => action !== 'OBJECT').map(({ message }) => message),
  ],
  '已达到最高等级，请保持。',
)}
<h2>怎样提出异议</h2>
<p>认为记录与事实不符的，自记录之日起 ${toObjectWorkingDays} 个工作日内可以由本单位或通过服务中心柜台提出异议，写明理由。异议期间暂停计入（一票否决的除外），由未经手该记录的审核人在 ${objectionWorkingDays} 个工作日内决定并送达说明理由的决定书。</p>
${list(
  'ul',
  report.advice.filter(({ action }) => action === 'OBJECT').map(({ message }) => message),
  '目前没有在异议期内的记录。',
)}
<footer>${escapeHtml(card.source)}。信用等级只决定本平台自身的办理方式，不作为限制权利的依据。</footer>`;
  return `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>信用报告 ${escapeHtml(name)}</title>
<style>
@page { size: A4; margin: 12mm 14mm 14mm; }
${paperStyle()}body { font: 10pt/1.5 ${CHINESE_FONTS}; color: #000; max-width: 182mm; margin: 4mm auto; padding: 0 3mm; }
h1 { font-size: 16pt; margin: 0; letter-spacing: .2em; }
h2 { font-size: 11.5pt; margin: 5mm 0 1mm; break-after: avoid; }
header { display: flex; justify-content: space-between; gap: 6mm; border-bottom: .4mm solid #000; padding-bottom: 2mm; }
dl { display: grid; grid-template-columns: auto 1fr; gap: 0 3mm; margin: 2mm 0 0; }
dt { font-weight: bold; white-space: nowrap; }
dd { margin: 0; overflow-wrap: anywhere; }
.score { text-align: center; white-space: nowrap; }
.score b { display: block; font-size: 34pt; line-height: 1; }
table { width: 100%; border-collapse: collapse; font-size: 9pt; }
th, td { border: .2mm solid #666; padding: .6mm 1.2mm; text-align: left; overflow-wrap: anywhere; }
th { background: #eee; white-space: nowrap; }
td.number { text-align: right; white-space: nowrap; }
tr, svg { break-inside: avoid; }
ul, ol { margin: 0; padding-left: 5mm; }
svg { width: 100%; }
svg text { font: 11px ${CHINESE_FONTS}; }
footer { margin-top: 6mm; border-top: .2mm solid #666; padding-top: 1mm; font-size: 8.5pt; }
@media print { body { margin: 0; max-width: none; padding: 0; } * { print-color-adjust: exact; } }
</style>
</head>
<body>
${paperHtml({ heading: `信用报告　${name}　${asOf}`, number: filingNumber, content })}
</body>
</html>
`;
}

function contributionTable({ contributions }: CreditJson, events: readonly CreditEvent[]): string {
  if (contributions.length === 0) return '<p>没有计入的记录。</p>';
  const rows = contributions.map(({ eventId, points, inForceFrom, inForceUntil, reason }) => {
    const event = events.find(({ id }) => id === eventId);
    return [
      escapeHtml(reason),
      points > 0 ? `+${points}` : String(points),
      event ? sourceText(event) : '系统按记录自动计入',
      `${inForceFrom} 至 ${inForceUntil ?? '下一条失信记录'}`,
    ];
  });
  return table(['事由', '分值', '认定机关与文书', '计入期'], rows);
}

/** What was recorded and does not count, and why. */
function idleRecords({ contributions }: CreditJson, events: readonly CreditEvent[]): string {
  const counting = new Set(contributions.map(({ eventId }) => eventId));
  const idle = events.filter(({ id, status }) => status !== 'RECORDED' && !counting.has(id));
  if (idle.length === 0) return '';
  const rows = idle.map((event) => [
    escapeHtml(event.indicator),
    CREDIT_EVENT_STATUS_NAMES[event.status],
    sourceText(event),
    event.occurredOn,
  ]);
  return `<h2>不计入的记录</h2>\n${table(['指标', '状态', '认定机关与文书', '发生日期'], rows)}`;
}

const sourceText = ({ source }: CreditEvent): string =>
  escapeHtml(`${source.authority} ${source.documentNumber}（${source.documentDate}）`);

const table = (heads: readonly string[], rows: readonly (readonly string[])[]): string =>
  `<table>
<thead><tr>${heads.map((head) => `<th>${head}</th>`).join('')}</tr></thead>
<tbody>
${rows.map((cells) => `<tr>${cells.map((cell, index) => `<td${index === 1 ? ' class="number"' : ''}>${cell}</td>`).join('')}</tr>`).join('\n')}
</tbody>
</table>`;

const list = (tag: 'ol' | 'ul', items: readonly string[], none: string): string =>
  items.length === 0
    ? `<p>${none}</p>`
    : `<${tag}>\n${items.map((item) => `<li>${escapeHtml(item)}</li>`).join('\n')}\n</${tag}>`;

const chinaDate = (instant: string): string => dateOf(dayInChina(instant));
