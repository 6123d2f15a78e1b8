import form from 'virtual:form/accounts/openAccount';
import { useState } from 'react';
import { Link } from 'wouter';
import type { AnswerTo } from '../api/contracts.ts';
import { FormPage } from '../forms/form-page.tsx';
import { Page } from '../kit/page.tsx';
import { OneTimeCode } from './one-time-code.tsx';
import { SPECIAL } from './special.tsx';

/** Opens an account with its first assignment, and shows the code with which its person begins. */
export default function NewAccount() {
  const [opened, setOpened] = useState<AnswerTo<'POST /v1/accounts'>>();
  if (!opened) {
    return (
      <FormPage
        title="开户"
        deed="开户"
        form={form}
        route="POST /v1/accounts"
        request={(body) => ({ body: body as never })}
        onDone={({ body }) => setOpened(body)}
        special={SPECIAL}
      />
    );
  }
  return (
    <Page title={`已开户：${opened.name}`}>
      <OneTimeCode account={opened} />
      <p>
        <Link href={`/accounts/${encodeURIComponent(opened.sub)}`}>查看账户</Link>
      </p>
    </Page>
  );
}
