import { useRef, useState } from 'react';
import { fetchAs } from '../api/call.ts';
import type { ReadName, RequestOf } from '../api/contracts.ts';
import { sentenceOf } from '../api/problem.ts';
import { Note } from './note.tsx';
import { showPrinted } from './printed-page.ts';

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
  const frame = useRef<HTMLIFrameElement>(null);
  const [failed, setFailed] = useState<string>();
  const print = async (): Promise<void> => {
    setFailed(undefined);
    try {
      const page = await fetchAs(route, request, 'text/html');
      if (!frame.current) return;
      showPrinted(frame.current, await page.text());
      frame.current.contentWindow?.print();
    } catch (error) {
      setFailed(sentenceOf(error));
    }
  };
  return (
    <>
      <button type="button" className="button" onClick={() => void print()}>
        {title}
      </button>
      {failed !== undefined && <Note tone="bad">{failed}</Note>}
      <iframe ref={frame} title={title} className="hidden-text" tabIndex={-1} aria-hidden />
    </>
  );
}
