import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import { call } from '../api/call.ts';
import { useList } from '../api/read.ts';
import { useSubmission } from '../forms/use-submission.ts';
import { useSay } from '../kit/announcer.tsx';
import { useKeys } from '../kit/keys.ts';
import { Note } from '../kit/note.tsx';
import { Card } from '../kit/page.tsx';
import { useMe } from '../shell/me.ts';
import type { FilingTold } from './filing.tsx';
import { PHRASES } from './phrases.ts';

const DECISIONS = [
  { value: 'APPROVE', title: '准予备案' },
  { value: 'RETURN', title: '退回补正', hint: '一次告知全部内容' },
  { value: 'REJECT', title: '不予备案' },
] as const;

type Decision = (typeof DECISIONS)[number]['value'];

/** A reviewer's decision with its reasons, by keys alone, and on to the next. */
export function Decide({ told: { body: filing, etag } }: { readonly told: FilingTold }) {
  const { sub } = useMe();
  const [, navigate] = useLocation();
  const say = useSay();
  const queries = useQueryClient();
  const [decision, setDecision] = useState<Decision>();
  const [reasons, setReasons] = useState(() => filing.missingDocuments.map(({ name }) => `请补交${name}`).join('\n'));
  const area = useRef<HTMLTextAreaElement>(null);
  const { findings, failed, isSending, send } = useSubmission('POST /v1/filings/{id}/decision');
  const queue = useList('GET /v1/filings', { query: { status: 'PENDING_REVIEW' } });
  const isMine = filing.revisions.at(-1)?.submittedBy === sub;
  const isWaiting = filing.status === 'PENDING_REVIEW';
  useEffect(() => {
    // It is told to the others, and binds nobody: a failure of it is none of the reviewer's.
    if (isWaiting && !isMine) void call('POST /v1/filings/{id}/taking', { path: { id: filing.id } }).catch(() => {});
  }, [filing.id, isWaiting, isMine]);
  const next = queue.items.find(({ id, submittedBy }) => id !== filing.id && submittedBy !== sub);
  const decide = async (): Promise<void> => {
    if (decision === undefined) return;
    const lines = reasons
      .split('\n')
      .map((line) => line.trim())
      .filter(Boolean);
    const told = decision === 'APPROVE' ? { decision, reasons: [] } : { decision, reasons: lines };
    const answered = await send({
      path: { id: filing.id },
      body: told,
      ifMatch: etag ?? '',
    });
    if (!answered) return;
    say(`${filing.name}：${DECISIONS.find(({ value }) => value === decision)?.title ?? ''}`);
    await queries.invalidateQueries();
    navigate(next ? `/filing/filings/${next.id}` : '/filing/review');
  };
  const choose = (at: number): void => {
    setDecision(DECISIONS[at]?.value);
    if (at > 0) area.current?.focus();
  };
  useKeys(
    isWaiting && !isMine
      ? [
          { keys: ['1'], says: '准予备案', does: () => choose(0) },
          { keys: ['2'], says: '退回补正', does: () => choose(1) },
          { keys: ['3'], says: '不予备案', does: () => choose(2) },
          { keys: ['r'], says: '写理由', does: () => area.current?.focus() },
          { keys: ['Ctrl+Enter'], says: '提交决定并办下一件', always: true, does: () => void decide() },
          { keys: ['q'], says: '回到列表', does: () => navigate('/filing/review') },
        ]
      : [{ keys: ['q'], says: '回到列表', does: () => navigate('/filing/review') }],
  );
  if (!isWaiting) return null;
  if (isMine) {
    return (
      <Card title="审核决定">
        <Note tone="wait">本件由您提交，须由另一位审核人决定。</Note>
      </Card>
    );
  }
  const others = filing.taking && filing.taking.by !== sub ? filing.taking : undefined;
  return (
    <Card title="审核决定">
      <div className="stack">
        {filing.review && (
          <p className="quiet">
            期限 {filing.review.dueOn} · 等级 {filing.review.grade} · 须 {filing.review.reviewers} 人同意
          </p>
        )}
        {others && <Note tone="wait">{others.by} 正在办理这一件；仍可决定，先决定者为准。</Note>}
        {findings.map(({ pointer, message }) => (
          <Note key={`${pointer} ${message}`} tone="bad">
            {message}
          </Note>
        ))}
        {failed !== undefined && <Note tone="bad">{failed}</Note>}
        <fieldset>
          <legend>决定</legend>
          <div className="stack">
            {DECISIONS.map((one, at) => (
              <label key={one.value} className="row">
                <input
                  type="radio"
                  className="tick"
                  name="decision"
                  checked={decision === one.value}
                  onChange={() => setDecision(one.value)}
                />
                {one.title} <kbd className="only-desk quiet">{at + 1}</kbd>
                {'hint' in one && <span className="quiet small">{one.hint}</span>}
              </label>
            ))}
          </div>
        </fieldset>
        {decision !== 'APPROVE' && (
          <div className="field">
            <label htmlFor="reasons">理由{decision !== undefined && <span className="must">*</span>}</label>
            <span className="hint">每行一条；退回和不予必填</span>
            <textarea
              id="reasons"
              ref={area}
              className="input"
              rows={5}
              value={reasons}
              onChange={({ target }) => setReasons(target.value)}
            />
            <ul>
              {PHRASES.map((phrase) => (
                <li key={phrase}>
                  <button
                    type="button"
                    className="button text"
                    onClick={() => setReasons(reasons.trim() === '' ? phrase : `${reasons.trimEnd()}\n${phrase}`)}
                  >
                    ＋ {phrase}
                  </button>
                </li>
              ))}
            </ul>
          </div>
        )}
        <button
          type="button"
          className="button primary"
          disabled={decision === undefined || isSending}
          onClick={() => void decide()}
        >
          {isSending ? '正在提交…' : '提交决定'} <kbd className="only-desk">Ctrl+Enter</kbd>
        </button>
      </div>
    </Card>
  );
}
