import { useState } from 'react';
import { fetchAs } from '../api/call.ts';
import type { ReadName, RequestOf } from '../api/contracts.ts';
import { sentenceOf } from '../api/problem.ts';
import { Note } from './note.tsx';
import { saveFile } from './save-file.ts';

/** Fetches a file of the API and gives it to the person. */
export function DownloadButton<R extends ReadName>({
  title,
  route,
  request,
  type,
  fileName,
}: {
  readonly title: string;
  readonly route: R;
  readonly request: RequestOf<R>;
  readonly type: string;
  readonly fileName: string;
}) {
  const [isBusy, setBusy] = useState(false);
  const [failed, setFailed] = useState<string>();
  const download = async (): Promise<void> => {
    setBusy(true);
    setFailed(undefined);
    try {
      saveFile(await fetchAs(route, request, type), fileName);
    } catch (error) {
      setFailed(sentenceOf(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <button type="button" className="button" disabled={isBusy} onClick={() => void download()}>
        {isBusy ? '正在下载…' : title}
      </button>
      {failed !== undefined && <Note tone="bad">{failed}</Note>}
    </>
  );
}
