import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useSubmission } from '../forms/use-submission.ts';
import { useSay } from '../kit/announcer.tsx';
import { Dialog } from '../kit/dialog.tsx';
import { Note } from '../kit/note.tsx';

/** Gives the trades back, with a reason that is kept. */
export function Release({ id }: { readonly id: string }) {
  const [isAsking, setAsking] = useState(false);
  const [reason, setReason] = useState('');
  const queries = useQueryClient();
  const say = useSay();
  const { findings, failed, isSending, send } = useSubmission('POST /v1/consolidations/{id}/release');
  const release = async (): Promise<void> => {
    if (!(await send({ path: { id }, body: { reason } }))) return;
    setAsking(false);
    say('已释放，货物可以另行组货');
    // First the record: what else is on the page asks only for what it still has.
    await queries.invalidateQueries({ queryKey: ['GET /v1/consolidations/{id}'] });
    await queries.invalidateQueries();
  };
  return (
    <>
      <button type="button" className="button danger" onClick={() => setAsking(true)}>
        释放
      </button>
      {isAsking && (
        <Dialog title="释放这张组货单？" onClose={() => setAsking(false)}>
          <p>方案作废，全部交易可以另行组货；已占用的箱号一并释放。</p>
          {failed !== undefined && <Note tone="bad">{failed}</Note>}
          <div className="field">
            <label htmlFor="release-reason">
              释放理由
              <span className="must" aria-hidden>
                *
              </span>
            </label>
            <textarea
              id="release-reason"
              className="input"
              rows={3}
              value={reason}
              aria-invalid={findings.length > 0}
              onChange={({ target }) => setReason(target.value)}
            />
            {findings.map(({ message }) => (
              <p key={message} className="error">
                {message}
              </p>
            ))}
          </div>
          <div className="row">
            <button type="button" className="button danger" disabled={isSending} onClick={() => void release()}>
              {isSending ? '正在释放…' : '释放'}
            </button>
            <button type="button" className="button" onClick={() => setAsking(false)}>
              不释放
            </button>
          </div>
        </Dialog>
      )}
    </>
  );
}
