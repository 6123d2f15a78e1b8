import { Problem } from '../../shared/http/problem.ts';
import { sheetRows } from '../../shared/sheet/sheet.ts';
import { closestMissing, MAX_HEADING_ROWS, MAX_ROWS, type MerchantSheet, merchantSheet } from '../domain/bulk/sheet.ts';

/** Lambda takes 6 MB of a request, which are 4.5 MB before base64. */
const MAX_FILE_BYTES = 4 * 1024 ** 2;

import { packed, unpacked } from '../../shared/kernel/turns.ts';
import { onThread } from '../../shared/threads/task.ts';

/** [designed] What all rows come to as text; they are kept in one transaction, which takes 4 MB. */
const MAX_CONTENT_BYTES = 3 * 1024 ** 2;

/** [designed] Beyond these, a file is no sheet of merchants, or its quotes are broken. */
const [MAX_COLUMNS, MAX_TITLE, MAX_CELL] = [60, 100, 2000];

/** [designed] What reading a sheet may take, far above what it does take. */
const READING_SECONDS = 15;

/**
 * The sheet of merchants in a file, read in a thread of the pool.
 *
 * @throws Problem MALFORMED_FILE, TOO_LARGE or BUSY
 */
export async function readMerchants(bytes: Buffer): Promise<MerchantSheet> {
  if (bytes.length > MAX_FILE_BYTES) throw new Problem('TOO_LARGE', '文件超过 4 MB；请分成几份上传');
  const { titles, rows } = await packedMerchants(bytes);
  return { titles, rows: await unpacked(rows) };
}

const packedMerchants = onThread(import.meta.url, 'merchants', READING_SECONDS, async (bytes: Uint8Array) => {
  const { titles, rows } = await merchantsIn(Buffer.from(bytes));
  return { titles, rows: packed(rows) };
});

async function merchantsIn(bytes: Buffer): Promise<MerchantSheet> {
  const table = await sheetRows(bytes, MAX_HEADING_ROWS + 2 * MAX_ROWS);
  const sheet = merchantSheet(table);
  if (!sheet) {
    const missing = closestMissing(table).map((title) => `“${title}”`);
    throw malformed(`前 ${MAX_HEADING_ROWS} 行内没有找到表头，缺少列 ${missing.join('、')}`);
  }
  const { titles, rows } = sheet;
  if (titles.length > MAX_COLUMNS || titles.some((title) => title.length > MAX_TITLE)) {
    throw malformed(`表头多于 ${MAX_COLUMNS} 列，或有一格多于 ${MAX_TITLE} 字`);
  }
  if (rows.length === 0) throw malformed('表头以下没有内容');
  if (rows.length > MAX_ROWS)
    throw new Problem('TOO_LARGE', `表中多于 ${MAX_ROWS} 行；请每份至多 ${MAX_ROWS} 户，分次上传`);
  const wide = rows.find(({ cells }) => cells.length > MAX_COLUMNS || cells.some((cell) => cell.length > MAX_CELL));
  if (wide) throw malformed(`第 ${wide.no} 行多于 ${MAX_COLUMNS} 列，或有一格多于 ${MAX_CELL} 字`);
  if (Buffer.byteLength(JSON.stringify(rows)) > MAX_CONTENT_BYTES) {
    throw new Problem('TOO_LARGE', '表中文字共超过 3 MB；请分成几份上传');
  }
  return sheet;
}

const malformed = (what: string): Problem => new Problem('MALFORMED_FILE', `${what}；请下载模板，填写后再上传`);
