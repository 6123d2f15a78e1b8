import { type Caller, maySee } from '../../shared/auth/caller.ts';
import { etag } from '../../shared/http/schemas.ts';
import { visible } from '../../shared/http/visible.ts';
import type { Message } from '../../shared/outbox/message.ts';
import type { Runtime } from '../../shared/runtime.ts';
import type { Stored } from '../../shared/table/aggregate.ts';
import type { CreditEvent } from '../domain/event.ts';
import { cardOn, type FactIndicator, type Scorecard } from '../domain/scorecard.ts';
import type { creditStore } from '../store/index.ts';
import { mayKnow } from './scope.ts';

type CreditStore = ReturnType<typeof creditStore>;

/** An event of which the caller may know. @throws Problem NOT_FOUND where there is no such event, or not for this caller */
export const knownEvent = (
  store: CreditStore,
  caller: Caller,
  params: Readonly<Record<string, string>>,
): Promise<Stored<CreditEvent>> =>
  visible('creditevent', store.event, (_, { entityId }) => mayKnow(store, caller, entityId, [entityId]))(
    caller,
    params['id'],
  );

/** An event on which the caller's own district decides. @throws Problem NOT_FOUND as `knownEvent` does */
export const visibleEvent = (
  store: CreditStore,
  caller: Caller,
  params: Readonly<Record<string, string>>,
): Promise<Stored<CreditEvent>> =>
  visible('creditevent', store.event, (_, event) => maySee(caller, { ...event, parties: [event.entityId] }))(
    caller,
    params['id'],
  );

/** The indicator of an event by the card of the day on which it occurred. */
export function indicatorOf(event: CreditEvent, cards: readonly Scorecard[]): FactIndicator {
  const indicator = cardOn(cards, event.occurredOn).indicators.find(({ code }) => code === event.indicator);
  if (!indicator || indicator.effect === 'CLEAN_PERIOD') {
    throw new Error(`${event.id} is of an indicator that its card does not have`);
  }
  return indicator;
}

const executionName = (event: CreditEvent, version: number): string => `${event.id}-${version}`;

/** Has the entity scored after a version of one of its events. */
export const scoringOf = (event: CreditEvent, version: number): Message => ({
  type: 'start',
  workflow: 'credit-scoring',
  executionName: executionName(event, version),
  input: { entityId: event.entityId, cause: { type: 'EVENT', id: event.id } },
});

/** The answer to a change of an event: where it is, and the execution that scores its entity. */
export function accepted(runtime: Runtime, event: CreditEvent, version: number) {
  const name = executionName(event, version);
  return {
    body: {
      id: event.id,
      status: event.status,
      execution: { name, arn: runtime.executionArn('credit-scoring', name) },
    },
    headers: { Location: `/v1/credit-events/${event.id}`, ...etag(version) },
  };
}
