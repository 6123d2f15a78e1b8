import { danger, type Finding, notYet } from '../../shared/kernel/finding.ts';
import { identifier, parseIdentifier } from '../../shared/kernel/identifier.ts';
import type { Runtime } from '../../shared/runtime.ts';
import type { Actor } from '../../shared/table/audit.ts';
import type { Write } from '../../shared/table/write.ts';
import type { CreditEvent, CreditEventRequest } from '../domain/event.ts';
import { recordingFindings } from '../domain/rules/index.ts';
import { cardOn } from '../domain/scorecard.ts';
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
  const writes = store.record(event, { actor, at, action: 'RECORD', messages: [scoringOf(event, 1)] });
  return { outcome: 'RECORDED', event, writes };
}

const notFiled = (entityId: string) =>
  danger(
    'NOT_FILED',
    '/entityId',
    notYet(`主体 ${entityId} 未备案，或刚备案尚未生效（通常几秒内）`, '请核对编号或稍后重试'),
  );
