import type { Timed } from './order.ts';

/** A container was sealed, and perhaps opened again. ISO 8601. */
export interface Sealed {
  readonly sealedAt: string;
  readonly brokenAt?: string;
}

/** The seals of each container. */
export type Seals = ReadonlyMap<string, readonly Sealed[]>;

/** Whether something is said to have been loaded into, or taken out of, a container while it was sealed. */
export function isWhileSealed({ fact, occurredAt }: Timed, seals: Seals): boolean {
  if (fact.visit === undefined || (fact.kind !== 'LOAD' && fact.kind !== 'TAKE_OUT')) return false;
  const at = Date.parse(occurredAt);
  return (seals.get(fact.visit) ?? []).some(
    ({ sealedAt, brokenAt }) => Date.parse(sealedAt) < at && (brokenAt === undefined || at < Date.parse(brokenAt)),
  );
}
