import { escapeHtml } from '../http/html.ts';

/**
 * What every printed paper of several sheets has: on each sheet its heading, its number and whose copy it is, repeated as
 * the head of a table is, which every browser does; and the number of the sheet, which stands in the margin from Chromium
 * 131 on. Older ones print it by their own setting “页眉和页脚”.
 */
export interface Paper {
  readonly heading: string;
  /** The number by which people speak of it; absent where the record is older than its kind of numbers. */
  readonly number?: string | undefined;
  /** [designed] Whom each copy is for, e.g. 组货人留存, where practice has several 一式三联; a screen shows the first. */
  readonly copies?: readonly string[];
  /** HTML. */
  readonly content: string;
}

const ORDINALS = ['一', '二', '三'] as const;

const copyName = (holder: string, index: number): string => `第${ORDINALS[index]}联　${holder}`;

/** The paper, once for each copy. */
export const paperHtml = ({ heading, number, copies = [], content }: Paper): string =>
  (copies.length === 0 ? [undefined] : copies.map(copyName))
    .map(
      (copy) => `<div class="paper">
<div class="running"><p><span>${escapeHtml(heading)}</span><span>${escapeHtml(copy ?? '')}</span><span>${escapeHtml(number ?? '')}</span></p></div>
<div class="content">
${content}
</div>
</div>`,
    )
    .join('\n');

/** @param copies how many are printed at once: a browser counts all sheets, whichever copy they are of */
export const paperStyle = (
  copies = 1,
): string => `@page { @bottom-center { content: "第 " counter(page) " 页，共 " counter(pages) " 页${copies > 1 ? `（${ORDINALS[copies - 1]}联合计）` : ''}"; font-size: 8pt; } }
.paper { display: table; width: 100%; table-layout: fixed; }
.running { display: table-header-group; break-inside: avoid; }
.running p { display: flex; justify-content: space-between; gap: 4mm; margin: 0 0 2mm; border-bottom: .2mm solid #666; font-size: 8.5pt; }
.running span { flex: 1 0 auto; }
.running span:nth-child(2) { text-align: center; font-weight: bold; }
.running span:nth-child(3) { text-align: right; }
.content { display: table-row-group; }
@media screen { .paper + .paper { display: none; } }
@media print { .paper + .paper { break-before: page; } }
`;

/** Where whom is to put their seals 盖章处, and who signs by hand. */
export interface Signatures {
  /** Organisations. */
  readonly seals: readonly string[];
  /** People, and the day. */
  readonly signers: readonly string[];
}

export const SIGNATURES_STYLE = `.signatures { display: flex; gap: 4mm; margin-top: 4mm; break-inside: avoid; }
.seal { flex: 1; max-width: 56mm; height: 30mm; border: .2mm dashed #666; padding: 1mm 2mm; position: relative; }
.seal::after { content: "（盖章处）"; position: absolute; inset: 0; display: grid; place-items: center; color: #777; }
.signers { flex: 2; display: flex; flex-wrap: wrap; align-items: end; gap: 0 4mm; }
.signers span { flex: 1 0 44mm; border-bottom: .2mm solid #000; padding: 3mm 0 6mm; }
`;

export const signaturesHtml = ({ seals, signers }: Signatures): string => `<div class="signatures">
${seals.map((who) => `<span class="seal">${who}</span>`).join('')}<div class="signers">${signers.map((who) => `<span>${who}：</span>`).join('')}</div>
</div>`;
