import { z } from 'zod';
import { ConcurrencyConflict } from '../../shared/table/errors.ts';
import { CURRENT, districtKey } from '../../shared/table/keys.ts';
import type { Table } from '../../shared/table/table.ts';
import { create, update, type Write } from '../../shared/table/write.ts';

const Counter = z.object({ last: z.int() });

/**
 * The next number of a series, `<prefix><district><year><six digits>`, and the write that takes it. The write belongs to
 * the transaction of the record that bears the number, so that the series has no gaps and no doubles.
 */
export async function nextNumber(
  table: Table,
  districtId: string,
  prefix: string,
  today: string,
): Promise<{ number: string; write: Write }> {
  const series = `${prefix}${districtId}${today.slice(0, 4)}`;
  const key = { pk: districtKey(districtId, 'COUNTER', series), sk: CURRENT };
  const item = await table.get(key);
  const last = item ? Counter.parse(item).last : 0;
  const taken = () => new ConcurrencyConflict(`another record took the next number of ${series}`);
  const names = { '#last': 'last' };
  const write = item
    ? update(
        key,
        'SET #last = :next',
        { expression: '#last = :last', names, values: { ':last': last } },
        taken,
        {},
        {
          ':next': last + 1,
        },
      )
    : create({ ...key, last: 1 }, taken);
  return { number: `${series}${String(last + 1).padStart(6, '0')}`, write };
}
