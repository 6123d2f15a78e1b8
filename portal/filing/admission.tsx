import { Link } from 'wouter';
import { ADMISSION_STATUS_NAMES, ENTITY_KIND_NAMES, ENTITY_STATUS_NAMES } from '../../functions/events/names.ts';
import { ADMISSION_DEED_NAMES } from '../../functions/filing/domain/names.ts';
import type { Answered } from '../api/call.ts';
import type { AnswerTo } from '../api/contracts.ts';
import { useRead } from '../api/read.ts';
import { useReferenceName } from '../forms/reference-field.tsx';
import { AskedDeed } from '../kit/asked-deed.tsx';
import { AuditLink } from '../kit/audit-link.tsx';
import { Facts } from '../kit/facts.tsx';
import { History } from '../kit/history.tsx';
import { Loaded } from '../kit/loaded.tsx';
import { Card, Page } from '../kit/page.tsx';
import { StateTag, Tag } from '../kit/words.tsx';
import { useMe } from '../shell/me.ts';
import type { ScreenProps } from '../site.ts';

/** How a party of another district stands with this one, and every decision on it. */
export default function Admission({ params: { id = '' } }: ScreenProps) {
  const admission = useRead('GET /v1/admissions/{id}', { path: { id } });
  return <Loaded reading={admission}>{(told) => <Shown told={told} />}</Loaded>;
}

function Shown({
  told: { body: admission, etag = '' },
}: {
  readonly told: Answered<AnswerTo<'GET /v1/admissions/{id}'>>;
}) {
  const { role } = useMe().acting ?? {};
  const districtName = useReferenceName('tenants');
  const { id, name, kind, status, partyStatus, entityId } = admission;
  return (
    <Page
      title={name}
      state={
        <>
          <StateTag state={status} names={ADMISSION_STATUS_NAMES} />
          <Tag>{ENTITY_KIND_NAMES[kind]}</Tag>
        </>
      }
      deeds={
        <>
          {role === 'reviewer' && status === 'ADMITTED' && (
            <AskedDeed
              title="终止互认"
              question={`终止对 ${name} 的互认？`}
              reason="理由"
              route="POST /v1/admissions/{id}/ending"
              requestOf={(reason) => ({ path: { id }, body: { reason }, ifMatch: etag })}
              done={`已终止对 ${name} 的互认`}
            >
              <p>此后本区县的交易不能再指名该主体；已登记的交易不受影响。理由会告知对方。</p>
            </AskedDeed>
          )}
          {role === 'reviewer' && status !== 'ADMITTED' && (
            <Link
              href={`/filing/admissions/new?number=${encodeURIComponent(admission.filingNumber)}`}
              className="button"
            >
              重新办理
            </Link>
          )}
          {role === 'operator' && (
            <Link href={`/filing/entities/${entityId}`} className="button">
              看备案主体
            </Link>
          )}
          <AuditLink id={id} />
        </>
      }
    >
      <div className="columns">
        <div className="column">
          <Card title="原备案">
            <Facts
              facts={[
                ['备案编号', admission.filingNumber],
                ['备案区县', districtName(admission.homeDistrictId)],
                ['状态', <StateTag key="status" state={partyStatus} names={ENTITY_STATUS_NAMES} />],
                ['有效期至', admission.validUntil],
                ['信用等级', admission.grade === undefined ? undefined : `${admission.grade} 级`],
                ['互认区县', districtName(admission.districtId)],
              ]}
            />
          </Card>
        </div>
        <div className="column aside">
          <Card title="历次决定">
            <History
              deeds={admission.decisions.map(({ decision, reason, by, at }) => ({
                at,
                by,
                did: ADMISSION_DEED_NAMES[decision],
                ...(reason !== undefined && { reasons: [reason] }),
              }))}
            />
          </Card>
        </div>
      </div>
    </Page>
  );
}
