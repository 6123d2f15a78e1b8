import form from 'virtual:form/people/askPersonalData';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useLocation, useSearchParams } from 'wouter';
import type { AnswerTo } from '../api/contracts.ts';
import { type FieldComponent, useForm } from '../forms/context.ts';
import { ChoiceField, TextField } from '../forms/fields.tsx';
import { FormPage } from '../forms/form-page.tsx';
import { SubjectField } from '../forms/subject-field.tsx';
import { fieldOf } from '../forms/value.ts';
import { Note } from '../kit/note.tsx';
import { Card, Page } from '../kit/page.tsx';
import { useMe } from '../shell/me.ts';
import { HeldTable } from './held.tsx';

const useIsCorrection = (): boolean => fieldOf(useForm().whole, 'kind') === 'CORRECTION';

const AboutField: FieldComponent = ({ node, ...props }) =>
  useIsCorrection() && node.kind === 'choice' ? <ChoiceField {...props} node={node} isRequired /> : null;

const SaysField: FieldComponent = ({ node, ...props }) =>
  useIsCorrection() && node.kind === 'text' ? <TextField {...props} node={node} /> : null;

/** At the counter somebody asks, and the clerk says why; a party asks for itself. */
const REASONED = {
  entityId: SubjectField,
  about: AboutField,
  says: SaysField,
  reason: ((props) =>
    props.node.kind === 'text' ? <TextField {...props} node={props.node} isRequired /> : null) as FieldComponent,
};
const OWN = { ...REASONED, entityId: () => null, reason: () => null };

/** Asks what is held on a party, that something of it be corrected, or be erased. */
export default function NewRequest() {
  const [, navigate] = useLocation();
  const [search] = useSearchParams();
  const { role, entityId = search.get('entity') ?? undefined } = useMe().acting ?? {};
  const queries = useQueryClient();
  const [erasure, setErasure] = useState<AnswerTo<'POST /v1/personal-requests'>>();
  if (erasure?.held) {
    return (
      <Page title={`删除请求的答复：${erasure.name}`}>
        <Note>法律要求保存的，到期自行删除；其余的至迟在所列日期以前删除。</Note>
        <Card title="保存的信息">
          <HeldTable held={erasure.held} />
        </Card>
        <p>
          <Link href={`/people/requests/${erasure.id}`}>看这件请求</Link>
        </p>
      </Page>
    );
  }
  return (
    <FormPage
      title="提出个人信息请求"
      deed="提出"
      form={form}
      draft="personal-request"
      initial={entityId === undefined ? undefined : { entityId }}
      route="POST /v1/personal-requests"
      request={(body) => ({ body: { ...body, ...(role !== 'clerk' && { entityId }) } as never })}
      onDone={({ body }) => {
        void queries.invalidateQueries();
        if (body.held) setErasure(body);
        else navigate(`/people/requests/${body.id}`);
      }}
      special={role === 'clerk' ? REASONED : OWN}
    >
      <Note>
        查阅与复制当时就能取；更正由窗口在 15
        个工作日内答复，能自己办的（备案变更、交易更正、信用异议）请直接办理；删除当时答复哪些须保存到何时。
      </Note>
    </FormPage>
  );
}
