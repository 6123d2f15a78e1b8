import { z } from 'zod';
import type { Aggregate } from './aggregate.ts';
import type { Cause } from './audit.ts';
import type { Key } from './keys.ts';
import type { Table } from './table.ts';

/** 历次版本: every version of a record as it was, with who made it, when and why. */

const Note = z.object({
  /** As the first layout noted it; since then it is when the record was changed. */
  at: z.string().optional(),
  action: z.string(),
  by: z.string(),
  reasons: z.array(z.string()),
  filingId: z.string().optional(),
});

export type Version<D> = z.infer<typeof Note> & { readonly at: string; readonly version: number; readonly data: D };

/** Why a record that keeps its versions changes; what other capabilities hear of it follows from the record itself. */
export interface VersionCause extends Omit<Cause, 'messages'> {
  /** The filing that asked for the change. */
  readonly filingId?: string;
}

/** What is noted of a version with the record. */
export const versionNote = ({ actor, action, reasons = [], filingId }: VersionCause): z.infer<typeof Note> => ({
  action,
  by: actor.sub,
  reasons: [...reasons],
  ...(filingId === undefined ? {} : { filingId }),
});

/**
 * Every version of a record, the first one first. Of a record that is older than the keeping of its versions those are
 * missing that nothing was noted of.
 */
export async function versionsOf<H, B, Brief>(
  table: Table,
  record: Aggregate<H, B, Brief>,
  pk: Key['pk'],
): Promise<Version<H & B>[]> {
  const versions = await record.versions(table, pk);
  return versions.flatMap(({ version, updatedAt, note, data }) => {
    if (note === undefined) return [];
    const { at = updatedAt, ...noted } = Note.parse(note);
    return [{ version, at, ...noted, data }];
  });
}
