import { Problem } from '../../../shared/http/problem.ts';
import { normaliseText } from '../../../shared/kernel/text.ts';
import { packed, unpacked } from '../../../shared/kernel/turns.ts';
import { sheetRows } from '../../../shared/sheet/sheet.ts';
import { onThread } from '../../../shared/threads/task.ts';
import { type ColumnKey, columnsIn, REQUIRED, titleOf } from '../../domain/sheet/columns.ts';
import type { Grid, Row } from '../../domain/sheet/grid.ts';

/** Lambda takes 6 MB in base64. */
export const MAX_BYTES = 4 * 1024 * 1024;
export const MAX_ROWS = 19_000;
const MAX_CELLS = 100;
const MAX_CELL_LENGTH = 1000;

/** [designed] What reading a sheet may take, far above what it does take. */
const READING_SECONDS = 15;

/** A grid as it passes from thread to thread. */
interface PackedGrid {
  readonly header: Row;
  readonly rows: readonly string[];
}

const packedGrid = onThread(
  import.meta.url,
  'grid',
  READING_SECONDS,
  async (bytes: Uint8Array): Promise<PackedGrid> => {
    const { header, rows } = await gridOf(Buffer.from(bytes));
    return { header, rows: packed(rows) };
  },
);

/**
 * Reads a 联网清单 in a thread of the pool, see `gridOf`.
 *
 * @throws Problem MALFORMED_FILE, TOO_LARGE, BUSY
 */
export async function readGrid(bytes: Buffer): Promise<Grid> {
  requireSize(bytes);
  const { header, rows } = await packedGrid(bytes);
  return { header, places: columnsIn(header.cells), rows: await unpacked(rows) };
}

function requireSize(bytes: Buffer): void {
  if (bytes.length === 0) throw malformed('文件是空的；请选择 联网清单 的 XLSX 或 CSV 文件');
  if (bytes.length > MAX_BYTES) {
    throw new Problem('TOO_LARGE', `文件 ${bytes.length} 字节，至多 ${MAX_BYTES} 字节；请删去图片，或分成几份`);
  }
}

/**
 * Reads a 联网清单 from XLSX, or CSV in UTF-8 (with or without mark) or GBK. The row of titles is found wherever it stands.
 *
 * @throws Problem MALFORMED_FILE, TOO_LARGE
 */
async function gridOf(bytes: Buffer): Promise<Grid> {
  const all = (await sheetRows(bytes, MAX_ROWS)).map((cells, index) => ({
    no: index + 1,
    cells: cells.map(normaliseText),
  }));
  if (all.length > MAX_ROWS) throw new Problem('TOO_LARGE', `一次至多 ${MAX_ROWS} 行；请分成几份`);
  const header = all.find(({ cells }) => isHeader(columnsIn(cells)));
  if (!header) throw missingTitles(all);
  const places = columnsIn(header.cells);
  const rows = all.slice(header.no).filter(({ cells }) => cells.some((cell) => cell !== '') && !isTotal(cells, places));
  if (rows.length === 0) throw malformed(`第 ${header.no} 行是表头，其下没有内容；请填写后重传`);
  const wide = rows.find(
    ({ cells }) => cells.length > MAX_CELLS || cells.some((cell) => cell.length > MAX_CELL_LENGTH),
  );
  if (wide) {
    throw malformed(`第 ${wide.no} 行超过 ${MAX_CELLS} 列，或有一格超过 ${MAX_CELL_LENGTH} 字；请核对分隔符和引号`);
  }
  return { header, places, rows };
}

const malformed = (why: string): Problem => new Problem('MALFORMED_FILE', why);

const isHeader = (places: ReadonlyMap<ColumnKey, number>): boolean => REQUIRED.every((key) => places.has(key));

/** People add a line of totals below. */
const isTotal = (cells: readonly string[], places: ReadonlyMap<ColumnKey, number>): boolean =>
  /^(合计|总计|小计)/.test(cells.find((cell) => cell !== '') ?? '') && (cells[places.get('unit') ?? -1] ?? '') === '';

function missingTitles(rows: readonly Row[]): Problem {
  const found = rows.map(({ cells }) => columnsIn(cells)).toSorted((a, b) => b.size - a.size)[0];
  const missing = REQUIRED.filter((key) => !found?.has(key)).map((key) => `“${titleOf(key)}”`);
  return malformed(`没有找到表头：缺少必填列 ${missing.join('、')}；请使用 14 列的联网清单模板`);
}
