import { recordReader } from '../../../shared/sheet-import/on-thread.ts';
import { type ColumnKey, HEADINGS } from '../../domain/sheet/columns.ts';
import type { Grid } from '../../domain/sheet/grid.ts';

const read = recordReader<ColumnKey>(
  import.meta.url,
  'grid',
  {
    headings: HEADINGS,
    named: ['name', 'hsCode', 'specification'],
    most: { rows: 19_000, columns: 100, characters: 1000 },
    remedy: '请使用 14 列的联网清单模板',
  },
  ({ rows }) => rows,
);

/**
 * Reads a 联网清单.
 *
 * @returns the grid, and what whoever uploaded it should know of how it was read
 * @throws Problem MALFORMED_FILE, TOO_LARGE, BUSY
 */
export async function readGrid(bytes: Buffer): Promise<Grid & { readonly notes: readonly string[] }> {
  const { header, ...sheet } = await read(bytes, undefined);
  return { ...sheet, header, columns: HEADINGS.columns(header.cells) };
}
