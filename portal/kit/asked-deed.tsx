import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useId, useState } from 'react';
import type { RequestOf, RouteName } from '../api/contracts.ts';
import { useSubmission } from '../forms/use-submission.ts';
import { useSay } from './announcer.tsx';
import { Dialog } from './dialog.tsx';
import { Note } from './note.tsx';

/** A button for what cannot be taken back: asks once more, and for a reason where the API wants one. */
export function AskedDeed<R extends RouteName>({
  title,
  question,
  children,
  reason,
  route,
  requestOf,
  done,
}: {
  readonly title: string;
  readonly question: string;
  /** What follows of it. */
  readonly children: ReactNode;
  /** The label of the reason; absent where none is asked. */
  readonly reason?: string;
  readonly route: R;
  readonly requestOf: (reason: string) => RequestOf<R>;
  /** What is said once it was done. */
  readonly done: string;
}) {
  const [isAsking, setAsking] = useState(false);
  const [typed, setTyped] = useState('');
  const say = useSay();
  const id = useId();
  const queries = useQueryClient();
  const { findings, failed, isSending, send } = useSubmission(route);
  const submit = async (): Promise<void> => {
    if (!(await send(requestOf(typed.trim())))) return;
    setAsking(false);
    say(done);
    await queries.invalidateQueries();
  };
  return (
    <>
      <button type="button" className="button danger" onClick={() => setAsking(true)}>
        {title}
      </button>
      {isAsking && (
        <Dialog title={question} onClose={() => setAsking(false)}>
          {children}
          {[...findings.map(({ message }) => message), ...(failed === undefined ? [] : [failed])].map((message) => (
            <Note key={message} tone="bad">
              {message}
            </Note>
          ))}
          {reason !== undefined && (
            <div className="field">
              <label htmlFor={id}>
                {reason}
                <span className="must" aria-hidden>
                  *
                </span>
              </label>
              <textarea
                id={id}
                className="input"
                rows={3}
                maxLength={500}
                aria-required
                value={typed}
                onChange={({ target }) => setTyped(target.value)}
              />
            </div>
          )}
          <div className="row">
            <button
              type="button"
              className="button danger"
              disabled={isSending || (reason !== undefined && typed.trim() === '')}
              onClick={() => void submit()}
            >
              {isSending ? '正在提交…' : title}
            </button>
            <button type="button" className="button" onClick={() => setAsking(false)}>
              返回
            </button>
          </div>
        </Dialog>
      )}
    </>
  );
}
