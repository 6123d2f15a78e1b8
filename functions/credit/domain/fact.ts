import type { EntityKind } from '../../events/entity.ts';
import type { Day } from './day.ts';
import type { Severity } from './severity.ts';

/** What the engine needs of one credit event. */
export interface Fact {
  readonly eventId: string;
  /** Code of an indicator of the scorecard. */
  readonly indicator: string;
  readonly occurredOn: Day;
  /** The class its authority gave it, where that is not the scorecard's. */
  readonly severity?: Severity | undefined;
  /** First day on which it no longer counts, because it was repaired. */
  readonly endedOn?: Day | undefined;
  /** First day on which it does not count, because it is objected to; a veto goes on counting. */
  readonly suspendedFrom?: Day | undefined;
  /** First day on which it counts again; absent while the objection is open. */
  readonly suspendedUntil?: Day | undefined;
}

/** What the engine needs of the entity it scores. */
export interface CreditEntity {
  readonly kind: EntityKind;
  /** Day of its first filing; its history begins here. */
  readonly registeredOn: Day;
}
