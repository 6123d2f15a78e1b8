import { isCityWide, maySee } from '../shared/auth/caller.ts';
import { districtsOf } from '../shared/auth/scope.ts';
import { restApi } from '../shared/http/api.ts';
import { notFound, Problem, ruleViolation } from '../shared/http/problem.ts';
import { etag } from '../shared/http/schemas.ts';
import { danger } from '../shared/kernel/finding.ts';
import { CITY, identifier, parseIdentifier } from '../shared/kernel/identifier.ts';
import { awsRuntime, type Runtime } from '../shared/runtime.ts';
import { ConcurrencyConflict } from '../shared/table/errors.ts';
import { creditApi } from './contract.ts';
import type { CreditEvent } from './domain/event.ts';
import { recordingFindings } from './domain/record.ts';
import { progressOf } from './domain/run.ts';
import { cardOn } from './domain/scorecard.ts';
import { SHIPPED_SCORECARDS } from './domain/scorecards.ts';
import { runStore } from './run-store.ts';
import { assess, today } from './scoring.ts';
import { creditStore } from './store.ts';
import { assessmentView, creditEventView, pastStandingView } from './view.ts';

export const build = (runtime: Runtime) => {
  const store = creditStore(runtime.table);
  const runs = runStore(runtime.table);
  const execution = (name: string) => ({ name, arn: runtime.executionArn('credit-scoring', name) });

  return restApi(
    creditApi,
    {
      recordCreditEvent: async ({ caller, body, at }) => {
        const districtId = parseIdentifier('entity', body.entityId)?.districtId ?? '';
        if (!maySee(caller, { districtId, parties: [] })) throw notFound();
        const subject = await store.subject(body.entityId);
        if (!subject) throw ruleViolation([notFiled(body.entityId)]);
        const card = cardOn(SHIPPED_SCORECARDS, body.occurredOn);
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
          body: { id, status: event.status, execution: execution(`${id}-1`) },
          headers: { Location: `/v1/credit-events/${id}` },
          writes: store.record(event, {
            actor: caller,
            at,
            action: 'RECORD',
            messages: [scoringOf(event, 1)],
          }),
        };
      },

      getCreditEvent: async ({ caller, params }) => {
        const stored = await store.event(params['id'] ?? '');
        if (!stored || !maySee(caller, { ...stored.data, parties: [stored.data.entityId] })) throw notFound();
        return { body: creditEventView(stored.data), headers: etag(stored.version) };
      },

      listCreditEvents: async ({ caller, query: { status, entityId, districtId, ...page } }) => {
        const { items, nextCursor } = await store.listEvents({
          ...page,
          status,
          districts: districtsOf(caller, districtId),
          keep: (event) =>
            (entityId === undefined || event.entityId === entityId) &&
            maySee(caller, { ...event, parties: [event.entityId] }),
        });
        return { body: { items: items.map(creditEventView), nextCursor } };
      },

      getCredit: async ({ caller, params, query, at }) => {
        const entityId = params['id'] ?? '';
        const districtId = parseIdentifier('entity', entityId)?.districtId ?? '';
        if (!maySee(caller, { districtId, parties: [entityId] })) throw notFound();
        const subject = await store.subject(entityId);
        if (!subject) throw notFound();
        const asOf = query.asOf ?? today(at);
        if (asOf < subject.registeredOn || asOf > today(at)) {
          throw new Problem(
            'BAD_PARAMETER',
            `asOf ${asOf} 不在可评分的日期之内；该主体自备案日 ${subject.registeredOn} 起至今天 ${today(at)} 有信用分`,
          );
        }
        const [events, history] = await Promise.all([store.events(entityId), store.history(entityId)]);
        return {
          body: {
            entityId,
            asOf,
            ...assessmentView(assess(subject, events, asOf)),
            history: history.filter((past) => today(past.at) <= asOf).map(pastStandingView),
          },
        };
      },

      listScorecards: async () => ({ body: { items: [...SHIPPED_SCORECARDS], nextCursor: null } }),

      startCreditRun: async ({ caller, at }) => {
        const districtId = isCityWide(caller) ? CITY : caller.districtId;
        const id = identifier('creditrun', districtId, runtime.newUlid());
        return {
          body: { id, status: 'RUNNING' as const, execution: execution(id) },
          headers: { Location: `/v1/credit-runs/${id}` },
          writes: runs.start(
            {
              id,
              districtId,
              districtIds: districtsOf(caller, undefined),
              status: 'RUNNING',
              startedAt: at,
              startedBy: caller.sub,
            },
            caller,
            () => new ConcurrencyConflict('a run of the same identifier exists'),
          ),
        };
      },

      getCreditRun: async ({ caller, params }) => {
        const stored = await runs.run(params['id'] ?? '');
        if (!stored || !maySee(caller, { ...stored.data, parties: [] })) throw notFound();
        return { body: progressOf(stored.data, await runs.finishedBatches(stored.data)) };
      },
    },
    runtime,
  );
};

/** The execution that scores an entity after a change of one of its events. */
const scoringOf = (event: CreditEvent, version: number) => ({
  type: 'start' as const,
  workflow: 'credit-scoring' as const,
  executionName: `${event.id}-${version}`,
  input: { entityId: event.entityId, cause: { type: 'EVENT', id: event.id } },
});

const notFiled = (entityId: string) =>
  danger('NOT_FILED', '/entityId', `主体 ${entityId} 未备案，或刚备案尚未生效（通常几秒内）；请核对编号或稍后重试`);

const duplicate = (documentNumber: string, indicator: string, eventId: string) =>
  new Problem(
    'DUPLICATE',
    `该主体的指标 ${indicator} 已按文书“${documentNumber}”记录为 ${eventId}；同一文书只记一次，请核对文书号`,
  );

export const handler = build(awsRuntime());
