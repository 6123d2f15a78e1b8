import { addDays } from '../../shared/kernel/calendar.ts';

/** A kind of record as the list of retention has it. */
export interface Term {
  readonly record: string;
  readonly name: string;
  readonly what: string;
  readonly days: number;
  readonly counts: 'SINCE_MADE' | 'SINCE_END';
  readonly erasable: boolean;
  readonly legalBasis?: string | undefined;
}

export interface Held extends Term {
  /** The day until which the newest of them is kept, as things stand; what is erasable is gone by then at the latest. */
  readonly until: string;
}

/** What is kept of a party, and until when. @param ends the last day of the party's filing @param today both `YYYY-MM-DD` */
export const heldUntil = (terms: Iterable<Term>, ends: string, today: string): Held[] =>
  [...terms].map(({ record, name, what, days, counts, erasable, legalBasis }) => ({
    record,
    name,
    what,
    days,
    counts,
    erasable,
    ...(legalBasis !== undefined && { legalBasis }),
    until: addDays(counts === 'SINCE_END' && ends > today ? ends : today, days),
  }));
