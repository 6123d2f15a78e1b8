import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useMemo, useState } from 'react';
import { useLocation } from 'wouter';
import type { Answered } from '../api/call.ts';
import type { AnswerTo } from '../api/contracts.ts';
import { useRead } from '../api/read.ts';
import { Drafted, DraftNote } from '../forms/drafted.tsx';
import { ErrorSummary } from '../forms/error-summary.tsx';
import { idOf } from '../forms/findings.ts';
import { useDraft, useLeft } from '../forms/use-draft.ts';
import { useSubmission } from '../forms/use-submission.ts';
import { useSay } from '../kit/announcer.tsx';
import { Filters } from '../kit/filters.tsx';
import { useKeys } from '../kit/keys.ts';
import { Loaded } from '../kit/loaded.tsx';
import { Note } from '../kit/note.tsx';
import { Card, Page } from '../kit/page.tsx';
import { atLine, goodsIn, textOfGoods } from './goods-text.ts';
import { OfMarket } from './markets.tsx';

/** Says anew what a market has recognised as its goods: the whole list, as it is pasted from a sheet. */
export default function GoodsList() {
  return <OfMarket>{(id, choice) => <OfOne key={id} id={id} choice={choice} />}</OfMarket>;
}

function OfOne({ id, choice }: { readonly id: string; readonly choice: ReactNode }) {
  const reading = useRead('GET /v1/markets/{id}/goods', { path: { id } });
  return (
    <Loaded reading={reading}>
      {(told) => (
        <Drafted name={`market-goods-${id}`} record={told.body.etag}>
          <Listed id={id} told={told} choice={choice} />
        </Drafted>
      )}
    </Loaded>
  );
}

function Listed({
  id,
  told: { body },
  choice,
}: {
  readonly id: string;
  readonly told: Answered<AnswerTo<'GET /v1/markets/{id}/goods'>>;
  readonly choice: ReactNode;
}) {
  const [, navigate] = useLocation();
  const say = useSay();
  const queries = useQueryClient();
  const left = useLeft();
  const [text, setText] = useState(() => (typeof left === 'string' ? left : textOfGoods(body.goods)));
  const draft = useDraft('改认定商品', text);
  const { findings: found, failed, isSending, send } = useSubmission('PUT /v1/markets/{id}/goods');
  // In the lines of what was sent: what is typed since moves no finding.
  const [sent, setSent] = useState('');
  const findings = useMemo(() => found.map((finding) => atLine(finding, sent)), [found, sent]);
  const goods = goodsIn(text);
  const save = async (): Promise<void> => {
    setSent(text);
    if (!(await send({ path: { id }, body: { goods }, ifMatch: body.etag }))) return;
    void draft.forget();
    say(`已保存 ${goods.length} 项认定商品`);
    await queries.invalidateQueries();
    navigate(`/market/goods?market=${encodeURIComponent(id)}`);
  };
  useKeys([{ keys: ['Ctrl+Enter'], says: '保存', always: true, does: () => void save() }]);
  return (
    <Page
      title="改认定商品"
      deeds={
        <button type="button" className="button primary" disabled={isSending} onClick={() => void save()}>
          {isSending ? '正在保存…' : `保存 ${goods.length} 项`} <kbd className="only-desk">Ctrl+Enter</kbd>
        </button>
      }
    >
      {findings.length > 0 && (
        <ErrorSummary findings={findings} title={`有 ${findings.length} 处需要修改，内容都已保留`} />
      )}
      {failed !== undefined && <Note tone="bad">{failed}</Note>}
      <DraftNote draft={draft} />
      <Filters>{choice}</Filters>
      <Card>
        <div className="field wide">
          <label htmlFor={idOf('/goods')}>认定商品</label>
          <span className="hint">
            每行一项：2 至 10 位商品编码，空格，商品名称。可从表格整块粘贴；保存的是整份名单。
          </span>
          <textarea
            id={idOf('/goods')}
            className="input"
            rows={20}
            value={text}
            spellCheck={false}
            onChange={({ target }) => setText(target.value)}
          />
        </div>
      </Card>
    </Page>
  );
}
