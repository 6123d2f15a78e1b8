import { lastPart } from '../../../functions/shared/table/keys.ts';

/** What can happen, in the order in which what happens at one instant is told. */
const KINDS = ['change', 'event', 'answer', 'redrive', 'start', 'state', 'error', 'end', 'notice'] as const;

/** One thing that a request brought about: identifiers, codes and instants, no content and no name of a person. */
export interface Happening {
  /** ISO 8601. */
  readonly at: string;
  readonly what: (typeof KINDS)[number];
  readonly says: string;
}

/** By time; of one instant what caused comes before what was caused. */
export const inOrder = (happenings: readonly Happening[]): Happening[] =>
  happenings.toSorted((a, b) => (a.at === b.at ? KINDS.indexOf(a.what) - KINDS.indexOf(b.what) : a.at < b.at ? -1 : 1));

/**
 * The kind of a partition, with its record where that has an identifier of ours: other keys may be made of people's data.
 */
export function recordOf(pk: string): string {
  const [, , kind = ''] = pk.split('#');
  const last = lastPart(pk);
  return /^[a-z-]+-\d{6}-[0-9A-Z]{26}$/.test(last) ? `${kind} ${last}` : kind;
}
