import { CreditFactRecorded } from '../../events/credit.ts';
import { danger, type Finding, notYet } from '../../shared/kernel/finding.ts';
import { identifier, parseIdentifier } from '../../shared/kernel/identifier.ts';
import { announce, type Message } from '../../shared/outbox/message.ts';
import type { RowOf } from '../../shared/reference/lists/index.ts';
import type { Runtime } from '../../shared/runtime.ts';
import type { Actor } from '../../shared/table/audit.ts';
import type { Write } from '../../shared/table/write.ts';
import { dateOf, dayInChina } from '../domain/day.ts';
import type { CreditEvent, CreditEventRequest } from '../domain/event.ts';
import { objectionUntil } from '../domain/objection.ts';
import { recordingFindings } from '../domain/rules/index.ts';
import { cardOn, type FactIndicator, isLoss, isOfFacts } from '../domain/scorecard.ts';
import type { Subject } from '../domain/subject.ts';
import { creditStore } from '../store/index.ts';
import { scorecardStore } from '../store/scorecards.ts';
import { scoringOf } from './event.ts';
import { today } from './scoring.ts';

/** What comes of a fact that is to be recorded. */
export type Recorded =
  | { readonly outcome: 'REFUSED'; readonly findings: readonly Finding[] }
  /** The document has established the same fact of the entity before. */
  | { readonly outcome: 'KNOWN'; readonly eventId: string }
  | { readonly outcome: 'RECORDED'; readonly event: CreditEvent; readonly writes: readonly Write[] };

/** Holds a fact against the rules of recording; nothing is kept until the writes are committed. */
export async function record(
  runtime: Runtime,
  request: CreditEventRequest,
  actor: Actor,
  at: string,
): Promise<Recorded> {
  const store = creditStore(runtime.table);
  const subject = await store.subject(request.entityId);
  if (!subject) return { outcome: 'REFUSED', findings: [notFiled(request.entityId)] };
  const card = cardOn(await scorecardStore(runtime.table).published(), request.occurredOn);
  const indicator = card.indicators.find(({ code }) => code === request.indicator);
  const { severityTerms, plausibleDates } = await runtime.reference.on(request.occurredOn);
  const findings = recordingFindings({
    request,
    subject,
    card,
    indicator,
    severityTerms,
    plausibleDates,
    today: today(at),
  });
  if (findings.length > 0) return { outcome: 'REFUSED', findings };
  const eventId = await store.recordedFrom(request);
  if (eventId !== undefined) return { outcome: 'KNOWN', eventId };
  const districtId = parseIdentifier('entity', request.entityId)?.districtId ?? '';
  const event: CreditEvent = {
    ...request,
    id: identifier('creditevent', districtId, runtime.newUlid()),
    districtId,
    status: 'RECORDED',
    recordedAt: at,
    recordedBy: actor.sub,
  };
  const { creditTerms } = await runtime.reference.at(at);
  const messages = [
    scoringOf(event, 1),
    ...(indicator && isOfFacts(indicator) ? [told(event, subject, indicator, creditTerms)] : []),
  ];
  const writes = store.record(event, { actor, at, action: 'RECORD', messages });
  return { outcome: 'RECORDED', event, writes };
}

/** A fact is told to whom it is of, before and whether or not it moves anything: the term to object runs from now. */
const told = (
  { id: eventId, districtId, entityId, occurredOn, source, recordedAt: at }: CreditEvent,
  { name }: Pick<Subject, 'name'>,
  indicator: FactIndicator,
  terms: RowOf<'creditTerms'>,
): Message =>
  announce(CreditFactRecorded, {
    eventId,
    districtId,
    version: 1,
    at,
    entityId,
    name,
    indicatorName: indicator.name,
    effect: indicator.effect,
    occurredOn,
    authority: source.authority,
    documentNumber: source.documentNumber,
    ...(isLoss(indicator) && { objectUntil: dateOf(objectionUntil(dayInChina(at), terms)) }),
  });

const notFiled = (entityId: string) =>
  danger(
    'NOT_FILED',
    '/entityId',
    notYet(`主体 ${entityId} 未备案，或刚备案尚未生效（通常几秒内）`, '请核对编号或稍后重试'),
  );
