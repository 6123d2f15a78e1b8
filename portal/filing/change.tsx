import cancellation from 'virtual:form/filing/requestCancellation';
import renewal from 'virtual:form/filing/requestRenewal';
import decree from 'virtual:form/filing/requestSuspension';
import { useLocation } from 'wouter';
import type { AnswerTo } from '../api/contracts.ts';
import { useRead } from '../api/read.ts';
import { FormPage } from '../forms/form-page.tsx';
import { valueOf } from '../forms/value.ts';
import { Loaded } from '../kit/loaded.tsx';
import { Note } from '../kit/note.tsx';
import type { ScreenProps } from '../site.ts';
import { formOfKind } from './form.ts';

type Entity = AnswerTo<'GET /v1/entities/{id}'>;

/** What is asked of a filed party: to amend, renew or cancel it, to suspend it by decree or to lift that. */
export default function Change({ params: { id = '', change } }: ScreenProps) {
  const reading = useRead('GET /v1/entities/{id}', { path: { id } });
  return <Loaded reading={reading}>{({ body, etag }) => <Asked entity={body} record={etag} change={change} />}</Loaded>;
}

function Asked({
  entity,
  record,
  change,
}: {
  readonly entity: Entity;
  readonly record: string | undefined;
  readonly change: string | undefined;
}) {
  const [, navigate] = useLocation();
  const { id, name } = entity;
  const path = { id };
  const common = {
    draft: `${change}-${id}`,
    onDone: ({ body }: { readonly body: { readonly id: string } }) => navigate(`/filing/filings/${body.id}`),
  };
  // What is filled in is of the form's shape; the API judges it.
  switch (change) {
    case 'amendment':
      return (
        <FormPage
          {...common}
          title={`变更：${name}`}
          deed="提交变更"
          form={formOfKind(entity.kind)}
          pointer="/entity"
          initial={valueOf(entity.entity)}
          record={record}
          route="POST /v1/entities/{id}/amendments"
          request={(form) => ({ path, body: { entity: form } })}
        >
          <Note>请直接修改需要变更的栏目；只审核改动的部分。</Note>
        </FormPage>
      );
    case 'renewal':
      return (
        <FormPage
          {...common}
          title={`续期：${name}`}
          deed="提交续期"
          form={renewal}
          route="POST /v1/entities/{id}/renewals"
          request={(body) => ({ path, body: body as never })}
        >
          <Note>现有效期至 {entity.validUntil}。</Note>
        </FormPage>
      );
    case 'cancellation':
      return (
        <FormPage
          {...common}
          title={`注销：${name}`}
          deed="提交注销"
          form={cancellation}
          route="POST /v1/entities/{id}/cancellation"
          request={(body) => ({ path, body: body as never })}
        />
      );
    case 'suspension':
      return (
        <FormPage
          {...common}
          title={`暂停备案：${name}`}
          deed="按决定暂停"
          form={decree}
          route="POST /v1/entities/{id}/suspension"
          request={(body) => ({ path, body: body as never })}
        >
          <Note tone="wait">按有权机关的决定办理，不经审核；请照文书填写。</Note>
        </FormPage>
      );
    case 'lifting':
      return (
        <FormPage
          {...common}
          title={`恢复备案：${name}`}
          deed="按决定恢复"
          form={decree}
          route="POST /v1/entities/{id}/suspension/lifting"
          request={(body) => ({ path, body: body as never })}
        />
      );
    default:
      return <Note tone="bad">没有这种事项。</Note>;
  }
}
