import { Problem } from '../../shared/http/problem.ts';
import { packed, unpacked } from '../../shared/kernel/turns.ts';
import type { Lists } from '../../shared/reference/lists/index.ts';
import { readRecords, type SheetForm } from '../../shared/sheet-import/read.ts';
import { onThread } from '../../shared/threads/task.ts';
import { COLUMNS, type Column, HEADINGS } from '../domain/bulk/columns.ts';
import type { SheetLists } from '../domain/bulk/reading.ts';
import type { SheetRow } from '../domain/bulk/row.ts';
import { MAX_ROWS, withRepetitions } from '../domain/bulk/sheet.ts';

/** Lambda takes 6 MB of a request, which are 4.5 MB before base64. */
const MAX_FILE_BYTES = 4 * 1024 ** 2;

/** [designed] What all rows come to as text; they are kept in one transaction, which takes 4 MB. */
const MAX_CONTENT_BYTES = 3 * 1024 ** 2;

const NAMED_BY = new Set(['unifiedSocialCreditCode', 'name', 'legalRepresentative.idNumber']);

const FORM: SheetForm<Column> = {
  headings: HEADINGS,
  named: COLUMNS.filter(({ field }) => NAMED_BY.has(field.join('.'))),
  most: { rows: MAX_ROWS, columns: 60, characters: 2000 },
  remedy: '请下载模板，填写后再上传',
};

/** [designed] What reading a sheet may take, far above what it does take. */
const READING_SECONDS = 15;

/** A sheet of merchants, and what whoever uploaded it should know of how it was read. */
export interface MerchantSheet {
  readonly titles: readonly string[];
  readonly rows: readonly SheetRow[];
  readonly notes: readonly string[];
}

/**
 * The sheet of merchants in a file, read in a thread of the pool.
 *
 * @throws Problem MALFORMED_FILE, TOO_LARGE or BUSY
 */
export async function readMerchants(bytes: Buffer, lists: Lists): Promise<MerchantSheet> {
  if (bytes.length > MAX_FILE_BYTES) throw new Problem('TOO_LARGE', '文件超过 4 MB；请分成几份上传');
  const { rows, ...sheet } = await packedMerchants({ bytes, lists: { markets: lists.markets } });
  return { ...sheet, rows: await unpacked(rows) };
}

/** What is copied to the thread: a file, and the lists that reading it asks for. */
interface SheetFile {
  readonly bytes: Uint8Array;
  readonly lists: SheetLists;
}

const packedMerchants = onThread(import.meta.url, 'merchants', READING_SECONDS, ({ bytes, lists }: SheetFile) => {
  const { header, rows, notes } = readRecords(Buffer.from(bytes), FORM);
  if (Buffer.byteLength(JSON.stringify(rows)) > MAX_CONTENT_BYTES) {
    throw new Problem('TOO_LARGE', '表中文字共超过 3 MB；请分成几份上传');
  }
  const merchants = rows.map(({ no, cells }): SheetRow => ({ no, cells }));
  return { titles: header.cells, notes, rows: packed(withRepetitions(header.cells, merchants, lists)) };
});
