import { useQueryClient } from '@tanstack/react-query';
import { AGREEMENT_STATUS_NAMES } from '../../functions/events/names.ts';
import type { AnswerTo } from '../api/contracts.ts';
import { useRead } from '../api/read.ts';
import { useSubmission } from '../forms/use-submission.ts';
import { useSay } from '../kit/announcer.tsx';
import { AskedDeed } from '../kit/asked-deed.tsx';
import { AuditLink } from '../kit/audit-link.tsx';
import { Facts } from '../kit/facts.tsx';
import { Loaded } from '../kit/loaded.tsx';
import { Note } from '../kit/note.tsx';
import { Card, Page } from '../kit/page.tsx';
import { Party } from '../kit/party.tsx';
import { StateTag, Time } from '../kit/words.tsx';
import { useMe } from '../shell/me.ts';
import type { ScreenProps } from '../site.ts';

type Agreement = AnswerTo<'GET /v1/agency-agreements/{id}'>;

/** An agency agreement: between whom, for how long, and what its parties can do with it. */
export default function AgreementPage({ params: { id = '' } }: ScreenProps) {
  const agreement = useRead('GET /v1/agency-agreements/{id}', { path: { id } });
  return <Loaded reading={agreement}>{({ body }) => <Shown agreement={body} />}</Loaded>;
}

function Shown({ agreement }: { readonly agreement: Agreement }) {
  const { acting } = useMe();
  const { id, status, proposedBy, revocation } = agreement;
  const isFiler = acting?.role === 'clerk' || acting?.role === 'merchant' || acting?.role === 'agent';
  const isProposed = status === 'PROPOSED';
  const isMineToAccept = isProposed && acting?.entityId !== undefined && acting.entityId !== proposedBy;
  return (
    <Page
      title={`委托代理协议 ${agreement.agreementNumber}`}
      state={<StateTag state={status} names={AGREEMENT_STATUS_NAMES} />}
      deeds={
        <>
          <AuditLink id={agreement.id} />
          {isFiler && (isProposed || status === 'IN_FORCE') && (
            <AskedDeed
              title={isMineToAccept ? '不接受' : '撤销'}
              question={isMineToAccept ? '不接受这份协议？' : '撤销这份协议？'}
              reason="理由"
              route="POST /v1/agency-agreements/{id}/revocation"
              requestOf={(reason) => ({ path: { id }, body: { reason } })}
              done={isMineToAccept ? '已告知对方不接受' : '已撤销协议'}
            >
              <p>{isProposed ? '理由会告诉对方。' : '撤销后受托方不能再替委托方办理；已登记的交易不受影响。'}</p>
            </AskedDeed>
          )}
          {isMineToAccept && <Accept id={id} />}
        </>
      }
    >
      {isProposed && !isMineToAccept && <Note tone="wait">等待另一方接受；接受后从协议起期生效。</Note>}
      <Card>
        <Facts
          facts={[
            ['委托方', <Party key="merchant" id={agreement.merchantId} kind="merchant" />],
            ['受托方', <Party key="operator" id={agreement.tradeOperatorId} kind="tradeOperator" />],
            ['签订日期', agreement.signedOn],
            ['有效期', `${agreement.validFrom} 至 ${agreement.validUntil}`],
            [
              '由谁提出',
              proposedBy === undefined
                ? '服务中心按纸质协议登记'
                : proposedBy === agreement.merchantId
                  ? '委托方'
                  : '受托方',
            ],
            ['接受', agreement.acceptedAt === undefined ? undefined : <Time key="at" at={agreement.acceptedAt} />],
          ]}
        />
      </Card>
      {revocation && (
        <Card title="撤销">
          <Facts
            facts={[
              ['理由', revocation.reason],
              ['时间', <Time key="at" at={revocation.at} />],
              ['办理人', revocation.by],
            ]}
          />
        </Card>
      )}
    </Page>
  );
}

function Accept({ id }: { readonly id: string }) {
  const say = useSay();
  const queries = useQueryClient();
  const { findings, failed, isSending, send } = useSubmission('POST /v1/agency-agreements/{id}/acceptance');
  const accept = async (): Promise<void> => {
    if (!(await send({ path: { id } }))) return;
    say('已接受协议');
    await queries.invalidateQueries();
  };
  return (
    <>
      {[...findings.map(({ message }) => message), ...(failed === undefined ? [] : [failed])].map((message) => (
        <Note key={message} tone="bad">
          {message}
        </Note>
      ))}
      <button type="button" className="button primary" disabled={isSending} onClick={() => void accept()}>
        {isSending ? '正在提交…' : '接受协议'}
      </button>
    </>
  );
}
