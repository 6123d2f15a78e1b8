import { useQueryClient } from '@tanstack/react-query';
import { Link, useLocation } from 'wouter';
import { PERSONAL_REQUEST_KIND_NAMES, PERSONAL_REQUEST_STATUS_NAMES } from '../../functions/events/names.ts';
import { OUTCOME_NAMES, SUBJECT_NAMES } from '../../functions/people/domain/names.ts';
import type { Answered } from '../api/call.ts';
import type { AnswerTo } from '../api/contracts.ts';
import { useRead } from '../api/read.ts';
import { useSubmission } from '../forms/use-submission.ts';
import { useSay } from '../kit/announcer.tsx';
import { AuditLink } from '../kit/audit-link.tsx';
import { DecisionForm } from '../kit/decision-form.tsx';
import { Facts } from '../kit/facts.tsx';
import { History } from '../kit/history.tsx';
import { Loaded } from '../kit/loaded.tsx';
import { Note } from '../kit/note.tsx';
import { Card, Page } from '../kit/page.tsx';
import { PartyLink } from '../kit/party.tsx';
import { PrintButton } from '../kit/print-button.tsx';
import { StateTag, Tag } from '../kit/words.tsx';
import { useMe } from '../shell/me.ts';
import type { ScreenProps } from '../site.ts';
import { CopyButton } from './copy-button.tsx';

type Told = Answered<AnswerTo<'GET /v1/personal-requests/{id}'>>;

/** One request about personal data: what was asked, the copy, and the answer. */
export default function Request({ params: { id = '' } }: ScreenProps) {
  const request = useRead('GET /v1/personal-requests/{id}', { path: { id } });
  return <Loaded reading={request}>{(told) => <Shown told={told} />}</Loaded>;
}

function Shown({ told }: { readonly told: Told }) {
  const { sub, acting: { role } = {} } = useMe();
  const { body: request } = told;
  const { id, kind, status, by, answer, copyUntil } = request;
  // A copy is for the party, and for the one person who took the request at the counter.
  const mayCopy = kind === 'COPY' && (role === 'merchant' || role === 'agent' || by.sub === sub);
  const path = { id };
  return (
    <Page
      title={request.name}
      state={
        <>
          <StateTag state={status} names={PERSONAL_REQUEST_STATUS_NAMES} />
          <Tag>{PERSONAL_REQUEST_KIND_NAMES[kind]}</Tag>
        </>
      }
      deeds={
        <>
          {mayCopy && (
            <>
              <PrintButton title="打印副本" route="GET /v1/personal-requests/{id}/copy" request={{ path }} />
              <CopyButton id={id} />
            </>
          )}
          <AuditLink id={id} />
        </>
      }
    >
      {copyUntil !== undefined && <Note>副本可取至 {copyUntil}。</Note>}
      <div className="columns">
        <div className="column">
          <Card title="请求">
            <Facts
              facts={[
                ['主体', <PartyLink key="party" id={request.entityId} name={request.name} />],
                ['更正对象', request.about && SUBJECT_NAMES[request.about]],
                ['更正内容', request.says],
                ['事由', request.reason],
                ['答复期限', request.dueOn],
              ]}
            />
          </Card>
        </div>
        <div className="column aside">
          {status === 'OPEN' && (role === 'clerk' || role === 'centreHead') && <Answering told={told} />}
          <Card title="办理过程">
            <History
              deeds={[
                { at: request.askedAt, by: by.sub, did: '提出' },
                ...(answer
                  ? [{ at: answer.at, by: answer.by, did: OUTCOME_NAMES[answer.outcome], reasons: answer.reasons }]
                  : []),
              ]}
            />
          </Card>
          <p>
            <Link href={`/people/views/${request.entityId}`}>谁查阅过该主体的信息</Link>
          </p>
        </div>
      </div>
    </Page>
  );
}

const OPTIONS = [
  { value: 'DONE', title: OUTCOME_NAMES.DONE, hint: '写明改了哪条记录' },
  { value: 'REFUSED', title: OUTCOME_NAMES.REFUSED, hint: '写明为什么' },
] as const;

const PHRASES: readonly string[] = ['已按请求更正', '经核对，原记录无误', '请携带证件原件到窗口核对'];

function Answering({ told: { body, etag = '' } }: { readonly told: Told }) {
  const [, navigate] = useLocation();
  const say = useSay();
  const queries = useQueryClient();
  const { findings, failed, isSending, send } = useSubmission('POST /v1/personal-requests/{id}/answer');
  const answer = async (outcome: 'DONE' | 'REFUSED', reasons: string[]): Promise<void> => {
    if (!(await send({ path: { id: body.id }, body: { outcome, reasons }, ifMatch: etag }))) return;
    say(`${body.name}：${OUTCOME_NAMES[outcome]}`);
    await queries.invalidateQueries();
    navigate('/people/requests?status=OPEN');
  };
  return (
    <DecisionForm
      title="答复"
      options={OPTIONS}
      phrases={PHRASES}
      findings={findings}
      failed={failed}
      isSending={isSending}
      onDecide={(outcome, reasons) => void answer(outcome, reasons)}
      onBack={() => navigate('/people/requests?status=OPEN')}
    />
  );
}
