import { Problem } from '../../shared/http/problem.ts';
import { says } from '../../shared/kernel/finding.ts';
import type { Lists } from '../../shared/reference/lists/index.ts';
import { recordReader } from '../../shared/sheet-import/on-thread.ts';
import { COLUMNS, type Column, HEADINGS } from '../domain/bulk/columns.ts';
import type { SheetLists } from '../domain/bulk/reading.ts';
import type { SheetRow } from '../domain/bulk/row.ts';
import { MAX_ROWS, withRepetitions } from '../domain/bulk/sheet.ts';

/** [designed] What all rows come to as text; they are kept in one transaction, which takes 4 MB. */
const MAX_CONTENT_BYTES = 3 * 1024 ** 2;

const NAMED_BY = new Set(['unifiedSocialCreditCode', 'name', 'legalRepresentative.idNumber']);

const read = recordReader<Column, SheetRow, SheetLists>(
  import.meta.url,
  'merchants',
  {
    headings: HEADINGS,
    named: COLUMNS.filter(({ field }) => NAMED_BY.has(field.join('.'))),
    most: { rows: MAX_ROWS, columns: 60, characters: 2000 },
    remedy: '请下载模板，填写后再上传',
  },
  ({ header, rows }, lists) => {
    if (Buffer.byteLength(JSON.stringify(rows)) > MAX_CONTENT_BYTES) {
      throw new Problem('TOO_LARGE', says('表中文字共超过 3 MB', '请分成几份上传'));
    }
    return withRepetitions(header.cells, rows, lists);
  },
);

/** A sheet of merchants, and what whoever uploaded it should know of how it was read. */
export interface MerchantSheet {
  readonly titles: readonly string[];
  readonly rows: readonly SheetRow[];
  readonly notes: readonly string[];
}

/**
 * The sheet of merchants in a file.
 *
 * @throws Problem MALFORMED_FILE, TOO_LARGE or BUSY
 */
export async function readMerchants(bytes: Buffer, { markets, gzswCodes }: Lists): Promise<MerchantSheet> {
  const { header, rows, notes } = await read(bytes, { markets, gzswCodes });
  return { titles: header.cells, rows, notes };
}
