import { describe, expect, it } from 'vitest';
import { readGrid } from '../../functions/interchange/services/imports/grid.ts';
import { csvOf } from '../../functions/shared/sheet/csv.ts';
import { xlsxOf } from '../../functions/shared/sheet/sheet.ts';
import { fixture } from '../functions/interchange/messages.ts';
import { readOrRefusedInTime } from '../functions/shared/hostile-sheet.ts';
import { HOSTILE_SHEETS } from '../kit/hostile.ts';

describe('a sheet of 10,000 rows', () => {
  it('is read the same as CSV and as XLSX', async () => {
    const [titles = [], ...lines] = fixture('trade-lines.csv')
      .slice(1)
      .trim()
      .split(/\r?\n/)
      .map((line) => line.split(','));
    const rows = [titles, ...Array.from({ length: 10_000 }, (_, index) => lines[index % lines.length] ?? [])];
    const csv = await readGrid(Buffer.from(csvOf(rows)));
    expect(csv.rows).toHaveLength(10_000);
    const xlsx = await xlsxOf([{ name: '1', rows, widths: titles.map(() => 10) }]);
    expect(await readGrid(xlsx)).toEqual(csv);
  });
});

describe('a sheet that was made to take long', () => {
  it.each(Object.keys(HOSTILE_SHEETS))(
    '%s is read or refused by what it is, while others are served',
    readOrRefusedInTime,
  );
});
