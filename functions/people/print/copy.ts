import { CHINESE_FONTS, escapeHtml } from '../../shared/http/html.ts';
import { timeInChina } from '../../shared/kernel/china-time.ts';
import { ROLE_NAMES } from '../../shared/kernel/role.ts';
import type { PageJson } from '../contract/requests.ts';
import { FIELD_WORDS } from './words.ts';

const STYLE = `
@page { size: A4; margin: 14mm; }
body { margin: 0 auto; max-width: 182mm; color: #222; font: 10pt/1.5 ${CHINESE_FONTS}; }
h1 { font-size: 18pt; text-align: center; } h2 { font-size: 13pt; border-bottom: .4mm solid #8a1f1f; break-after: avoid; }
dl { display: grid; grid-template-columns: 44mm 1fr; gap: .6mm 3mm; margin: 0 0 3mm; border-left: .6mm solid #ccc; padding-left: 3mm; }
dt { color: #666; } dd { margin: 0; overflow-wrap: anywhere; } table { width: 100%; border-collapse: collapse; }
th, td { border-bottom: .2mm solid #ccc; text-align: left; overflow-wrap: anywhere; } li { margin: 0; }
`;

/** One part of a copy as people read it, to print. */
export const copyPage = ({
  name,
  entityId,
  at,
  sections,
  audit,
  ways,
  nextCursor,
}: PageJson): string => `<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>个人信息副本</title><style>${STYLE}</style></head><body>
<h1>个人信息副本</h1>
<p>${escapeHtml(name)}（${escapeHtml(entityId)}），${timeInChina(at)}制作。依据个人信息保护法第四十五条，本副本载明下列各部分所保存的信息。</p>
${sections.map(({ title, items }) => `<h2>${escapeHtml(title)}（${items.length}）</h2>\n${items.map(shown).join('\n') || '<p>无</p>'}`).join('\n')}
<h2>操作留痕（${audit.length}）</h2>
<table><tr><th>时间</th><th>记录</th><th>版本</th><th>操作</th><th>操作人</th></tr>
${audit.map(({ at: when, recordId, version, action, by, role }) => row([timeInChina(when), recordId, String(version), action, `${roleName(role)} ${by}`])).join('\n')}
</table>
<h2>如何更正</h2>
<ul>${ways.map(({ title, way }) => `<li>${escapeHtml(title)}：${escapeHtml(way)}</li>`).join('')}</ul>
${nextCursor === null ? '' : '<p>本份未完，其余部分见下一份。</p>'}
</body></html>
`;

const row = (cells: readonly string[]): string =>
  `<tr>${cells.map((cell) => `<td>${escapeHtml(cell)}</td>`).join('')}</tr>`;

const roleName = (role: string): string =>
  role === 'system' ? '系统' : ((ROLE_NAMES as Readonly<Record<string, string>>)[role] ?? role);

/** A value as nested definitions. */
function shown(value: unknown): string {
  if (Array.isArray(value)) return value.map(shown).join('');
  if (typeof value !== 'object' || value === null) return escapeHtml(plain(value));
  const entries = Object.entries(value).map(
    ([field, one]) => `<dt>${escapeHtml(FIELD_WORDS[field] ?? field)}</dt><dd>${shown(one)}</dd>`,
  );
  return `<dl>${entries.join('')}</dl>`;
}

function plain(value: unknown): string {
  if (value === true) return '是';
  if (value === false) return '否';
  if (typeof value === 'string') return value;
  return value === null || value === undefined ? '无' : JSON.stringify(value);
}
