import { createHash } from 'node:crypto';
import { CHINESE_FONTS, escapeHtml } from '../../../../functions/shared/http/html.ts';

/** A page of the issuer. */
export interface Page {
  readonly status: number;
  readonly html: string;
  readonly headers?: Readonly<Record<string, string>>;
}

const PLATFORM = '市场采购贸易登记平台';

/** At a desk 14 px on lines of 22; on a phone inputs of 16, which it does not zoom into. */
const STYLE = `
*{box-sizing:border-box}
body{margin:0;min-height:100vh;background:#f3f5f8;color:#16202c;font:14px/22px ${CHINESE_FONTS}}
header{background:#0b4f9e;color:#fff;padding:14px 20px;font-size:16px;font-weight:600}
main{width:100%;max-width:420px;margin:0 auto;padding:32px 16px}
section{background:#fff;border:1px solid #d5dbe2;border-radius:6px;padding:24px}
h1{margin:0 0 12px;font-size:20px;line-height:28px}
p{margin:0 0 12px}
form{margin:0}
label{display:block;margin:16px 0 4px;font-weight:600}
.hint{margin:0 0 4px;color:#4a5765}
input{display:block;width:100%;height:40px;padding:0 10px;border:1px solid #7d8996;border-radius:4px;background:#fff;color:inherit;font:inherit}
input.code{letter-spacing:.08em}
input[aria-invalid]{border:2px solid #a8201a}
:focus-visible{outline:3px solid #0b4f9e;outline-offset:2px}
button{min-height:40px;margin-top:20px;padding:0 20px;border:1px solid #0b4f9e;border-radius:4px;background:#0b4f9e;color:#fff;font:inherit;font-weight:600;cursor:pointer}
button.plain{background:#fff;color:#0b4f9e}
form.aside{margin-top:4px}
a{color:#0b4f9e}
.links{margin:20px 0 0}
.fault{margin:0 0 4px;color:#a8201a;font-weight:600}
.alert{margin:0 0 16px;padding:10px 12px;border-left:4px solid #a8201a;background:#fdecea;color:#a8201a}
.qr{display:block;width:220px;max-width:100%;margin:12px auto}
.qr path{fill:#16202c}
.key{overflow-wrap:anywhere;font-family:ui-monospace,Consolas,monospace}
ol.codes{columns:2;margin:0 0 12px;padding-left:2em;font-family:ui-monospace,Consolas,monospace;font-size:16px;line-height:28px}
@media (max-width:640px){main{padding:0}section{border-width:0 0 1px;border-radius:0;padding:20px 16px}input{height:48px;font-size:16px}button{width:100%;min-height:48px;font-size:16px}}
@media print{header,button,.links{display:none}}
`;

/** Nothing is loaded and nothing runs: one style, known by its digest. Forms go to where the page came from. */
export const PAGE_HEADERS: Readonly<Record<string, string>> = {
  'Content-Security-Policy': `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  'Cache-Control': 'no-store',
  'Cross-Origin-Opener-Policy': 'same-origin',
};

/** @param body HTML */
export const page = (heading: string, body: string, isFault = false): string => `<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${isFault ? '错误：' : ''}${escapeHtml(heading)} - ${PLATFORM}</title>
<style>${STYLE}</style>
</head>
<body>
<header>${PLATFORM}</header>
<main><section>
<h1>${escapeHtml(heading)}</h1>
${body}
</section></main>
</body>
</html>
`;

/** What is wrong with what was typed, by the name of its field; under the empty name what is wrong with the whole. */
export type Faults = Readonly<Record<string, string>>;

export interface Field {
  readonly name: string;
  readonly label: string;
  readonly hint?: string;
  readonly value?: string;
  /** Further attributes: `type`, `autocomplete`, … */
  readonly attributes: string;
}

/** A form that is sent to the address of its page. */
export interface Form {
  /** Which step it does. */
  readonly step: string;
  /** By which it is known to come from a page of this issuer. */
  readonly csrf: string;
  readonly fields?: readonly Field[];
  readonly button: string;
  readonly isAside?: boolean;
}

/** What is wrong with the whole stands above the fields, what is wrong with a field beside it. */
export function form({ step, csrf, fields = [], button, isAside = false }: Form, faults: Faults = {}): string {
  const faulty = fields.filter(({ name }) => faults[name] !== undefined);
  // A name that was typed is right more often than a pass phrase that nobody sees.
  const focused = faulty.find(({ value }) => !value) ?? faulty[0] ?? fields[0];
  const whole = faults[''] === undefined ? '' : `<p class="alert" role="alert">${escapeHtml(faults[''])}</p>`;
  return `${whole}<form method="post"${isAside ? ' class="aside"' : ''}>
<input type="hidden" name="step" value="${step}"><input type="hidden" name="csrf" value="${csrf}">
${fields.map((one) => field(one, faults[one.name], one === focused)).join('\n')}
<button type="submit"${isAside ? ' class="plain"' : ''}>${escapeHtml(button)}</button>
</form>`;
}

function field({ name, label, hint, value, attributes }: Field, fault: string | undefined, isFocused: boolean): string {
  const about = [...(hint === undefined ? [] : [`${name}-hint`]), ...(fault === undefined ? [] : [`${name}-fault`])];
  return `<label for="${name}">${escapeHtml(label)}</label>
${hint === undefined ? '' : `<p class="hint" id="${name}-hint">${escapeHtml(hint)}</p>`}
${fault === undefined ? '' : `<p class="fault" id="${name}-fault">${escapeHtml(fault)}</p>`}
<input id="${name}" name="${name}" required ${attributes}${value === undefined ? '' : ` value="${escapeHtml(value)}"`}${about.length === 0 ? '' : ` aria-describedby="${about.join(' ')}"`}${fault === undefined ? '' : ' aria-invalid="true"'}${isFocused ? ' autofocus' : ''}>`;
}
