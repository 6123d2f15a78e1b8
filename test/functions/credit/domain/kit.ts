import { type Day, dayOf } from '../../../../functions/credit/domain/day.ts';
import type { Fact } from '../../../../functions/credit/domain/fact.ts';
import { rulebook } from '../../../../functions/credit/domain/rulebook.ts';
import type { Scorecard } from '../../../../functions/credit/domain/scorecard.ts';
import { SHIPPED_SCORECARDS } from '../../../../functions/credit/store/scorecards.ts';
import { shippedOn } from '../../../../functions/shared/reference/reference.ts';

/** The first scorecard. */
export const CARD = SHIPPED_SCORECARDS[0] as Scorecard;
export const TERMS = shippedOn(CARD.effectiveFrom).severityTerms;
export const BOOK = rulebook(CARD, TERMS);

/** A fact `indicator@date`, e.g. `COMPLAINT_UPHELD@2026-03-10`; its id tells its place. */
export function fact(
  text: string,
  more: Partial<Record<'ended' | 'from' | 'until', string>> & Partial<Fact> = {},
): Fact {
  const [indicator = '', date = ''] = text.split('@');
  const { ended, from, until, ...rest } = more;
  const day = (value: string | undefined): Day | undefined => (value === undefined ? undefined : dayOf(value));
  return {
    eventId: `${indicator}@${date}`,
    indicator,
    occurredOn: dayOf(date),
    endedOn: day(ended),
    suspendedFrom: day(from),
    suspendedUntil: day(until),
    ...rest,
  };
}
