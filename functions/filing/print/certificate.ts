import type { z } from 'zod';
import { ENTITY_KIND_NAMES, ENTITY_STATUS_NAMES } from '../../events/names.ts';
import { CHINESE_FONTS, escapeHtml } from '../../shared/http/html.ts';
import { qrSvg } from '../../shared/http/qr.ts';
import { chinaTime } from '../../shared/kernel/china-time.ts';
import type { CertificateCheck } from '../contract/certificates.ts';

interface Certificate {
  readonly lines: readonly (readonly [term: string, value: string])[];
  /** Name of the district. */
  readonly district: string;
  readonly grade: string | undefined;
  /** `YYYY-MM-DD`. */
  readonly issuedOn: string;
  readonly checkUrl: string;
}

/** The certificate, one A4 page. */
export const certificatePage = ({ lines, district, grade, issuedOn, checkUrl }: Certificate): string =>
  pageOf(
    '市场采购贸易备案证书',
    `
@page { size: A4; margin: 0; }
body { margin: 0; color: #222; }
main { box-sizing: border-box; width: 210mm; height: 297mm; margin: 0 auto; padding: 14mm; }
.frame { box-sizing: border-box; height: 100%; border: 1.2mm double #8a1f1f; padding: 22mm 16mm 12mm; display: flex; flex-direction: column; }
h1 { font-size: 28pt; letter-spacing: .18em; text-align: center; color: #8a1f1f; margin: 0 0 4mm; }
.lead { text-align: center; margin: 0 0 12mm; font-size: 12pt; }
dl { display: grid; grid-template-columns: 40mm 1fr; gap: 4.5mm 4mm; font-size: 13.5pt; margin: 0; }
dl.long { gap: 2.5mm 4mm; font-size: 9.5pt; line-height: 1.3; }
dt { color: #666; } dd { margin: 0; font-weight: 600; overflow-wrap: anywhere; }
footer { margin-top: auto; display: flex; gap: 8mm; align-items: flex-end; justify-content: space-between; font-size: 10pt; }
footer svg { width: 48mm; height: 48mm; display: block; flex: none; }
.issued { position: relative; text-align: right; font-size: 12.5pt; line-height: 1.8; padding: 12mm 0; }
.issued::before { content: "（盖章处）"; position: absolute; inset: 50% 4mm auto auto; box-sizing: border-box; width: 42mm; height: 42mm; margin-top: -21mm; padding-top: 3mm; border: .2mm dashed #999; border-radius: 50%; color: #777; font-size: 9pt; text-align: center; }
.note { color: #666; font-size: 9pt; line-height: 1.6; margin: 3mm 0 0; }
@media screen { body { background: #eee; } main { background: #fff; } }
`,
    `<div class="frame">
<h1>备案证书</h1>
<p class="lead">市场采购贸易（海关监管方式 1039）</p>
<dl${isLong(lines) ? ' class="long"' : ''}>
${[...lines, ['信用等级', grade === undefined ? '尚未评价' : `${grade}（出具之日）`] as const].map(item).join('\n')}
</dl>
<footer>
<a href="${escapeHtml(checkUrl)}">${qrSvg(checkUrl)}</a>
<div class="issued">${escapeHtml(district)}市场采购贸易服务中心<br>${chineseDay(issuedOn)}出具</div>
</footer>
<p class="note">扫描二维码查验本证书现时的状态、有效期和信用等级，查验结果与本页不一致的，以查验结果为准。二维码带数字签名，可在断网时用平台公布的公钥验证真伪。</p>
</div>`,
  );

/** [designed] Characters beyond which the lines are set smaller, so that the longest form still fits the page. */
const ROOMY = 180;

const isLong = (lines: Certificate['lines']): boolean =>
  lines.reduce((sum, [, value]) => sum + value.length, 0) > ROOMY;

/** What a certificate is worth now, for a phone. */
export const checkPage = (check: z.input<typeof CertificateCheck>): string =>
  pageOf(
    '备案证书查验',
    CHECK_STYLE,
    `<h1>备案证书查验</h1>
<p class="status ${check.status === 'ACTIVE' ? 'good' : 'bad'}">${ENTITY_STATUS_NAMES[check.status]}</p>
<dl>
${(
  [
    ['备案编号', check.filingNumber],
    ['备案种类', ENTITY_KIND_NAMES[check.kind]],
    ...optional('统一社会信用代码', check.unifiedSocialCreditCode),
    ['有效期至', check.validUntil],
    ['信用等级', check.grade ?? '尚未评价'],
    ['证书出具', check.issuedOn],
    ['查验时间', chinaTime(check.checkedAt)],
  ] as const
)
  .map(item)
  .join('\n')}
</dl>
<p class="note">证书由本平台签发，签名有效。请核对证书上的备案编号和统一社会信用代码与此处一致。</p>`,
  );

/** What the check answers where the signature is not one of ours. */
export const unknownPage = (): string =>
  pageOf(
    '备案证书查验',
    CHECK_STYLE,
    `<h1>备案证书查验</h1>
<p class="status bad">不是本平台签发的证书</p>
<p class="note">签名无效或不完整。请重新扫描二维码；仍然如此的，请当心伪造，并与备案所在区县的服务中心核实。</p>`,
  );

const CHECK_STYLE = `
@page { size: A4; margin: 20mm; }
body { margin: 0; color: #222; background: #fff; }
main { max-width: 26rem; margin: 0 auto; padding: 1.25rem; }
h1 { font-size: 1.25rem; margin: 0 0 1rem; }
.status { font-size: 1.6rem; font-weight: 700; padding: .8rem; border-radius: .5rem; text-align: center; margin: 0 0 1.2rem; color: #fff; }
.good { background: #1b6e3c; } .bad { background: #a3231f; }
dl { display: grid; grid-template-columns: 8.5em 1fr; gap: .7rem .5rem; margin: 0; }
dt { color: #555; } dd { margin: 0; font-weight: 600; overflow-wrap: anywhere; }
.note { color: #555; font-size: .85rem; line-height: 1.6; margin: 1.2rem 0 0; }
@media print { * { print-color-adjust: exact; } }
`;

const pageOf = (title: string, style: string, main: string): string => `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${title}</title>
<style>
html { font-family: ${CHINESE_FONTS}; }
${style.trim()}
</style>
</head>
<body>
<main>
${main}
</main>
</body>
</html>
`;

const item = ([term, value]: readonly [string, string]): string => `<dt>${term}</dt><dd>${escapeHtml(value)}</dd>`;

const optional = (term: string, value: string | undefined): (readonly [string, string])[] =>
  value === undefined ? [] : [[term, value]];

/** `2026-03-17` as `2026年3月17日`. */
const chineseDay = (day: string): string => {
  const [year, month, date] = day.split('-').map(Number);
  return `${year}年${month}月${date}日`;
};
