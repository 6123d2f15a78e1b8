import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'wouter';
import type { AnswerTo } from '../api/contracts.ts';
import { useSubmission } from '../forms/use-submission.ts';
import { useSay } from '../kit/announcer.tsx';
import { Facts } from '../kit/facts.tsx';
import { Filters } from '../kit/filters.tsx';
import { useKeys } from '../kit/keys.ts';
import { Note } from '../kit/note.tsx';
import { Card, Page } from '../kit/page.tsx';
import { RowErrors } from '../kit/row-errors.tsx';
import { saveFile } from '../kit/save-file.ts';
import { SheetDrop } from '../kit/sheet-drop.tsx';
import { OfMarket } from './markets.tsx';
import { TITLES, template } from './template.ts';

type Outcome = AnswerTo<'POST /v1/markets/{id}/stalls/sheet'>;

interface Looked {
  readonly file: File;
  readonly outcome: Outcome;
}

/** A whole list of stalls by a sheet: looked at first, then kept. */
export default function StallSheet() {
  return (
    <Page
      title="上传名册"
      deeds={
        <button type="button" className="button" onClick={() => saveFile(template(), '摊位名册模板.csv')}>
          下载模板
        </button>
      }
    >
      <OfMarket>
        {(id, choice) => (
          <>
            <Filters>{choice}</Filters>
            <Uploading key={id} id={id} />
          </>
        )}
      </OfMarket>
    </Page>
  );
}

function Uploading({ id }: { readonly id: string }) {
  const [looked, setLooked] = useState<Looked>();
  const say = useSay();
  const queries = useQueryClient();
  const { findings, failed, isSending, send } = useSubmission('POST /v1/markets/{id}/stalls/sheet');
  const upload = async (file: File, commit: 'true' | 'false'): Promise<void> => {
    const answered = await send({ path: { id }, query: { commit }, file });
    if (!answered) {
      if (commit === 'false') setLooked(undefined);
      return;
    }
    const { body: outcome } = answered;
    setLooked({ file, outcome });
    if (!outcome.committed) return;
    say(`已保存：新增 ${outcome.added} 个，变更 ${outcome.changed} 个`);
    await queries.invalidateQueries();
  };
  const mayKeep = looked !== undefined && !looked.outcome.committed && looked.outcome.faults.length === 0;
  const keep = (): void => {
    if (mayKeep && !isSending) void upload(looked.file, 'true');
  };
  useKeys([{ keys: ['Ctrl+Enter'], says: '保存名册', always: true, does: keep }]);
  return (
    <>
      {[...findings.map(({ message }) => message), ...(failed === undefined ? [] : [failed])].map((message) => (
        <Note key={message} tone="bad">
          {message}
        </Note>
      ))}
      <SheetDrop
        title="选择摊位名册"
        hint="也可把文件拖到这里。XLSX 或 CSV，一份至多 4,000 个摊位；先检查，再保存。"
        isBusy={isSending}
        onSheet={(file) => void upload(file, 'false')}
      />
      {looked && (
        <Card title={looked.file.name}>
          <div className="stack">
            <Found outcome={looked.outcome} />
            {mayKeep && (
              <div>
                <button type="button" className="button primary" disabled={isSending} onClick={keep}>
                  {isSending ? '正在保存…' : `保存 ${looked.outcome.rows} 个摊位`}{' '}
                  <kbd className="only-desk">Ctrl+Enter</kbd>
                </button>
              </div>
            )}
            {looked.outcome.committed && (
              <Link href={`/market/stalls?market=${encodeURIComponent(id)}`}>看摊位名册</Link>
            )}
          </div>
        </Card>
      )}
      <Card title="怎样填写">
        <ol className="history">
          <li>第一行是标题：{TITLES.join('、')}。区（楼）和摊位号必填，其余没有的留空。</li>
          <li>写了承租人代码的是已出租，要写租期起止；写了腾退日期的是已腾退；都没有写的是空置。</li>
          <li>表里没有的摊位保持原样，有的以这次写的为准；同一个摊位只写一行。有一行不对，整份都不保存。</li>
        </ol>
      </Card>
    </>
  );
}

function Found({ outcome: { committed, rows, added, changed, faults, notes } }: { readonly outcome: Outcome }) {
  return (
    <>
      {committed ? (
        <Note tone="good">已保存。</Note>
      ) : faults.length > 0 ? (
        <Note tone="bad" title={`有 ${faults.length} 处须改正，没有保存`}>
          请在原表中改正，再上传一次。
        </Note>
      ) : (
        <Note>没有发现问题；还没有保存。</Note>
      )}
      <Facts
        facts={[
          ['行数', rows],
          ['新增', added],
          ['变更', changed],
        ]}
      />
      {faults.length > 0 && (
        <RowErrors errors={faults.map((fault) => ({ ...fault, column: '' }))} count={faults.length} />
      )}
      {notes.length > 0 && (
        <ul className="stack">
          {notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      )}
    </>
  );
}
