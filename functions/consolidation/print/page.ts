import { CHINESE_FONTS, escapeHtml } from '../../shared/http/html.ts';
import { qrSvg } from '../../shared/http/qr.ts';
import { paperHtml, paperStyle, SIGNATURES_STYLE, type Signatures, signaturesHtml } from '../../shared/print/paper.ts';

/** A document to print on A4, as plain HTML that loads nothing. */
export interface Page {
  readonly title: string;
  readonly landscape?: true;
  /** The number by which people speak of it. */
  readonly number: string | undefined;
  /** Whom each copy is for, where there are several. */
  readonly copies?: readonly string[];
  /** Text of the QR code: the address where the document's goods can be traced. */
  readonly trace: string;
  /** Why it is no longer in force, where it is not: it is then marked 作废 on every sheet. */
  readonly voided?: string | undefined;
  /** The head of the document: term and text. */
  readonly facts: readonly (readonly [term: string, text: string])[];
  /** HTML. */
  readonly body: string;
  readonly style?: string;
  readonly signatures: Signatures;
}

/** Browsers repeat what is fixed on every sheet that they print. */
const VOID_STYLE = `.void { position: fixed; inset: 0; display: grid; place-items: center; pointer-events: none; z-index: 1; }
.void span { font-size: 120pt; letter-spacing: .3em; color: #c00; opacity: .25; transform: rotate(-30deg); }
.void-reason { margin: 0 0 2mm; padding: 1mm 2mm; border: .4mm solid #c00; color: #c00; font-weight: bold; }
`;

const VOID_MARK = '<div class="void" aria-hidden="true"><span>作废</span></div>\n';

export const pageHtml = ({
  title,
  landscape,
  number,
  copies,
  trace,
  voided,
  facts,
  body,
  style = '',
  signatures,
}: Page): string => `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escapeHtml(title)} ${escapeHtml(number ?? '')}</title>
<style>
@page { size: A4${landscape ? ' landscape' : ''}; margin: 10mm 12mm 14mm; }
${paperStyle(copies?.length)}body { font: 10pt/1.4 ${CHINESE_FONTS}; color: #000; max-width: ${landscape ? 273 : 186}mm; margin: 4mm auto; }
h1 { font-size: 16pt; margin: 0 0 2mm; letter-spacing: .2em; }
h2 { font-size: 11pt; margin: 4mm 0 1mm; break-after: avoid; }
header { display: grid; grid-template-columns: 1fr 26mm; column-gap: 4mm; border-bottom: .4mm solid #000; padding-bottom: 2mm; }
.qr { width: 26mm; height: 26mm; }
dl { display: grid; grid-template-columns: repeat(2, auto 1fr); gap: .3mm 2mm; margin: 0; }
dt { font-weight: bold; white-space: nowrap; }
dd { margin: 0; overflow-wrap: anywhere; }
table { width: calc(100% - .3mm); border-collapse: collapse; font-size: 8pt; }
th, td { border: .2mm solid #666; padding: .3mm 1mm; text-align: left; overflow-wrap: anywhere; }
th { background: #eee; white-space: nowrap; }
td.number, td.code { white-space: nowrap; }
td.number { text-align: right; }
/* Browsers repeat a foot on every sheet; a total stands once. */
tfoot { display: table-row-group; }
tfoot td { font-weight: bold; }
tr { break-inside: avoid; }
${voided === undefined ? '' : VOID_STYLE}${SIGNATURES_STYLE}${style}@media print { body { margin: 0; max-width: none; } * { print-color-adjust: exact; } }
</style>
</head>
<body>
${voided === undefined ? '' : VOID_MARK}${paperHtml({
  heading: title,
  number,
  copies: copies ?? [],
  content: `${voided === undefined ? '' : `<p class="void-reason">${escapeHtml(voided)}</p>\n`}<header>
<div>
<h1>${escapeHtml(title)}</h1>
<dl>
${facts.map(([term, text]) => `<dt>${term}</dt><dd>${escapeHtml(text)}</dd>`).join('\n')}
</dl>
</div>
${qrSvg(trace)}
</header>
${body}
${signaturesHtml(signatures)}`,
})}
</body>
</html>
`;
