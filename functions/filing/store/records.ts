import { type IdKind, parseIdentifier } from '../../shared/kernel/identifier.ts';
import type { Message } from '../../shared/outbox/message.ts';
import type { Task } from '../../shared/table/aggregate.ts';
import type { Actor } from '../../shared/table/audit.ts';
import { ConcurrencyConflict } from '../../shared/table/errors.ts';
import { districtKey, type Key } from '../../shared/table/keys.ts';

/** The partition of a record; the identifier carries its district. */
export const partitionOf = (kind: IdKind, id: string): Key['pk'] =>
  districtKey(parseIdentifier(kind, id)?.districtId ?? '', kind.toUpperCase(), id);

/** Who changes a record, when and how, and what the change asks of the rest of the system. */
export interface Deed {
  readonly actor: Actor;
  /** ISO 8601. */
  readonly at: string;
  /** Stable English verb, e.g. `APPROVE`. */
  readonly action: string;
  readonly reasons?: readonly string[];
  readonly messages?: readonly Message[];
  /** The person's task that the record has from now on. */
  readonly task?: Task | undefined;
  /** The filing that asked for the change. */
  readonly filingId?: string;
}

export const changed = (): Error => new ConcurrencyConflict('the record is no longer as it was read');
