import form from 'virtual:form/webhooks/registerWebhook';
import { useState } from 'react';
import { Link } from 'wouter';
import type { AnswerTo } from '../api/contracts.ts';
import { FormPage } from '../forms/form-page.tsx';
import { Note } from '../kit/note.tsx';
import { Page } from '../kit/page.tsx';
import { Secret } from './secret.tsx';

/** Registers an address at which a machine is told what changes, and shows the secret of its messages. */
export default function NewWebhook() {
  const [registered, setRegistered] = useState<AnswerTo<'POST /v1/webhooks'>>();
  if (!registered) {
    return (
      <FormPage
        title="登记推送地址"
        deed="登记"
        form={form}
        draft="webhook"
        route="POST /v1/webhooks"
        request={(body) => ({ body: body as never })}
        onDone={({ body }) => setRegistered(body)}
      >
        <Note>地址须是 HTTPS，且是管理员允许的域名。消息可能重复，也不保证先后。</Note>
      </FormPage>
    );
  }
  return (
    <Page title="已登记推送地址">
      <Secret secret={registered.secret} />
      <p>
        <Link href={`/webhooks/${registered.id}`}>看这个推送地址</Link>
      </p>
    </Page>
  );
}
