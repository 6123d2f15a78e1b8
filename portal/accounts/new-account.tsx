import form from 'virtual:form/accounts/openAccount';
import { useState } from 'react';
import { Link } from 'wouter';
import type { AnswerTo } from '../api/contracts.ts';
import { ErrorSummary } from '../forms/error-summary.tsx';
import { SchemaForm } from '../forms/schema-form.tsx';
import { useSubmission } from '../forms/use-submission.ts';
import { bodyOf, type Value } from '../forms/value.ts';
import { useKeys } from '../kit/keys.ts';
import { Note } from '../kit/note.tsx';
import { Card, Page } from '../kit/page.tsx';
import { OneTimeCode } from './one-time-code.tsx';
import { SPECIAL } from './special.tsx';

/** Opens an account with its first assignment, and shows the code with which its person begins. */
export default function NewAccount() {
  const [value, setValue] = useState<Value>();
  const [opened, setOpened] = useState<AnswerTo<'POST /v1/accounts'>>();
  const { findings, failed, isSending, send } = useSubmission('POST /v1/accounts');
  const submit = async (): Promise<void> => {
    const answered = await send({ body: (bodyOf(form, value) ?? {}) as never });
    if (answered) setOpened(answered.body);
  };
  useKeys([{ keys: ['Ctrl+Enter'], says: '开户', always: true, does: () => void submit() }]);
  if (opened) {
    return (
      <Page title={`已开户：${opened.name}`}>
        <OneTimeCode account={opened} />
        <p>
          <Link href={`/accounts/${encodeURIComponent(opened.sub)}`}>查看账户</Link>
        </p>
      </Page>
    );
  }
  return (
    <Page
      title="开户"
      deeds={
        <button type="button" className="button primary" disabled={isSending} onClick={() => void submit()}>
          {isSending ? '正在提交…' : '开户'} <kbd className="only-desk">Ctrl+Enter</kbd>
        </button>
      }
    >
      {findings.length > 0 && (
        <ErrorSummary findings={findings} title={`有 ${findings.length} 处需要修改，内容都已保留`} />
      )}
      {failed !== undefined && <Note tone="bad">{failed}</Note>}
      <Card>
        <SchemaForm form={form} value={value} onChange={setValue} findings={findings} special={SPECIAL} />
      </Card>
    </Page>
  );
}
