import { Link } from 'wouter';
import {
  CREDIT_EVENT_STATUS_NAMES,
  OBJECTION_OUTCOME_NAMES,
  REPAIR_OUTCOME_NAMES,
} from '../../functions/credit/domain/names.ts';
import type { AnswerTo } from '../api/contracts.ts';
import { useRead } from '../api/read.ts';
import { AuditLink } from '../kit/audit-link.tsx';
import { Facts } from '../kit/facts.tsx';
import { Loaded } from '../kit/loaded.tsx';
import { Card, Page } from '../kit/page.tsx';
import { StateTag, Time } from '../kit/words.tsx';
import { useMe } from '../shell/me.ts';
import type { ScreenProps } from '../site.ts';
import { useIndicatorNames } from './indicators.ts';

type Told = AnswerTo<'GET /v1/credit-events/{id}'>;

/** One fact: where it is from, what was said against it, and how that was decided. */
export default function CreditEvent({ params: { id = '' } }: ScreenProps) {
  const reading = useRead('GET /v1/credit-events/{id}', { path: { id } });
  return <Loaded reading={reading}>{({ body }) => <Shown event={body} />}</Loaded>;
}

function Shown({ event }: { readonly event: Told }) {
  const names = useIndicatorNames();
  const { id, entityId, indicator, occurredOn, source, evidence, status, objection, repair } = event;
  return (
    <Page
      title={names.get(indicator) ?? indicator}
      state={<StateTag state={status} names={CREDIT_EVENT_STATUS_NAMES} />}
      deeds={
        <>
          <AuditLink id={event.id} />
          <Deeds event={event} />
        </>
      }
    >
      <Card title="信息">
        <Facts
          facts={[
            [
              '主体',
              <Link key={id} href={`/credit/entities/${entityId}`}>
                查看信用评价
              </Link>,
            ],
            ['发生日期', occurredOn],
            ['认定机关', source.authority],
            ['文号', source.documentNumber],
            ['文书日期', source.documentDate],
            ['证据', evidence],
            ['记录时间', <Time key={id} at={event.recordedAt} />],
          ]}
        />
      </Card>
      {objection && (
        <Card title="异议">
          <Appeal
            at={objection.at}
            reasons={objection.reasons}
            decideBy={objection.decideBy}
            decision={objection.decision}
          />
        </Card>
      )}
      {repair && (
        <Card title="信用修复">
          <Appeal
            at={repair.at}
            reasons={[`纠正日期 ${repair.correctedOn}`, repair.correction, repair.commitment]}
            decideBy={repair.decideBy}
            decision={repair.decision}
          />
        </Card>
      )}
    </Page>
  );
}

const OUTCOME_NAMES: Readonly<Record<string, string>> = { ...OBJECTION_OUTCOME_NAMES, ...REPAIR_OUTCOME_NAMES };

function Appeal({
  at,
  reasons,
  decideBy,
  decision,
}: {
  readonly at: string;
  readonly reasons: readonly string[];
  readonly decideBy: string;
  readonly decision: { readonly outcome: string; readonly at: string; readonly reasons: readonly string[] } | undefined;
}) {
  return (
    <ol className="history">
      <li>
        <div>
          提出{' '}
          <span className="quiet small">
            <Time at={at} />
          </span>
        </div>
        {reasons.map((reason) => (
          <div key={reason}>{reason}</div>
        ))}
      </li>
      <li>
        {decision ? (
          <>
            <div>
              {OUTCOME_NAMES[decision.outcome]}{' '}
              <span className="quiet small">
                <Time at={decision.at} />
              </span>
            </div>
            {decision.reasons.map((reason) => (
              <div key={reason}>{reason}</div>
            ))}
          </>
        ) : (
          `待决定，期限 ${decideBy}`
        )}
      </li>
    </ol>
  );
}

/** What the reader can do with the fact as it stands. */
function Deeds({ event: { id, status } }: { readonly event: Told }) {
  const { role } = useMe().acting ?? {};
  const isFor = role === 'merchant' || role === 'agent' || role === 'clerk';
  const decides = role === 'reviewer' || role === 'operator';
  return (
    <>
      {isFor && status === 'RECORDED' && (
        <>
          <Link href={`/credit/events/${id}/objection`} className="button">
            提出异议
          </Link>
          <Link href={`/credit/events/${id}/repair`} className="button">
            申请修复
          </Link>
        </>
      )}
      {decides && status === 'DISPUTED' && (
        <Link href={`/credit/events/${id}/decide-objection`} className="button primary">
          决定异议
        </Link>
      )}
      {decides && status === 'REPAIR_REQUESTED' && (
        <Link href={`/credit/events/${id}/decide-repair`} className="button primary">
          决定修复
        </Link>
      )}
    </>
  );
}
