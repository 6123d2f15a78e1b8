import type { Replay } from '../../shared/table/replay.ts';
import { standingReplay } from './standings.ts';

/** What credit tells the other capabilities of, announced again from its present state. */
export const replays: readonly Replay[] = [standingReplay];
