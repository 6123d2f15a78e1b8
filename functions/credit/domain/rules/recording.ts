import type { RowOf } from '../../../shared/reference/lists/index.ts';
import type { CreditEventRequest } from '../event.ts';
import type { Indicator, Scorecard } from '../scorecard.ts';
import type { SeverityTerms } from '../severity.ts';
import type { Subject } from '../subject.ts';

/** What the rules of recording a fact are asked about. */
export interface Recording {
  readonly request: CreditEventRequest;
  readonly subject: Subject;
  /** The scorecard of the day on which the fact occurred. */
  readonly card: Scorecard;
  /** The named indicator, where the card has it. */
  readonly indicator: Indicator | undefined;
  readonly severityTerms: SeverityTerms;
  /** Between which days dates can lie. */
  readonly plausibleDates: RowOf<'plausibleDates'>;
  /** `YYYY-MM-DD` in China. */
  readonly today: string;
}
