import { Problem } from '../../shared/http/problem.ts';
import { says } from '../../shared/kernel/finding.ts';
import type { Lists } from '../../shared/reference/lists/index.ts';
import { recordReader } from '../../shared/sheet-import/on-thread.ts';
import type { Column } from '../domain/bulk/columns.ts';
import { sheetOf } from '../domain/bulk/kinds.ts';
import type { SheetLists } from '../domain/bulk/reading.ts';
import type { SheetRow } from '../domain/bulk/row.ts';
import { MAX_ROWS, withRepetitions } from '../domain/bulk/sheet.ts';
import { SHEET_KIND_NAMES, type SheetKind } from '../domain/sheet-kinds.ts';

/** [designed] What all rows come to as text; they are kept in one transaction, which takes 4 MB. */
const MAX_CONTENT_BYTES = 3 * 1024 ** 2;

const readerOf = (kind: SheetKind) => {
  const sheet = sheetOf(kind);
  return recordReader<Column, SheetRow, SheetLists>(
    import.meta.url,
    `sheet of ${kind}`,
    {
      headings: sheet.headings,
      named: sheet.named,
      most: { rows: MAX_ROWS, columns: 60, characters: 2000 },
      remedy: '请下载模板，填写后再上传',
    },
    ({ header, rows }, lists) => {
      if (Buffer.byteLength(JSON.stringify(rows)) > MAX_CONTENT_BYTES) {
        throw new Problem('TOO_LARGE', says('表中文字共超过 3 MB', '请分成几份上传'));
      }
      return withRepetitions(sheet, header.cells, rows, lists);
    },
  );
};

const READERS = Object.fromEntries(
  (Object.keys(SHEET_KIND_NAMES) as SheetKind[]).map((kind) => [kind, readerOf(kind)]),
) as Record<SheetKind, ReturnType<typeof readerOf>>;

/** A sheet of forms, and what whoever uploaded it should know of how it was read. */
export interface ReadSheet {
  readonly titles: readonly string[];
  readonly rows: readonly SheetRow[];
  readonly notes: readonly string[];
}

/**
 * The sheet of a kind in a file.
 *
 * @throws Problem MALFORMED_FILE, TOO_LARGE or BUSY
 */
export async function readSheet(kind: SheetKind, bytes: Buffer, lists: Lists): Promise<ReadSheet> {
  const { markets, gzswCodes, countries, units, customsCreditTiers } = lists;
  const asked = { markets, gzswCodes, countries, units, customsCreditTiers };
  const { header, rows, notes } = await READERS[kind](bytes, asked);
  return { titles: header.cells, rows, notes };
}
