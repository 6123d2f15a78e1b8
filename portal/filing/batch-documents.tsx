import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { call } from '../api/call.ts';
import type { AnswerTo } from '../api/contracts.ts';
import { sentenceOf } from '../api/problem.ts';
import { useRead } from '../api/read.ts';
import { putFile, sha256Of } from '../forms/documents-field.tsx';
import { Loaded } from '../kit/loaded.tsx';
import { Note } from '../kit/note.tsx';
import { Card } from '../kit/page.tsx';

type Told = AnswerTo<'GET /v1/filing-batches/{id}/documents'>;

/** Rows that are named at most; the others are counted. */
const SHOWN = 50;

/** The documents of a sheet's rows: a ZIP whose files are named by the rows, what fits where, and what fits nowhere. */
export function BatchDocuments({ id, isOpen }: { readonly id: string; readonly isOpen: boolean }) {
  const documents = useRead('GET /v1/filing-batches/{id}/documents', { path: { id } });
  return (
    <Card title="逐行附件">
      <div className="stack">
        {isOpen && <Send id={id} />}
        <Loaded reading={documents}>{({ body }) => <Shown id={id} told={body} isOpen={isOpen} />}</Loaded>
      </div>
    </Card>
  );
}

function Send({ id }: { readonly id: string }) {
  const queries = useQueryClient();
  const input = useRef<HTMLInputElement>(null);
  const [busy, setBusy] = useState('');
  const [failed, setFailed] = useState('');
  const send = async (file: File): Promise<void> => {
    setFailed('');
    setBusy(`正在上传并核对 ${file.name}…`);
    try {
      const bytes = await file.arrayBuffer();
      const sha256 = await sha256Of(bytes);
      const { body } = await call('POST /v1/filing-batches/{id}/bundles', {
        path: { id },
        body: { fileName: file.name, size: file.size, sha256 },
      });
      if (body.upload) await putFile(body.upload, bytes);
      const path = { id, bundleId: body.id };
      await call('POST /v1/filing-batches/{id}/bundles/{bundleId}/reading', { path });
    } catch (error) {
      setFailed(sentenceOf(error));
    }
    setBusy('');
    await queries.invalidateQueries();
  };
  return (
    <>
      <p className="quiet">
        可传 ZIP 附件包：文件以行号或统一社会信用代码开头，如“12-营业执照.jpg”，或放在以它命名的文件夹内。
      </p>
      <div>
        <button type="button" className="button" disabled={busy !== ''} onClick={() => input.current?.click()}>
          {busy === '' ? '选择附件包' : busy}
        </button>
        <input
          ref={input}
          type="file"
          hidden
          accept=".zip"
          aria-label="附件包"
          onChange={({ target }) => {
            const [file] = target.files ?? [];
            target.value = '';
            if (file) void send(file);
          }}
        />
      </div>
      {failed !== '' && <Note tone="bad">{failed}</Note>}
    </>
  );
}

function Shown({ id, told, isOpen }: { readonly id: string; readonly told: Told; readonly isOpen: boolean }) {
  const queries = useQueryClient();
  const [failed, setFailed] = useState('');
  const remove = async (bundleId: string): Promise<void> => {
    setFailed('');
    try {
      await call('POST /v1/filing-batches/{id}/bundles/{bundleId}/removal', { path: { id, bundleId } });
    } catch (error) {
      setFailed(sentenceOf(error));
    }
    await queries.invalidateQueries();
  };
  const { bundles, files, rows, rowCount, lackingCount, unplaced } = told;
  if (bundles.length === 0) return <p className="quiet">还没有附件包。附件也可以备案以后逐件补充。</p>;
  const lacking = rows.filter(({ missing }) => missing.length > 0);
  return (
    <>
      {failed !== '' && <Note tone="bad">{failed}</Note>}
      <ul className="stack">
        {bundles.map(({ id: bundleId, fileName, status, fileCount }) => (
          <li key={bundleId} className="row">
            {fileName}
            <span className="quiet small">
              {status === 'READ' ? `${fileCount ?? 0} 个文件` : '未读取，请重传或移除'}
            </span>
            {isOpen && (
              <button type="button" className="button text" onClick={() => void remove(bundleId)}>
                移除
              </button>
            )}
          </li>
        ))}
      </ul>
      <p>
        {files.placed} 个文件已对应到行；{rowCount - lackingCount} 行附件齐全，{lackingCount} 行还缺附件。
      </p>
      {unplaced.length > 0 && (
        <Note tone="bad" title={`${unplaced.length} 个文件没有对应`}>
          <ul className="stack">
            {unplaced.slice(0, SHOWN).map(({ bundleId, path, message }) => (
              <li key={`${bundleId} ${path} ${message}`}>{message}</li>
            ))}
          </ul>
          <Rest count={unplaced.length} />
        </Note>
      )}
      {lacking.length > 0 && (
        <details>
          <summary>缺附件的行</summary>
          <ul className="stack">
            {lacking.slice(0, SHOWN).map(({ row, missing }) => (
              <li key={row}>
                第 {row} 行缺{missing.map(({ name }) => name).join('、')}
              </li>
            ))}
          </ul>
          <Rest count={lacking.length} />
        </details>
      )}
    </>
  );
}

const Rest = ({ count }: { readonly count: number }) =>
  count > SHOWN ? <p className="quiet">另有 {count - SHOWN} 项。</p> : undefined;
