import { Problem } from '../../shared/http/problem.ts';
import { says } from '../../shared/kernel/finding.ts';
import type { Lists } from '../../shared/reference/lists/index.ts';
import { recordReader } from '../../shared/sheet-import/on-thread.ts';
import type { Column } from '../domain/bulk/columns.ts';
import { type FormSheet, sheetOf } from '../domain/bulk/kinds.ts';
import type { SheetLists } from '../domain/bulk/reading.ts';
import type { SheetRow } from '../domain/bulk/row.ts';
import { MAX_ROWS, withRepetitions } from '../domain/bulk/sheet.ts';
import type { BATCH_PURPOSE_NAMES } from '../domain/names.ts';
import { SHEET_KIND_NAMES, type SheetKind } from '../domain/sheet-kind-names.ts';

/** [designed] What all rows come to as text; they are kept in one transaction, which takes 4 MB. */
const MAX_CONTENT_BYTES = 3 * 1024 ** 2;

type Purpose = keyof typeof BATCH_PURPOSE_NAMES;

const readerOf = (kind: SheetKind, purpose: Purpose) => {
  const sheet = (): FormSheet => sheetOf(kind, purpose);
  return recordReader<Column, SheetRow, SheetLists>(
    import.meta.url,
    `${purpose} ${kind}`,
    {
      get headings() {
        return sheet().headings;
      },
      get named() {
        return sheet().named;
      },
      most: { rows: MAX_ROWS, columns: 60, characters: 2000 },
      remedy: '请下载模板，填写后再上传',
    },
    ({ header, rows }, lists) => {
      if (Buffer.byteLength(JSON.stringify(rows)) > MAX_CONTENT_BYTES) {
        throw new Problem('TOO_LARGE', says('表中文字共超过 3 MB', '请分成几份上传'));
      }
      return withRepetitions(sheet(), header.cells, rows, lists);
    },
  );
};

const readersOf = (purpose: Purpose) =>
  Object.fromEntries(
    (Object.keys(SHEET_KIND_NAMES) as SheetKind[]).map((kind) => [kind, readerOf(kind, purpose)]),
  ) as Record<SheetKind, ReturnType<typeof readerOf>>;

const READERS = { FILE: readersOf('FILE'), TAKE_OVER: readersOf('TAKE_OVER') };

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
export async function readSheet(
  kind: SheetKind,
  bytes: Buffer,
  lists: Lists,
  purpose: Purpose = 'FILE',
): Promise<ReadSheet> {
  const { markets, gzswCodes, countries, units, customsCreditTiers } = lists;
  const asked = { markets, gzswCodes, countries, units, customsCreditTiers };
  const { header, rows, notes } = await READERS[purpose][kind](bytes, asked);
  return { titles: header.cells, rows, notes };
}
