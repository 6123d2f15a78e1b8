import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useSubmission } from '../forms/use-submission.ts';
import { Dialog } from '../kit/dialog.tsx';
import { Note } from '../kit/note.tsx';
import type { FilingTold } from './filing.tsx';

/** Withdraws a filing, once that was asked for twice. */
export function Withdraw({ told: { body: filing } }: { readonly told: FilingTold }) {
  const [isAsking, setAsking] = useState(false);
  const queries = useQueryClient();
  const { failed, isSending, send } = useSubmission('POST /v1/filings/{id}/withdrawal');
  const withdraw = async (): Promise<void> => {
    if (!(await send({ path: { id: filing.id } }))) return;
    setAsking(false);
    await queries.invalidateQueries();
  };
  return (
    <>
      <button type="button" className="button danger" onClick={() => setAsking(true)}>
        撤回
      </button>
      {isAsking && (
        <Dialog title="撤回这件备案？" onClose={() => setAsking(false)}>
          <p>撤回后不再审核；需要时请另行提交。</p>
          {failed !== undefined && <Note tone="bad">{failed}</Note>}
          <div className="row">
            <button type="button" className="button danger" disabled={isSending} onClick={() => void withdraw()}>
              撤回
            </button>
            <button type="button" className="button" onClick={() => setAsking(false)}>
              不撤回
            </button>
          </div>
        </Dialog>
      )}
    </>
  );
}
