import { z } from 'zod';
import { CITY } from '../../shared/kernel/identifier.ts';
import { aggregate, type Stored } from '../../shared/table/aggregate.ts';
import type { Cause } from '../../shared/table/audit.ts';
import { ConcurrencyConflict } from '../../shared/table/errors.ts';
import { form } from '../../shared/table/form.ts';
import { CURRENT, districtKey, type Key } from '../../shared/table/keys.ts';
import type { Table } from '../../shared/table/table.ts';
import type { Write } from '../../shared/table/write.ts';

/** That an operator had work begun again that had failed; each time is a version, and an entry of the audit trail. */
export const Redrive = z.object({
  of: z.enum(['EXECUTION', 'DEAD_LETTER']),
  /** The workflow and the name of an execution, or the identifier of a dead letter. */
  name: z.string(),
  by: z.string(),
  at: z.string(),
});

export type Redrive = z.infer<typeof Redrive>;

/** What was redriven. */
export type Redriven = Pick<Redrive, 'of' | 'name'>;

const record = aggregate({ head: form('redrive', Redrive) });

const redriveKey = ({ of, name }: Redriven): Key['pk'] => districtKey(CITY, 'REDRIVE', of, name);

export const redriveStore = (table: Table) => ({
  /** The latest of each, in their order; undefined of what never was redriven. */
  latest: async (all: readonly Redriven[]): Promise<(Redrive | undefined)[]> => {
    const items = await table.getMany(all.map((one) => ({ pk: redriveKey(one), sk: CURRENT })));
    return items.map((item) => item && record.headOf(item).data);
  },

  redrive: (one: Redriven): Promise<Stored<Redrive> | undefined> => record.load(table, redriveKey(one)),

  writes: (one: Redriven, before: Stored<Redrive> | undefined, cause: Cause<'REDRIVE'>): Write[] =>
    record.writes({
      ...cause,
      pk: redriveKey(one),
      before,
      data: { ...one, by: cause.actor.sub, at: cause.at },
      listing: { districtId: CITY, collection: 'REDRIVES' },
      otherwise: () => new ConcurrencyConflict('it was redriven by another request'),
    }).writes,
});
