import type { PackingListJson } from '../contract.ts';
import { COLUMNS } from './columns.ts';

/** Excel reads a CSV as UTF-8 only behind a byte order mark. */
const BYTE_ORDER_MARK = '\uFEFF';

/** The packing list as one table, RFC 4180. */
export function packingListCsv({ containers }: PackingListJson): string {
  const header = ['箱序', '箱型', '集装箱号', '封志号', ...COLUMNS.map(([title]) => title)];
  const rows = containers.flatMap((container) => {
    const { no, type, containerNumber = '', sealNumber = '' } = container;
    return container.rows.map((row) => [
      no,
      type,
      containerNumber,
      sealNumber,
      ...COLUMNS.map(([, value]) => value(row)),
    ]);
  });
  return BYTE_ORDER_MARK + [header, ...rows].map((cells) => `${cells.map(cell).join(',')}\r\n`).join('');
}

/** Text that a spreadsheet would take for a formula is led by an apostrophe, which makes it text. */
function cell(value: string | number): string {
  if (typeof value === 'number') return String(value);
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
