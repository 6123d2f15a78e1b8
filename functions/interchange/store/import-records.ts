import { z } from 'zod';
import { Caller } from '../../shared/auth/caller.ts';
import { executionName, isOverdue } from '../../shared/kernel/attempt.ts';
import { named } from '../../shared/kernel/named.ts';
import { COMMIT_MODE_NAMES } from '../../shared/kernel/names.ts';
import { FaultJson, Outcome } from '../domain/import.ts';
import { IMPORT_KIND_NAMES, IMPORT_STATUS_NAMES } from '../domain/names.ts';

/** A commit that a workflow carries out; its trades stand in slices beside the import. */
const Commitment = z.object({
  /** Names its slices: of two commits at once, one finds its own. */
  id: z.string(),
  mode: named(COMMIT_MODE_NAMES),
  /** In whose name the trades are registered. */
  caller: Caller,
  acceptedWarnings: z.array(z.string()),
  sliceCount: z.int(),
  tradeCount: z.int(),
  /** When its execution was started, or started again. */
  startedAt: z.string().optional(),
  /** How often it was taken up again after its execution broke off. */
  restarts: z.int().optional(),
});

/** An uploaded sheet; its rows stand in chunks beside it. */
export const Import = z.object({
  id: z.string(),
  districtId: z.string(),
  kind: named(IMPORT_KIND_NAMES),
  status: named(IMPORT_STATUS_NAMES),
  createdBy: z.string(),
  createdAt: z.string(),
  header: z.object({ no: z.int(), cells: z.array(z.string()) }),
  /** As whoever uploaded it calls the file. */
  fileName: z.string().optional(),
  rowCount: z.int(),
  /** How its rows were judged when it was uploaded; absent of what was uploaded before that was noted. */
  preview: z.object({ goodRowCount: z.int(), errorCount: z.int() }).optional(),
  chunkCount: z.int(),
  /** How the file was read, for whoever uploaded it. */
  notes: z.array(z.string()).optional(),
  /** How often a commit was begun and taken back. */
  attempt: z.int(),
  commitment: Commitment.optional(),
  /** Why the last commit of all or nothing was taken back, the first 500. */
  takenBack: z.array(FaultJson).optional(),
  outcome: Outcome.optional(),
  /** Name of the error that registering broke off with. */
  error: z.string().optional(),
});

export type Commitment = z.infer<typeof Commitment>;
export type Import = z.infer<typeof Import>;

/** The name of the execution that registers a commit: one for each time that it was started. */
export const executionNameOf = ({ id, attempt, commitment }: Pick<Import, 'id' | 'attempt' | 'commitment'>): string =>
  executionName(`${id}-${attempt}`, (commitment?.restarts ?? 0) + 1);

/** [designed] Hours after which an execution is over, whatever became of it: its TimeoutSeconds come to a day. */
const LONGEST_HOURS = 25;

/** How an import stands: one whose execution cannot be running any more has failed, though nobody could say so. */
export const statusAt = ({ status, commitment, createdAt }: Import, at: string): Import['status'] =>
  status === 'COMMITTING' && isOverdue(commitment?.startedAt ?? createdAt, LONGEST_HOURS, at) ? 'FAILED' : status;
