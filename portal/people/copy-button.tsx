import { useState } from 'react';
import { call } from '../api/call.ts';
import type { AnswerTo } from '../api/contracts.ts';
import { sentenceOf } from '../api/problem.ts';
import { Note } from '../kit/note.tsx';
import { saveFile } from '../kit/save-file.ts';

type Part = AnswerTo<'GET /v1/personal-requests/{id}/copy'>;

/** Gives a person the whole copy as one file: what is more than the API answers at once comes part after part. */
export function CopyButton({ id }: { readonly id: string }) {
  const [isBusy, setBusy] = useState(false);
  const [failed, setFailed] = useState<string>();
  const download = async (): Promise<void> => {
    setBusy(true);
    setFailed(undefined);
    try {
      const parts: Part[] = [];
      for (let cursor: string | undefined, isMore = true; isMore; ) {
        const { body } = await call('GET /v1/personal-requests/{id}/copy', { path: { id }, query: { cursor } });
        parts.push(body);
        cursor = body.nextCursor ?? undefined;
        isMore = cursor !== undefined;
      }
      saveFile(new Blob([JSON.stringify(parts, null, 2)], { type: 'application/json' }), '个人信息副本.json');
    } catch (error) {
      setFailed(sentenceOf(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <button type="button" className="button" disabled={isBusy} onClick={() => void download()}>
        {isBusy ? '正在下载…' : '下载副本'}
      </button>
      {failed !== undefined && <Note tone="bad">{failed}</Note>}
    </>
  );
}
