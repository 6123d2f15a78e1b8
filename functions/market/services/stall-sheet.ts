import { recordReader } from '../../shared/sheet-import/on-thread.ts';
import { MAX_STALLS } from '../domain/roster.ts';
import { HEADINGS } from '../domain/sheet.ts';

/** Reads a sheet of stalls. @throws Problem MALFORMED_FILE, TOO_LARGE or BUSY */
export const readStalls = recordReader(
  import.meta.url,
  'stalls',
  {
    headings: HEADINGS,
    named: ['building', 'number'],
    most: { rows: MAX_STALLS, columns: 40, characters: 500 },
    remedy: '表头须有“区（楼）”和“摊位号”',
  },
  ({ rows }) => rows,
);
