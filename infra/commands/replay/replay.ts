import { z } from 'zod';
import { CITY, type DistrictId } from '../../../functions/shared/kernel/identifier.ts';
import { districtKey, type Key } from '../../../functions/shared/table/keys.ts';
import { listPage } from '../../../functions/shared/table/list.ts';
import { type Replay, replayWrite } from '../../../functions/shared/table/replay.ts';
import type { Table } from '../../../functions/shared/table/table.ts';
import { put } from '../../../functions/shared/table/write.ts';

export interface ReplayRun {
  readonly table: Table;
  readonly replays: readonly Replay[];
  readonly districts: readonly DistrictId[];
  /** When it was begun, ISO 8601; it is the run's name too, by which one that was stopped goes on. */
  readonly run: string;
  /** Told after every page. */
  readonly progress?: (announced: Announced) => void;
}

/** Records that were announced again, by event. */
export type Announced = Readonly<Record<string, number>>;

const State = z.object({
  announced: z.record(z.string(), z.number()),
  done: z.array(z.string()),
  cursor: z.string().optional(),
});

const stateKey = (run: string): Key => ({ pk: districtKey(CITY, 'REPLAY'), sk: run });

/** Whether a run of this name was begun. */
export const isBegun = async (table: Pick<Table, 'get'>, run: string): Promise<boolean> =>
  (await table.get(stateKey(run))) !== undefined;

const PAGE = 100;

/**
 * Has every record of the given producers announced again, through the outbox as any change is: relay, bus and subscribers
 * are the ordinary ones, and a subscriber that has the version already changes nothing.
 */
export async function replay({ table, replays, districts, run, progress = () => {} }: ReplayRun): Promise<Announced> {
  const kept = await table.get(stateKey(run));
  let state = State.parse(kept ?? { announced: {}, done: [] });
  const note = async (next: z.infer<typeof State>): Promise<void> => {
    state = next;
    await table.write(put({ ...stateKey(run), ...state }));
    progress(state.announced);
  };
  // One that is stopped before its first page can be gone on with too.
  await note(state);
  for (const { event, collection, announcements } of replays.filter((one) => !state.done.includes(one.event))) {
    for (let more = true; more; ) {
      const page = await listPage(table, {
        districts,
        collection,
        limit: PAGE,
        cursor: state.cursor,
        at: run,
        read: (item) => item,
        keep: () => true,
      });
      const found = await announcements(table, page.items);
      for (const announcement of found) await table.write(replayWrite(announcement, run));
      const announced = { ...state.announced, [event]: (state.announced[event] ?? 0) + found.length };
      more = page.nextCursor !== null;
      await note(
        page.nextCursor === null
          ? { announced, done: [...state.done, event] }
          : { ...state, announced, cursor: page.nextCursor },
      );
    }
  }
  return state.announced;
}
