import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useSubmission } from '../forms/use-submission.ts';
import { Dialog } from '../kit/dialog.tsx';
import { Note } from '../kit/note.tsx';

type Deed =
  | 'POST /v1/accounts/{sub}/suspension'
  | 'POST /v1/accounts/{sub}/suspension/lifting'
  | 'POST /v1/accounts/{sub}/assignments/{id}/end';

/** Does what concerns somebody's rights, once a reason for it is written. */
export function WithReason<R extends Deed>({
  title,
  ask,
  route,
  path,
}: {
  readonly title: string;
  readonly ask: string;
  readonly route: R;
  readonly path: Readonly<Record<string, string>>;
}) {
  const [isAsking, setAsking] = useState(false);
  const [reason, setReason] = useState('');
  const queries = useQueryClient();
  const { findings, failed, isSending, send } = useSubmission(route);
  const submit = async (): Promise<void> => {
    // The path's names are those of the route, by whoever asks.
    if (!(await send({ path, body: { reason } } as never))) return;
    setAsking(false);
    setReason('');
    await queries.invalidateQueries();
  };
  return (
    <>
      <button type="button" className="button danger" onClick={() => setAsking(true)}>
        {title}
      </button>
      {isAsking && (
        <Dialog title={ask} onClose={() => setAsking(false)}>
          {failed !== undefined && <Note tone="bad">{failed}</Note>}
          {findings.map(({ pointer, message }) => (
            <Note key={`${pointer} ${message}`} tone="bad">
              {message}
            </Note>
          ))}
          <div className="field">
            <label htmlFor="why">
              事由<span className="must">*</span>
            </label>
            <textarea id="why" className="input" value={reason} onChange={({ target }) => setReason(target.value)} />
          </div>
          <div className="row">
            <button type="button" className="button danger" disabled={isSending} onClick={() => void submit()}>
              {title}
            </button>
            <button type="button" className="button" onClick={() => setAsking(false)}>
              取消
            </button>
          </div>
        </Dialog>
      )}
    </>
  );
}
