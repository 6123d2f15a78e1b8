import { z } from 'zod';
import type { Runtime } from '../../shared/runtime.ts';
import type { Stored } from '../../shared/table/aggregate.ts';
import { systemActor } from '../../shared/table/audit.ts';
import { concluded, type EndedStatus, type Filing, type FilingStatus, revisionOf } from '../domain/filing.ts';
import { releaseWrites } from '../store/claims.ts';
import { filingWrites } from '../store/filings.ts';
import { filingStore } from '../store/index.ts';

/** What the steps of the filing workflow share. */

/** Input of an execution, and of every step. */
export const FilingInput = z.object({ filingId: z.string(), revision: z.int() });

export type FilingInput = z.infer<typeof FilingInput>;

export const SYSTEM = systemActor('workflow', 'filing');

/** The filing in the revision that the execution is for. */
export async function filingOf(runtime: Runtime, { filingId, revision }: FilingInput): Promise<Stored<Filing>> {
  const stored = await filingStore(runtime.table).filing(filingId);
  if (!stored) throw new Error(`there is no ${filingId}`);
  if (revisionOf(stored.data) !== revision) {
    throw new Error(`${filingId} is at revision ${revisionOf(stored.data)}, not ${revision}`);
  }
  return stored;
}

/** A filing in a state that its step does not know how to leave: a fault of the definition, not of a user. */
export const unexpected = (step: string, filing: Filing): Error =>
  new Error(`${step} found ${filing.id} in ${filing.status}`);

/**
 * Ends a filing that waits, for its review unless told otherwise, and gives back what it held. Done before, it changes
 * nothing.
 */
export async function end(
  runtime: Runtime,
  stored: Stored<Filing>,
  data: Filing,
  status: EndedStatus,
  from: FilingStatus = 'PENDING_REVIEW',
): Promise<{ status: EndedStatus }> {
  if (stored.data.status === status) return { status };
  if (stored.data.status !== from) throw unexpected(status, stored.data);
  const cause = { actor: SYSTEM, at: runtime.now().toISOString(), action: status };
  await runtime.table.commit([
    ...filingWrites(stored, concluded(data, status), cause),
    ...(await releaseWrites(runtime.table, stored.data)),
  ]);
  return { status };
}
