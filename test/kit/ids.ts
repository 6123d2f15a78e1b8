import { type IdKind, identifier } from '../../functions/shared/kernel/identifier.ts';
import { DAZU } from './call.ts';

/** A valid identifier from a small number; those of larger numbers are later. */
export const idOf = (kind: IdKind, number: number, districtId = DAZU): string =>
  identifier(kind, districtId, `01JDXKQ8Z3W5T7V9Y1${String(number).padStart(8, '0')}`);
