import { useState } from 'react';
import { fetchAs } from '../api/call.ts';
import type { ReadName, RequestOf } from '../api/contracts.ts';
import { sentenceOf } from '../api/problem.ts';
import { Note } from './note.tsx';

/** Prints the page that the API makes of a record: the same paper for everybody, never the screen. */
export function PrintButton<R extends ReadName>({
  title,
  route,
  request,
}: {
  readonly title: string;
  readonly route: R;
  readonly request: RequestOf<R>;
}) {
  const [page, setPage] = useState<string>();
  const [failed, setFailed] = useState<string>();
  const open = async (): Promise<void> => {
    setFailed(undefined);
    try {
      setPage(URL.createObjectURL(await fetchAs(route, request, 'text/html')));
    } catch (error) {
      setFailed(sentenceOf(error));
    }
  };
  return (
    <>
      <button type="button" className="button" onClick={() => void open()}>
        {title}
      </button>
      {failed !== undefined && <Note tone="bad">{failed}</Note>}
      {page !== undefined && (
        <iframe
          title={title}
          className="hidden-text"
          src={page}
          onLoad={({ currentTarget }) => {
            currentTarget.contentWindow?.addEventListener('afterprint', () => {
              URL.revokeObjectURL(page);
              setPage(undefined);
            });
            currentTarget.contentWindow?.print();
          }}
        />
      )}
    </>
  );
}
