import { Problem } from '../../../shared/http/problem.ts';
import { packed, unpacked } from '../../../shared/kernel/turns.ts';
import { readRecords, type SheetForm } from '../../../shared/sheet-import/read.ts';
import { onThread } from '../../../shared/threads/task.ts';
import { type ColumnKey, HEADINGS } from '../../domain/sheet/columns.ts';
import type { Grid, Row } from '../../domain/sheet/grid.ts';

/** Lambda takes 6 MB in base64. */
export const MAX_BYTES = 4 * 1024 * 1024;
export const MAX_ROWS = 19_000;

const FORM: SheetForm<ColumnKey> = {
  headings: HEADINGS,
  named: ['name', 'hsCode', 'specification'],
  most: { rows: MAX_ROWS, columns: 100, characters: 1000 },
  remedy: '请使用 14 列的联网清单模板',
};

/** [designed] What reading a sheet may take, far above what it does take. */
const READING_SECONDS = 15;

/** A grid as it passes from thread to thread. */
interface PackedGrid {
  readonly header: Row;
  readonly rows: readonly string[];
  readonly notes: readonly string[];
}

const packedGrid = onThread(import.meta.url, 'grid', READING_SECONDS, (bytes: Uint8Array): PackedGrid => {
  const { rows, ...sheet } = readRecords(Buffer.from(bytes), FORM);
  return { ...sheet, rows: packed(rows) };
});

/**
 * Reads a 联网清单 from XLSX, or CSV in UTF-8 (with or without mark) or GBK, in a thread of the pool.
 *
 * @returns the grid, and what whoever uploaded it should know of how it was read
 * @throws Problem MALFORMED_FILE, TOO_LARGE, BUSY
 */
export async function readGrid(bytes: Buffer): Promise<Grid & { readonly notes: readonly string[] }> {
  if (bytes.length > MAX_BYTES) {
    throw new Problem('TOO_LARGE', `文件 ${bytes.length} 字节，至多 ${MAX_BYTES} 字节；请删去图片，或分成几份`);
  }
  const { header, rows, notes } = await packedGrid(bytes);
  return { header, places: HEADINGS.places(header.cells), rows: await unpacked(rows), notes };
}
