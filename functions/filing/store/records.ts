import { type IdKind, parseIdentifier } from '../../shared/kernel/identifier.ts';
import { ConcurrencyConflict } from '../../shared/table/errors.ts';
import { districtKey, type Key } from '../../shared/table/keys.ts';

/** The partition of a record; the identifier carries its district. */
export const partitionOf = (kind: IdKind, id: string): Key['pk'] =>
  districtKey(parseIdentifier(kind, id)?.districtId ?? '', kind.toUpperCase(), id);

export const changed = (): Error => new ConcurrencyConflict('the record is no longer as it was read');
