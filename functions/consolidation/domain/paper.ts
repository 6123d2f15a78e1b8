import { type Consolidation, PRINTABLE } from './consolidation.ts';

/** 作废: when the papers of a plan ceased to be in force, and why, where somebody said so. */
export interface Voided {
  /** ISO 8601. */
  readonly at: string;
  readonly reason?: string;
}

/** A version of a consolidation, and why it was made. */
interface PastVersion {
  readonly at: string;
  readonly reasons: readonly string[];
  readonly data: Consolidation;
}

/** A consolidation as the papers of one of its plans have it. */
export interface PlanInForce {
  readonly consolidation: Consolidation;
  /** Absent while the plan is in force, as it is while a change of it is still being planned. */
  readonly voided?: Voided;
}

/**
 * The consolidation as it stood when one of its plans was last in force, with the seals of then.
 *
 * @param versions every version that is kept, the first one first
 * @returns undefined where no version had that plan
 */
export function whilePlanned(versions: readonly PastVersion[], revision: number): PlanInForce | undefined {
  const isOf = ({ data }: PastVersion): boolean => data.revision === revision;
  const last = versions.findLastIndex((one) => isOf(one) && PRINTABLE.includes(one.data.status));
  const found = versions[last];
  if (!found) return undefined;
  const after = versions.slice(last + 1);
  const end = after.findIndex((one) => !isOf(one) || one.data.status === 'CANCELLED');
  const ending = after[end];
  if (!ending) return { consolidation: found.data };
  const reason = after.slice(0, end + 1).findLast(({ reasons }) => reasons.length > 0)?.reasons[0];
  return { consolidation: found.data, voided: { at: ending.at, ...(reason === undefined ? {} : { reason }) } };
}
