import { replays as consolidation } from '../../../functions/consolidation/store/replays.ts';
import { replays as credit } from '../../../functions/credit/store/replays.ts';
import { replays as filing } from '../../../functions/filing/store/replays.ts';
import type { Lists } from '../../../functions/shared/reference/lists/index.ts';
import type { Replay } from '../../../functions/shared/table/replay.ts';
import { replays as trade } from '../../../functions/trade/store/replays.ts';

/** The records that are told of by their state; a producing capability's own are registered here. */
export const replaysWith = (lists: Lists): readonly Replay[] => [
  ...filing(lists),
  ...trade,
  ...consolidation,
  ...credit,
];
