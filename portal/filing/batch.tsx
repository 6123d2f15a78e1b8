import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'wouter';
import { BATCH_PURPOSE_NAMES, BATCH_STATUS_NAMES } from '../../functions/filing/domain/names.ts';
import { SHEET_KIND_NAMES } from '../../functions/filing/domain/sheet-kind-names.ts';
import type { AnswerTo } from '../api/contracts.ts';
import { useRead } from '../api/read.ts';
import { useSubmission } from '../forms/use-submission.ts';
import { DownloadButton } from '../kit/download-button.tsx';
import { Facts } from '../kit/facts.tsx';
import { useKeys } from '../kit/keys.ts';
import { Loaded } from '../kit/loaded.tsx';
import { Note } from '../kit/note.tsx';
import { Card, Page } from '../kit/page.tsx';
import { RowErrors } from '../kit/row-errors.tsx';
import { XLSX } from '../kit/sheet-drop.tsx';
import { Figure, StateTag, Time } from '../kit/words.tsx';
import { useMe } from '../shell/me.ts';
import type { ScreenProps } from '../site.ts';
import { BatchDocuments } from './batch-documents.tsx';

type Told = AnswerTo<'GET /v1/filing-batches/{id}'>;

const soon = ({ status }: Told): number | undefined => (status === 'RUNNING' ? 1_000 : undefined);

/** One sheet of forms: its preview, its progress, and what became of its rows. */
export default function BatchPage({ params: { id = '' } }: ScreenProps) {
  const batch = useRead('GET /v1/filing-batches/{id}', { path: { id } }, { every: soon });
  return <Loaded reading={batch}>{({ body }) => <Shown batch={body} />}</Loaded>;
}

function Shown({ batch }: { readonly batch: Told }) {
  const { sub, acting: { role } = {} } = useMe();
  const { status, rows } = batch;
  const mayCommit =
    batch.purpose === 'TAKE_OVER'
      ? (role === 'centreHead' || role === 'operator') && sub !== batch.uploadedBy
      : role === 'clerk' || role === 'agent';
  const mayUpload =
    role === 'clerk' ||
    (batch.purpose === 'TAKE_OVER' ? role === 'centreHead' || role === 'operator' : role === 'agent');
  const isOpen = status === 'PREVIEWED' || status === 'FAILED';
  return (
    <Page
      title="批量备案"
      state={<StateTag state={status} names={BATCH_STATUS_NAMES} />}
      deeds={
        <>
          {rows.bad > 0 && (
            <DownloadButton
              title="下载错误行"
              route="GET /v1/filing-batches/{id}/errors"
              request={{ path: { id: batch.id } }}
              type={XLSX}
              fileName="批量备案-错误行.xlsx"
            />
          )}
          {(role === 'clerk' || role === 'agent') && (
            <Link href="/filing/batches" className="button">
              上传另一份
            </Link>
          )}
        </>
      }
    >
      {status === 'RUNNING' && (
        <Note title="正在提交备案">
          <p>
            已提交 {rows.filed ?? 0} 行，共 {rows.total} 行；可以离开本页，提交会继续。
          </p>
          <progress max={rows.total} value={(rows.filed ?? 0) + rows.bad} aria-label="提交进度" />
        </Note>
      )}
      {batch.failure && (
        <Note tone="bad" title="提交中断">
          {batch.failure.message}
        </Note>
      )}
      {status === 'DONE' && (
        <Note tone={rows.bad > 0 ? 'wait' : 'good'} title={`已提交 ${rows.filed ?? 0} 行`}>
          {rows.bad > 0 && <p>另有 {rows.bad} 行没有提交；请下载错误行，改正后另行上传。</p>}
        </Note>
      )}
      {batch.unknownTitles.length > 0 && (
        <Note tone="wait">没有读的列：{batch.unknownTitles.join('、')}。标题须与模板相同。</Note>
      )}
      <div className="columns">
        <div className="column">
          {batch.errorCount > 0 && (
            <Card title={`错误（${batch.errorCount}）`}>
              <RowErrors errors={batch.errors} count={batch.errorCount} />
            </Card>
          )}
          {batch.kind !== 'agreement' && <BatchDocuments id={batch.id} isOpen={status === 'PREVIEWED' && mayUpload} />}
          {batch.filings.length > 0 && (
            <Card title={`备案申请（${batch.filings.length}）`}>
              <ul className="tiles">
                {batch.filings.map(({ row, filingId }) => (
                  <li key={filingId}>
                    <Link href={`/filing/filings/${filingId}`}>第 {row} 行</Link>
                  </li>
                ))}
              </ul>
            </Card>
          )}
          {status === 'PREVIEWED' && batch.errorCount === 0 && <Note tone="good">{rows.total} 行都可以提交备案。</Note>}
        </div>
        <div className="column aside acts">
          {isOpen && mayCommit && <Commit batch={batch} />}
          {isOpen && !mayCommit && batch.purpose === 'TAKE_OVER' && (
            <Note>接收原备案须由另一名中心负责人或市级管理员核对后提交。</Note>
          )}
          <Card title="名单">
            <Facts
              facts={[
                ['种类', SHEET_KIND_NAMES[batch.kind]],
                ['用途', BATCH_PURPOSE_NAMES[batch.purpose]],
                ['行数', <Figure key="total" value={rows.total} />],
                ['可提交', rows.good === undefined ? undefined : <Figure key="good" value={rows.good} />],
                ['已提交', rows.filed === undefined ? undefined : <Figure key="filed" value={rows.filed} />],
                ['有错误', <Figure key="bad" value={rows.bad} unit="行" />],
                ['上传', <Time key="at" at={batch.uploadedAt} />],
                ['上传人', batch.uploadedBy],
                ['内容保留至', <Time key="kept" at={batch.keptUntil} />],
              ]}
            />
          </Card>
          {batch.notes.length > 0 && (
            <Card title="系统的理解">
              <ul className="stack">
                {batch.notes.map((note) => (
                  <li key={note}>{note}</li>
                ))}
              </ul>
            </Card>
          )}
        </div>
      </div>
    </Page>
  );
}

const MODES = [
  { value: 'ALL_OR_NOTHING', title: '全部提交', hint: '有一处错误就都不提交' },
  { value: 'GOOD_ROWS', title: '只提交没有错误的行', hint: '其余的行下载改正后另行上传' },
] as const;

type Mode = (typeof MODES)[number]['value'];

function Commit({ batch: { id, status, mode: before, rows } }: { readonly batch: Told }) {
  const queries = useQueryClient();
  const [mode, setMode] = useState<Mode>(before ?? (rows.bad > 0 ? 'GOOD_ROWS' : 'ALL_OR_NOTHING'));
  const { findings, failed, isSending, send } = useSubmission('POST /v1/filing-batches/{id}/commit');
  const isPossible = rows.good !== 0 && !(mode === 'ALL_OR_NOTHING' && rows.bad > 0);
  const commit = async (): Promise<void> => {
    if (!isPossible || isSending) return;
    await send({ path: { id }, body: { mode } });
    await queries.invalidateQueries();
  };
  useKeys([{ keys: ['Ctrl+Enter'], says: '提交备案', always: true, does: () => void commit() }]);
  return (
    <Card title={status === 'FAILED' ? '接着提交' : '提交备案'}>
      <div className="stack">
        {[...findings.map(({ message }) => message), ...(failed === undefined ? [] : [failed])].map((message) => (
          <Note key={message} tone="bad">
            {message}
          </Note>
        ))}
        <fieldset>
          <legend>方式</legend>
          <div className="stack">
            {MODES.map(({ value, title, hint }) => (
              <label key={value} className="row">
                <input
                  type="radio"
                  className="tick"
                  name="mode"
                  checked={mode === value}
                  disabled={value === 'ALL_OR_NOTHING' && rows.bad > 0}
                  onChange={() => setMode(value)}
                />
                {title}
                <span className="quiet small">{hint}</span>
              </label>
            ))}
          </div>
        </fieldset>
        <button
          type="button"
          className="button primary"
          disabled={!isPossible || isSending}
          onClick={() => void commit()}
        >
          {isSending ? '正在提交…' : `提交 ${rows.good ?? rows.total} 行`} <kbd className="only-desk">Ctrl+Enter</kbd>
        </button>
      </div>
    </Card>
  );
}
