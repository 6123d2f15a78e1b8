import { CHINESE_FONTS, escapeHtml } from '../../shared/http/html.ts';
import { qrSvg } from '../../shared/http/qr.ts';
import type { LabelsJson } from '../contract/labels.ts';

/** Labels on A4, three a row, each never across two sheets. */
export const labelsHtml = ({ tradeNumber, lineNo, labels }: LabelsJson): string => `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>货箱标签 ${escapeHtml(tradeNumber)}</title>
<style>
@page { size: A4; margin: 10mm; }
body { font: 9pt/1.3 ${CHINESE_FONTS}; color: #000; max-width: 190mm; margin: 4mm auto; }
h1 { font-size: 10pt; margin: 0 0 2mm; }
ul { display: grid; grid-template-columns: repeat(3, 1fr); gap: 2mm; margin: 0; padding: 0; list-style: none; }
li { display: grid; grid-template-columns: 26mm 1fr; align-items: center; gap: 1mm; border: .2mm dashed #666; padding: 1mm; break-inside: avoid; overflow-wrap: anywhere; }
.qr { width: 26mm; height: 26mm; }
strong { display: block; font-size: 12pt; }
small { font-size: 7pt; }
@media print { body { margin: 0; max-width: none; } * { print-color-adjust: exact; } }
</style>
</head>
<body>
<h1>货箱标签　${escapeHtml(tradeNumber)}　第 ${lineNo} 行</h1>
<ul>
${labels.map(({ code, mark }) => `<li>${qrSvg(code)}<div><strong>${escapeHtml(mark)}</strong><small>${escapeHtml(code)}</small></div></li>`).join('\n')}
</ul>
</body>
</html>
`;
