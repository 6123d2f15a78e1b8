import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useLocation } from 'wouter';
import type { Answered } from '../api/call.ts';
import type { AnswerTo } from '../api/contracts.ts';
import { useRead } from '../api/read.ts';
import { Drafted, DraftNote } from '../forms/drafted.tsx';
import { ErrorSummary } from '../forms/error-summary.tsx';
import { SchemaForm } from '../forms/schema-form.tsx';
import { useDraft, useLeft } from '../forms/use-draft.ts';
import { useJudging } from '../forms/use-judging.ts';
import { useSubmission } from '../forms/use-submission.ts';
import { bodyOf, type Value, valueOf } from '../forms/value.ts';
import { useSay } from '../kit/announcer.tsx';
import { useKeys } from '../kit/keys.ts';
import { Loaded } from '../kit/loaded.tsx';
import { Note } from '../kit/note.tsx';
import { Card, Page } from '../kit/page.tsx';
import type { ScreenProps } from '../site.ts';
import { AMENDED_GOODS_FORM, GOODS_FORM } from './goods-form.ts';

/** Amends filed goods; they are judged anew by the rules of the day. */
export default function AmendGoods({ params: { id = '' } }: ScreenProps) {
  const goods = useRead('GET /v1/goods/{id}', { path: { id } });
  return (
    <Loaded reading={goods}>
      {(told) => (
        <Drafted name={`amend-${id}`} record={told.etag}>
          <Amending told={told} again={() => void goods.refetch()} />
        </Drafted>
      )}
    </Loaded>
  );
}

function Amending({
  told: { body: goods, etag = '' },
  again,
}: {
  readonly told: Answered<AnswerTo<'GET /v1/goods/{id}'>>;
  readonly again: () => void;
}) {
  const [, navigate] = useLocation();
  const say = useSay();
  const queries = useQueryClient();
  const left = useLeft() as Value;
  const [value, setValue] = useState(() => left ?? valueOf(goods));
  const draft = useDraft(`变更商品：${goods.nameZh}`, value);
  const { findings, failed, isStale, isSending, send } = useSubmission('PUT /v1/goods/{id}');
  const request = { path: { id: goods.id }, body: (bodyOf(GOODS_FORM, value) ?? {}) as never, ifMatch: etag };
  const judging = useJudging('PUT /v1/goods/{id}', request, findings);
  const submit = async (): Promise<void> => {
    if (!(await send(request))) return;
    void draft.forget();
    say('已变更');
    await queries.invalidateQueries();
    navigate(`/filing/goods/${goods.id}`);
  };
  useKeys([{ keys: ['Ctrl+Enter'], says: '提交', always: true, does: () => void submit() }]);
  return (
    <Page
      title={`变更商品：${goods.nameZh}`}
      deeds={
        <button type="button" className="button primary" disabled={isSending} onClick={() => void submit()}>
          {isSending ? '正在提交…' : '提交变更'} <kbd className="only-desk">Ctrl+Enter</kbd>
        </button>
      }
    >
      {findings.length > 0 && (
        <ErrorSummary findings={findings} title={`有 ${findings.length} 处需要修改，内容都已保留`} />
      )}
      {failed !== undefined && (
        <Note tone="bad">
          {failed}{' '}
          {isStale && (
            <button type="button" className="button" onClick={again}>
              读取最新版本，已填的保留
            </button>
          )}
        </Note>
      )}
      <DraftNote draft={draft} />
      <div onBlur={judging.onBlur}>
        <Card>
          <SchemaForm form={AMENDED_GOODS_FORM} value={value} onChange={setValue} findings={judging.findings} />
        </Card>
      </div>
    </Page>
  );
}
