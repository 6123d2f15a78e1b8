import { comparableNumber } from '../../shared/kernel/comparison.ts';
import { ConcurrencyConflict } from '../../shared/table/errors.ts';
import type { Migration } from '../../shared/table/migration.ts';
import type { StoredItem } from '../../shared/table/table.ts';
import { put, remove } from '../../shared/table/write.ts';
import { numberKey } from './index.ts';

/** What the trace kept in the first layout: numbers of which only blanks and letter case did not count. */

const numberIn = ({ pk }: StoredItem): string => pk.split('#').slice(3).join('#');

const changed = (): Error => new ConcurrencyConflict('the item was changed while it was migrated');

const numbers: Migration = {
  kind: 'TRACE_NUMBER',
  isOld: (item) => comparableNumber(numberIn(item)) !== numberIn(item),
  migrate: ({ pk, sk, ...rest }) => {
    const number = numberIn({ pk, sk });
    const districtId = pk.split('#')[1] ?? '';
    return {
      writes: [
        ...(comparableNumber(number) === '' ? [] : [put({ ...rest, ...numberKey(districtId, number, sk) })]),
        remove({ pk, sk }, { expression: 'attribute_exists(pk)' }, changed),
      ],
    };
  },
};

export const migrations: readonly Migration[] = [numbers];
