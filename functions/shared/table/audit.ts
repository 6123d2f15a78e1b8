import { z } from 'zod';
import type { Caller } from '../auth/caller.ts';
import { belonging } from '../correlation.ts';
import { sha256 } from '../digest.ts';
import type { Message } from '../outbox/message.ts';
import type { Workflow } from '../outbox/workflows.ts';
import { form, readForm } from './form.ts';
import type { Key } from './keys.ts';
import { versionKey } from './keys.ts';
import type { StoredItem } from './table.ts';
import { create, type Write } from './write.ts';

interface SystemActor {
  readonly sub: string;
  readonly role: 'system';
}

/**
 * Who did it: a person with all that was known of whom it acted for, since in which district and in whose name somebody
 * acted can be asked of nobody later; or the system.
 */
export type Actor = Caller | SystemActor;

/**
 * Signs what the system does by itself, e.g. `workflow:filing`. The spelling stays in audit chains for ever; entries from
 * before it was one carry others.
 *
 * @param name of the workflow, of the file in `schedules/`, of the subscriber's function, or of the command
 */
export const systemActor = <Kind extends 'workflow' | 'schedule' | 'subscriber' | 'command'>(
  kind: Kind,
  name: Kind extends 'workflow' ? Workflow : string,
): SystemActor => ({ sub: `${kind}:${name}`, role: 'system' });

/** Who changes a record, when, what the change is called in the audit trail, and what it asks of the rest of the system. */
export interface Cause<Action extends string = string> {
  readonly actor: Actor;
  /** ISO 8601. */
  readonly at: string;
  /** Stable English verb, e.g. `APPROVE`. */
  readonly action: Action;
  /** What was said for it, codes of what was refused, or the name of an error. */
  readonly reasons?: readonly string[];
  readonly messages?: readonly Message[];
}

/**
 * One entry of the append-only audit table: what changed an aggregate from one version to the next. It holds a digest of
 * the content, not the content, so that the trail carries no personal data. `hash` covers the entry and the hash before
 * it, its form too: no entry can be altered or dropped without breaking the chain, and none is ever rewritten.
 */
const Entry = z.object({
  pk: z.string(),
  sk: z.string(),
  /** Absent in what was written before there was a second one, or entries said it. */
  form: z.int().optional(),
  version: z.int(),
  at: z.string(),
  /** Some entries of before December 2026 name a person by `sub` and `role` alone. A role that there is no more stays. */
  actor: z.object({
    sub: z.string(),
    role: z.string(),
    districtId: z.string().optional(),
    entityId: z.string().optional(),
    assignmentId: z.string().optional(),
    authority: z.string().optional(),
    bankCode: z.string().optional(),
  }),
  action: z.string(),
  reasons: z.array(z.string()),
  contentHash: z.string(),
  previousHash: z.string(),
  hash: z.string(),
  /** The request, clock or command that everything began with; absent in entries from before it was noted. */
  correlation: z.object({ correlationId: z.string(), causationId: z.string() }).optional(),
});

export type AuditEntry = Readonly<z.infer<typeof Entry>>;

const ENTRY = form('audit-entry', Entry);

/** An entry as it is kept, of whatever form; its hash is that of what is kept. */
export type KeptEntry = Readonly<Record<string, unknown>>;

/** @throws WrittenByLaterRelease */
export const entryIn = (kept: KeptEntry): AuditEntry => readForm(ENTRY, kept, kept['form']);

/** What the first entry of a chain points to. */
export const CHAIN_START = '0'.repeat(64);

export function auditEntry(
  change: Pick<AuditEntry, 'version' | 'at' | 'action' | 'previousHash'> & {
    pk: Key['pk'];
    actor: Actor;
    reasons: readonly string[];
    content: unknown;
  },
): AuditEntry {
  const { content, reasons, ...rest } = change;
  const entry = {
    ...rest,
    ...belonging(),
    form: ENTRY.version,
    reasons: [...reasons],
    sk: versionKey(change.version),
    contentHash: sha256(content),
  };
  return { ...entry, hash: sha256(entry) };
}

export const auditWrite = (entry: AuditEntry, otherwise: () => Error): Write =>
  create({ ...entry }, otherwise, 'audit');

/** A kind of record that keeps each of its versions in an item of its own, and has no current record beside them. */
export interface AuditedLog {
  /** What the sort keys of its items begin with. */
  readonly prefix: string;
  /** Whether an item under that prefix is one of its versions. */
  readonly holds: (item: StoredItem) => boolean;
  /** The version as its audit entry describes it. */
  readonly read: (item: StoredItem) => { readonly version: number; readonly auditHash: string; readonly data: unknown };
}
