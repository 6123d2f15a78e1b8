import { useState } from 'react';
import { useLocation } from 'wouter';
import type { Answered } from '../api/call.ts';
import type { AnswerTo } from '../api/contracts.ts';
import { useRead } from '../api/read.ts';
import { ErrorSummary } from '../forms/error-summary.tsx';
import { SchemaForm } from '../forms/schema-form.tsx';
import { useSubmission } from '../forms/use-submission.ts';
import { bodyOf, valueOf } from '../forms/value.ts';
import { FindingsList } from '../kit/findings-list.tsx';
import { useKeys } from '../kit/keys.ts';
import { Loaded } from '../kit/loaded.tsx';
import { Note } from '../kit/note.tsx';
import { Card, Page } from '../kit/page.tsx';
import type { ScreenProps } from '../site.ts';
import { formOfKind } from './form.ts';

/** Answers a return: the form as it was filed, what was asked beside it. */
export default function Answer({ params: { id = '' } }: ScreenProps) {
  const filing = useRead('GET /v1/filings/{id}', { path: { id } });
  return <Loaded reading={filing}>{(told) => <Answering told={told} />}</Loaded>;
}

function Answering({
  told: { body: filing, etag = '' },
}: {
  readonly told: Answered<AnswerTo<'GET /v1/filings/{id}'>>;
}) {
  const form = formOfKind(filing.kind);
  const [, navigate] = useLocation();
  const [entity, setEntity] = useState(() => valueOf(filing.entity));
  const { findings, failed, isSending, send } = useSubmission('PUT /v1/filings/{id}');
  const submit = async (): Promise<void> => {
    const body = { entity: (bodyOf(form, entity) ?? {}) as Record<string, unknown> };
    const answered = await send({ path: { id: filing.id }, body, ifMatch: etag });
    if (answered) navigate(`/filing/filings/${filing.id}`);
  };
  useKeys([{ keys: ['Ctrl+Enter'], says: '提交', always: true, does: () => void submit() }]);
  const asked = filing.decisions.at(-1);
  return (
    <Page
      title={`补正：${filing.name}`}
      deeds={
        <button type="button" className="button primary" disabled={isSending} onClick={() => void submit()}>
          {isSending ? '正在提交…' : '提交补正'} <kbd className="only-desk">Ctrl+Enter</kbd>
        </button>
      }
    >
      {asked && (
        <Note tone="wait" title="一次告知的补正内容">
          <ul>
            {asked.reasons.map((reason) => (
              <li key={reason}>{reason}</li>
            ))}
          </ul>
        </Note>
      )}
      <FindingsList findings={filing.findings} />
      {findings.length > 0 && (
        <ErrorSummary findings={findings} title={`有 ${findings.length} 处需要修改，内容都已保留`} />
      )}
      {failed !== undefined && <Note tone="bad">{failed}</Note>}
      <Card>
        <SchemaForm form={form} pointer="/entity" value={entity} onChange={setEntity} findings={findings} />
      </Card>
    </Page>
  );
}
