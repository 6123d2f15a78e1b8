import form from 'virtual:form/filing/registerAgreement';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { Drafted, DraftNote } from '../forms/drafted.tsx';
import { ErrorSummary } from '../forms/error-summary.tsx';
import { pick } from '../forms/pick.ts';
import { SchemaForm } from '../forms/schema-form.tsx';
import { useDraft, useLeft } from '../forms/use-draft.ts';
import { useJudging } from '../forms/use-judging.ts';
import { useSubmission } from '../forms/use-submission.ts';
import { bodyOf, type Value } from '../forms/value.ts';
import { useSay } from '../kit/announcer.tsx';
import { useKeys } from '../kit/keys.ts';
import { Note } from '../kit/note.tsx';
import { Card, Page } from '../kit/page.tsx';
import { useMe } from '../shell/me.ts';

/** Registers an agreement on paper, or proposes one to its other party. */
export default function NewAgreement() {
  return (
    <Drafted name="agreement">
      <Registering />
    </Drafted>
  );
}

function Registering() {
  const { acting } = useMe();
  const [, navigate] = useLocation();
  const say = useSay();
  const isClerk = acting?.role === 'clerk';
  // A party is one side of its own agreement.
  const own = acting?.role === 'merchant' ? 'merchantId' : acting?.role === 'agent' ? 'tradeOperatorId' : undefined;
  const left = useLeft() as Value;
  const [agreement, setAgreement] = useState<Value>(left ?? (own === undefined ? {} : { [own]: acting?.entityId }));
  const draft = useDraft('委托代理协议', agreement);
  const { findings, failed, isSending, send } = useSubmission('POST /v1/agency-agreements');
  const names = ['merchantId', 'tradeOperatorId', 'agreementNumber', 'signedOn', 'validFrom', 'validUntil'];
  const shown = pick(
    form,
    names.filter((name) => name !== own),
  );
  const request = { body: (bodyOf(form, agreement) ?? {}) as never };
  const judging = useJudging('POST /v1/agency-agreements', request, findings);
  const submit = async (): Promise<void> => {
    const answered = await send(request);
    if (!answered) return;
    void draft.forget();
    say(isClerk ? `已登记协议 ${answered.body.agreementNumber}` : '已向对方提出协议');
    navigate(`/filing/agreements/${answered.body.id}`);
  };
  useKeys([{ keys: ['Ctrl+Enter'], says: '提交', always: true, does: () => void submit() }]);
  return (
    <Page
      title={isClerk ? '登记委托代理协议' : '提出委托代理协议'}
      deeds={
        <button type="button" className="button primary" disabled={isSending} onClick={() => void submit()}>
          {isSending ? '正在提交…' : isClerk ? '登记' : '提出'} <kbd className="only-desk">Ctrl+Enter</kbd>
        </button>
      }
    >
      {findings.length > 0 && (
        <ErrorSummary findings={findings} title={`有 ${findings.length} 处需要修改，内容都已保留`} />
      )}
      {failed !== undefined && <Note tone="bad">{failed}</Note>}
      {!isClerk && <Note>对方接受后协议生效；已有纸质协议的，请到服务中心登记。</Note>}
      <DraftNote draft={draft} />
      <div onBlur={judging.onBlur}>
        <Card>
          <SchemaForm form={shown} value={agreement} onChange={setAgreement} findings={judging.findings} />
        </Card>
      </div>
    </Page>
  );
}
