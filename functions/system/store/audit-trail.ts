import { z } from 'zod';
import type { Caller } from '../../shared/auth/caller.ts';
import { aggregate } from '../../shared/table/aggregate.ts';
import { auditPage } from '../../shared/table/audit-trail.ts';
import { ConcurrencyConflict } from '../../shared/table/errors.ts';
import { form } from '../../shared/table/form.ts';
import { districtKey, type Key } from '../../shared/table/keys.ts';
import type { Table } from '../../shared/table/table.ts';
import type { Write } from '../../shared/table/write.ts';

/** The chains of the audit, each read by the record that it is of. */

/** That somebody has read the trail of a record; each time is a version, and an entry of the reader's own chain. */
const Reading = z.object({ by: z.string(), recordId: z.string(), at: z.string() });

const readings = aggregate({ head: form('audit-reading', Reading) });

const readingKey = ({ districtId, sub }: Caller): Key['pk'] => districtKey(districtId, 'AUDIT_READING', sub);

export const auditTrail = (table: Table) => ({
  entries: (pk: Key['pk'], limit: number, after: string | undefined) => auditPage(table, pk, limit, after),

  /** The writes that note a reading. */
  async readingWrites(caller: Caller, recordId: string, at: string): Promise<Write[]> {
    const pk = readingKey(caller);
    const before = await readings.load(table, pk);
    return readings.writes({
      actor: caller,
      at,
      action: 'READ_AUDIT',
      reasons: [recordId],
      pk,
      before,
      data: { by: caller.sub, recordId, at },
      listing: { districtId: caller.districtId, collection: 'AUDIT_READINGS' },
      otherwise: () => new ConcurrencyConflict('the same person has read another trail meanwhile'),
    }).writes;
  },
});
