import { csvOf } from '../../shared/sheet/csv.ts';
import type { PackingListJson } from '../contract.ts';
import { COLUMNS } from './columns.ts';

/** The packing list as one table. */
export function packingListCsv({ containers }: PackingListJson): string {
  const header = ['箱序', '箱型', '集装箱号', '封志号', ...COLUMNS.map(([title]) => title)];
  const rows = containers.flatMap((container) => {
    const { no, type, containerNumber = '', sealNumber = '' } = container;
    return container.rows.map((row) => [
      no,
      type,
      containerNumber,
      sealNumber,
      ...COLUMNS.map(([, value]) => value(row)),
    ]);
  });
  return csvOf([header, ...rows]);
}
