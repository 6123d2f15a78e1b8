import { ConsolidationChanged } from '../../events/consolidation.ts';
import { announce } from '../../shared/outbox/message.ts';
import type { Replay } from '../../shared/table/replay.ts';
import { PRINTABLE } from '../domain/consolidation.ts';
import { consolidationChanged } from '../domain/plan-event.ts';
import { CONSOLIDATIONS, consolidationStore, record } from './index.ts';

/** What consolidation tells the other capabilities of, announced again from its present state. */
export const replays: readonly Replay[] = [
  {
    event: ConsolidationChanged.name,
    collection: CONSOLIDATIONS,
    announcements: async (table, items) => {
      const { plan, loaded } = consolidationStore(table);
      const records = await record.wholesOf(table, items);
      return Promise.all(
        records.map(async (stored) => {
          const { data, version, updatedAt } = stored;
          // Where it is planned anew or has ended no plan is in force, and none was told.
          const inForce = PRINTABLE.includes(data.status)
            ? ((await loaded(stored)) ?? (await plan(stored)))
            : undefined;
          const message = announce(ConsolidationChanged, consolidationChanged(data, version, updatedAt, inForce));
          return { record: stored, message };
        }),
      );
    },
  },
];
