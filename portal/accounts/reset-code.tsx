import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { AnswerTo } from '../api/contracts.ts';
import { useSubmission } from '../forms/use-submission.ts';
import { Dialog } from '../kit/dialog.tsx';
import { Note } from '../kit/note.tsx';
import { OneTimeCode } from './one-time-code.tsx';

/** At the counter: a new one-time code for whoever lost the pass phrase, after the licence was looked at. */
export function ResetCode({ account: { sub, name } }: { readonly account: AnswerTo<'GET /v1/accounts/{sub}'> }) {
  const [isAsking, setAsking] = useState(false);
  const [licenceSeen, setLicenceSeen] = useState(false);
  const [reason, setReason] = useState('遗忘口令');
  const [issued, setIssued] = useState<AnswerTo<'POST /v1/accounts/{sub}/one-time-code'>>();
  const queries = useQueryClient();
  const { findings, failed, isSending, send } = useSubmission('POST /v1/accounts/{sub}/one-time-code');
  const submit = async (): Promise<void> => {
    const answered = await send({ path: { sub }, body: { licenceSeen, reason } });
    if (!answered) return;
    setIssued(answered.body);
    await queries.invalidateQueries();
  };
  const close = (): void => {
    setAsking(false);
    setIssued(undefined);
    setLicenceSeen(false);
  };
  return (
    <>
      <button type="button" className="button" onClick={() => setAsking(true)}>
        重置口令
      </button>
      {isAsking && (
        <Dialog title={`重置 ${name} 的口令`} onClose={close}>
          {issued ? (
            <OneTimeCode account={issued} />
          ) : (
            <>
              {failed !== undefined && <Note tone="bad">{failed}</Note>}
              {findings.map(({ pointer, message }) => (
                <Note key={`${pointer} ${message}`} tone="bad">
                  {message}
                </Note>
              ))}
              <p>原口令立即失效。谁查验、为何重置都会留痕。</p>
              <label className="row">
                <input
                  type="checkbox"
                  className="tick"
                  checked={licenceSeen}
                  onChange={({ target }) => setLicenceSeen(target.checked)}
                />
                已查验本人证件和营业执照原件
              </label>
              <div className="field">
                <label htmlFor="why">事由</label>
                <input id="why" className="input" value={reason} onChange={({ target }) => setReason(target.value)} />
              </div>
              <div className="row">
                <button type="button" className="button primary" disabled={isSending} onClick={() => void submit()}>
                  发一次性登录码
                </button>
              </div>
            </>
          )}
        </Dialog>
      )}
    </>
  );
}
