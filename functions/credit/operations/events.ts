import { maySee } from '../../shared/auth/caller.ts';
import { districtsOf } from '../../shared/auth/scope.ts';
import type { Operations } from '../../shared/http/api.ts';
import { notFound, Problem, ruleViolation } from '../../shared/http/problem.ts';
import { etag } from '../../shared/http/schemas.ts';
import { danger } from '../../shared/kernel/finding.ts';
import { identifier, parseIdentifier } from '../../shared/kernel/identifier.ts';
import type { Runtime } from '../../shared/runtime.ts';
import type { CreditApi } from '../contract.ts';
import type { CreditEvent } from '../domain/event.ts';
import { recordingFindings } from '../domain/record.ts';
import { cardOn } from '../domain/scorecard.ts';
import { scorecardStore } from '../scorecard-store.ts';
import { today } from '../scoring.ts';
import { creditStore } from '../store.ts';
import { creditEventView } from '../view.ts';
import { accepted, scoringOf, visibleEvent } from './event.ts';

type Events = Pick<Operations<CreditApi>, 'recordCreditEvent' | 'getCreditEvent' | 'listCreditEvents'>;

/** Recording facts, and reading them. */
export function eventOperations(runtime: Runtime): Events {
  const store = creditStore(runtime.table);
  const cards = scorecardStore(runtime.table);
  return {
    recordCreditEvent: async ({ caller, body, at }) => {
      const districtId = parseIdentifier('entity', body.entityId)?.districtId ?? '';
      if (!maySee(caller, { districtId, parties: [] })) throw notFound();
      const subject = await store.subject(body.entityId);
      if (!subject) throw ruleViolation([notFiled(body.entityId)]);
      const card = cardOn(await cards.published(), body.occurredOn);
      const indicator = card.indicators.find(({ code }) => code === body.indicator);
      const findings = recordingFindings({ request: body, subject, card, indicator, today: today(at) });
      if (findings.length > 0) throw ruleViolation(findings);
      const known = await store.recordedFrom(body);
      if (known !== undefined) throw duplicate(body.source.documentNumber, body.indicator, known);
      const id = identifier('creditevent', districtId, runtime.newUlid());
      const event: CreditEvent = {
        ...body,
        id,
        districtId,
        status: 'RECORDED',
        recordedAt: at,
        recordedBy: caller.sub,
      };
      return {
        ...accepted(runtime, event, 1),
        writes: store.record(event, { actor: caller, at, action: 'RECORD', messages: [scoringOf(event, 1)] }),
      };
    },

    getCreditEvent: async ({ caller, params }) => {
      const stored = await visibleEvent(store, caller, params);
      return { body: creditEventView(stored.data), headers: etag(stored.version) };
    },

    listCreditEvents: async ({ caller, query: { status, entityId, districtId, ...query }, at }) => {
      const page = await store.listEvents({
        ...query,
        at,
        status,
        districts: districtsOf(caller, districtId),
        keep: (event) =>
          (entityId === undefined || event.entityId === entityId) &&
          maySee(caller, { ...event, parties: [event.entityId] }),
      });
      return { body: { ...page, items: page.items.map(creditEventView) } };
    },
  };
}

const notFiled = (entityId: string) =>
  danger('NOT_FILED', '/entityId', `主体 ${entityId} 未备案，或刚备案尚未生效（通常几秒内）；请核对编号或稍后重试`);

const duplicate = (documentNumber: string, indicator: string, eventId: string) =>
  new Problem(
    'DUPLICATE',
    `该主体的指标 ${indicator} 已按文书“${documentNumber}”记录为 ${eventId}；同一文书只记一次，请核对文书号`,
  );
