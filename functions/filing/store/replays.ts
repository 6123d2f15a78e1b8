import type { Lists } from '../../shared/reference/lists/index.ts';
import type { Replay } from '../../shared/table/replay.ts';
import { admissionReplay } from './admissions.ts';
import { documentReplay } from './documents.ts';
import { registerReplays } from './register.ts';

/** What filing tells the other capabilities of, announced again from its present state. */
export const replays = ({ documentTypes }: Lists): readonly Replay[] => [
  ...registerReplays,
  admissionReplay,
  documentReplay(documentTypes),
];
