import { type Caller, isParty, maySee } from '../../shared/auth/caller.ts';
import { districtsOf, ownersFor } from '../../shared/auth/scope.ts';
import type { Operations } from '../../shared/http/api.ts';
import { notFound, Problem, ruleViolation } from '../../shared/http/problem.ts';
import { etag } from '../../shared/http/schemas.ts';
import { type Taking, takings } from '../../shared/human-task/taking.ts';
import { parseIdentifier } from '../../shared/kernel/identifier.ts';
import type { Runtime } from '../../shared/runtime.ts';
import type { Stored } from '../../shared/table/aggregate.ts';
import { creditEventToJson } from '../contract/credit-json.ts';
import type { CreditApi } from '../contract/index.ts';
import { openAppeal } from '../domain/appeal.ts';
import type { CreditEvent } from '../domain/event.ts';
import { accepted, knownEvent } from '../services/event.ts';
import { record } from '../services/recording.ts';
import { mayKnow } from '../services/scope.ts';
import { creditStore } from '../store/index.ts';

type Events = Pick<Operations<CreditApi>, 'recordCreditEvent' | 'getCreditEvent' | 'listCreditEvents'>;

/** Recording facts, and reading them. */
export function eventOperations(runtime: Runtime): Events {
  const store = creditStore(runtime.table);
  return {
    recordCreditEvent: async ({ caller, body, at }) => {
      if (!(await mayKnow(store, caller, body.entityId, []))) throw notFound();
      const recorded = await record(runtime, body, caller, at);
      if (recorded.outcome === 'REFUSED') throw ruleViolation(recorded.findings);
      if (recorded.outcome === 'KNOWN') throw duplicate(body.source.documentNumber, body.indicator, recorded.eventId);
      return { ...accepted(runtime, recorded.event, 1), writes: recorded.writes };
    },

    getCreditEvent: async ({ caller, params, at }) => {
      const stored = await knownEvent(store, caller, params);
      const taken = await takenOf(caller, [stored], at);
      return { body: creditEventToJson(stored, taken.get(stored.pk)), headers: etag(stored.version) };
    },

    listCreditEvents: async ({ caller, query: { status, entityId, districtId, ...query }, at }) => {
      const districts = districtsOf(caller, districtId, (await runtime.reference.at(at)).tenants);
      const own = ownersFor(caller);
      const page = await store.listEvents({
        ...query,
        at,
        status,
        // An entity's facts are all of its district.
        districts: districts.filter(
          (id) => entityId === undefined || parseIdentifier('entity', entityId)?.districtId === id,
        ),
        owners: entityId === undefined ? own : (own ?? [entityId]).filter((id) => id === entityId),
        keep: (event) =>
          (entityId === undefined || event.entityId === entityId) &&
          maySee(caller, { ...event, parties: [event.entityId] }),
      });
      const taken = await takenOf(caller, page.items, at);
      return { body: { ...page, items: page.items.map((one) => creditEventToJson(one, taken.get(one.pk))) } };
    },
  };

  /** Who is at work on the appeals that wait; told to the offices alone. */
  async function takenOf(
    caller: Caller,
    events: readonly Pick<Stored<CreditEvent>, 'pk' | 'data'>[],
    at: string,
  ): Promise<Map<string, Taking>> {
    if (isParty(caller)) return new Map();
    const waiting = events.filter(({ data }) => openAppeal(data)).map(({ pk }) => pk);
    return takings(runtime.table).of(waiting, at);
  }
}

const duplicate = (documentNumber: string, indicator: string, eventId: string) =>
  new Problem(
    'DUPLICATE',
    `该主体的指标 ${indicator} 已按文书“${documentNumber}”记录为 ${eventId}；同一文书只记一次，请核对文书号`,
  );
