import { useState } from 'react';
import { Link, useLocation } from 'wouter';
import { ENTITY_KIND_NAMES, type EntityKind } from '../../functions/events/entity.ts';
import { ErrorSummary } from '../forms/error-summary.tsx';
import { SchemaForm } from '../forms/schema-form.tsx';
import { useSubmission } from '../forms/use-submission.ts';
import { bodyOf, type Value } from '../forms/value.ts';
import { useKeys } from '../kit/keys.ts';
import { Note } from '../kit/note.tsx';
import { Card, Page } from '../kit/page.tsx';
import type { ScreenProps } from '../site.ts';
import { formOfKind } from './form.ts';

const isKind = (text: string | undefined): text is EntityKind => text !== undefined && text in ENTITY_KIND_NAMES;

/** Files an entity: first which kind, then its form. */
export default function NewFiling({ params: { kind } }: ScreenProps) {
  return isKind(kind) ? <FilingForm key={kind} kind={kind} /> : <Kinds />;
}

const Kinds = () => (
  <Page title="新备案">
    <Card title="为谁备案？">
      <ul className="fields">
        {Object.entries(ENTITY_KIND_NAMES).map(([kind, name]) => (
          <li key={kind}>
            <Link href={`/filing/new/${kind}`} className="button">
              {name}
            </Link>
          </li>
        ))}
      </ul>
    </Card>
  </Page>
);

function FilingForm({ kind }: { readonly kind: EntityKind }) {
  const form = formOfKind(kind);
  const [, navigate] = useLocation();
  const [entity, setEntity] = useState<Value>();
  const { findings, failed, isSending, send } = useSubmission('POST /v1/filings');
  const submit = async (): Promise<void> => {
    // The API judges what was typed, whatever it is; the types only say what it accepts.
    const body = { kind, entity: bodyOf(form, entity) ?? {} } as never;
    const answered = await send({ body });
    if (answered) navigate(`/filing/filings/${answered.body.id}`);
  };
  useKeys([{ keys: ['Ctrl+Enter'], says: '提交', always: true, does: () => void submit() }]);
  return (
    <Page
      title={`新备案：${ENTITY_KIND_NAMES[kind]}`}
      deeds={
        <>
          <span className="quiet small only-desk">回车到下一栏</span>
          <button type="button" className="button primary" disabled={isSending} onClick={() => void submit()}>
            {isSending ? '正在提交…' : '提交备案'} <kbd className="only-desk">Ctrl+Enter</kbd>
          </button>
        </>
      }
    >
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
